package dev.sotto.consent;

import dev.sotto.tool.DataClass;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

final class DataClasses {
  private DataClasses() {}

  static Set<DataClass> of(CanonicalRequest request) {
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    request
        .slots()
        .forEach(
            slot -> classes.add(request.endpoint().field(slot.field()).orElseThrow().dataClass()));
    return Collections.unmodifiableSet(classes);
  }
}
