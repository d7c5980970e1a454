package dev.sotto.tool;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A wish to send: an endpoint of the tool's manifest, and a value for each of its fields. It is no
 * permission, and no bytes yet: the gate makes these from the endpoint's form.
 *
 * @param endpoint id of an endpoint that the manifest declares
 * @param values one for each field of that endpoint, by the field's name
 */
public record EgressRequest(String endpoint, Map<String, FieldValue> values) implements ToolStep {
  public EgressRequest {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  @Override
  public String toString() {
    return "EgressRequest[" + values.size() + " fields]";
  }
}
