package dev.sotto.consent;

import dev.sotto.tool.DataClass;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

final class DataClasses {
  private DataClasses() {}

  static Set<DataClass> of(CanonicalRequest request) {
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    request.fields().forEach(field -> classes.add(field.dataClass()));
    return Collections.unmodifiableSet(classes);
  }
}
