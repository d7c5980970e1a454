package dev.sotto.consent;

import dev.sotto.tool.DataClass;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

final class DataClasses {
  private DataClasses() {}

  static Set<DataClass> of(CanonicalRequest request) {
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    request.fields().forEach(field -> classes.add(field.dataClass()));
    return Collections.unmodifiableSet(classes);
  }

  /** Returns the classes as the ledger names them. */
  static List<String> words(Set<DataClass> classes) {
    return classes.stream().map(DataClasses::word).toList();
  }

  /** Returns a constant as the ledger names it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
