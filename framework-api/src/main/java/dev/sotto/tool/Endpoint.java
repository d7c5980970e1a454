package dev.sotto.tool;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One form of request that a tool may wish for: a fixed text with fields in it. Everything but the
 * fields' values is known from the manifest, before the tool has seen anything.
 *
 * @param id short name within the tool
 * @param origin {@code https://host} or {@code https://host:port}, in lower case; {@code http} to a
 *     loopback address is for tests
 * @param target path and query in printable ASCII, with {@code {name}} where a field's value goes;
 *     a section in square brackets around one field is left out where that has no value
 * @param body set for a POST: what is sent, with fields in it like the target
 * @param fields each named once in target or body
 * @param responseType the media type that the response must have, such as {@code application/json}
 * @param maxResponseBytes the most bytes of body that are read, 1 to 4 MiB
 */
public record Endpoint(
    String id,
    URI origin,
    String target,
    Optional<Body> body,
    List<Field> fields,
    String responseType,
    int maxResponseBytes) {
  /** The most that a service may answer. */
  public static final int MAX_RESPONSE_BYTES = 4 << 20;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]{0,31})}");
  private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\[\\]]*)]");
  private static final String TARGET = "/[A-Za-z0-9\\-._~!$&'()*+,;=:@/?%]*";
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+");
  private static final Pattern ORIGIN =
      Pattern.compile(
          "https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?"
              + "|http://(?:127\\.0\\.0\\.1|\\[::1])(?::[1-9][0-9]{0,4})?");

  /**
   * What a POST carries.
   *
   * @param mediaType {@code application/x-www-form-urlencoded} or {@code application/json}: it says
   *     how values are escaped
   * @param template printable ASCII with {@code {name}} where a field's value goes
   */
  public record Body(String mediaType, String template) {
    public Body {
      if (!mediaType.equals("application/x-www-form-urlencoded")
          && !mediaType.equals("application/json")) {
        throw new IllegalArgumentException(
            "A body is application/x-www-form-urlencoded or application/json");
      }
    }

    @Override
    public String toString() {
      return "Body[" + mediaType + "]";
    }
  }

  /**
   * A place for a value.
   *
   * @param name as in the template
   * @param form which values it takes
   * @param dataClass what its value tells about the person
   * @param label how people are told of it
   */
  public record Field(String name, FieldForm form, DataClass dataClass, LocalizedText label) {}

  public Endpoint {
    fields = List.copyOf(fields);
    require(id.matches("[a-z][a-z0-9_-]{0,31}"), "An endpoint's id is a short lower-case name");
    require(
        ORIGIN.matcher(origin.toString()).matches(),
        "An origin is https://host in lower case, without a path");
    require(
        OPTIONAL
            .matcher(PLACEHOLDER.matcher(target).replaceAll(""))
            .replaceAll("$1")
            .matches(TARGET),
        "A target is a path and a query of printable ASCII without a fragment");
    require(
        body.isEmpty()
            || PLACEHOLDER
                .matcher(body.get().template())
                .replaceAll("")
                .chars()
                .allMatch(c -> c >= ' ' && c <= '~'),
        "A body's template is printable ASCII");
    require(MEDIA_TYPE.matcher(responseType).matches(), "A media type is type/subtype");
    require(
        maxResponseBytes >= 1 && maxResponseBytes <= MAX_RESPONSE_BYTES,
        "A response may have 1 byte to 4 MiB");
    List<String> places = new ArrayList<>(placeholders(target));
    body.ifPresent(b -> places.addAll(placeholders(b.template())));
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.name()));
    require(
        places.size() == fields.size()
            && names.size() == fields.size()
            && names.equals(new HashSet<>(places)),
        "Each field has one place in target or body, and each place a field");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  private static List<String> placeholders(String template) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** Returns GET, or POST where there is a body. */
  public String method() {
    return body.isPresent() ? "POST" : "GET";
  }

  /** Returns the field of this name. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** Returns whether a field may be left out: it stands in an optional section of the target. */
  public boolean isOptional(String name) {
    Matcher matcher = OPTIONAL.matcher(target);
    while (matcher.find()) {
      if (matcher.group(1).contains("{" + name + "}")) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many bits of information a tool can choose in one such request, at most. */
  public double bits() {
    return fields.stream().mapToDouble(field -> field.form().bits()).sum();
  }

  @Override
  public String toString() {
    return "Endpoint[" + id + ", " + origin + ", " + fields.size() + " fields]";
  }
}
