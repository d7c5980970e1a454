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
 * @param origin {@code https://host} or {@code https://host:port}: a name in lower-case ASCII
 *     letters, digits and hyphens that a person can read, so no {@code xn--} and no address, and a
 *     port only if it isn't the usual one; {@code localhost}, and {@code http} to a loopback
 *     address, are for tests
 * @param target path and query in printable ASCII, with {@code {name}} where a field's value goes;
 *     a section in square brackets around one field is left out where that has no value. Words
 *     stand behind the question mark
 * @param body set for a POST: what is sent, with fields in it like the target
 * @param fields each named in target or body; one that stands there twice has the same value twice
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

  private static final int MAX_FIELDS = 32;
  private static final int MAX_TEMPLATE = 4_000;
  private static final int MAX_LABEL = 60;
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]{0,31})}");
  private static final Pattern SECTION =
      Pattern.compile("\\[([^\\[\\]{}]*\\{([a-z][a-z0-9_]{0,31})}[^\\[\\]{}]*)]");
  private static final String ESCAPED = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/?]++|%[0-9A-Fa-f]{2})*+";
  private static final Pattern TARGET = Pattern.compile("/(?!/)" + ESCAPED);
  private static final Pattern FORM = Pattern.compile(ESCAPED);
  private static final Pattern JSON = Pattern.compile("[ -~]*");
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+");
  private static final String LABEL = "(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final String LAST_LABEL = "(?!xn--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(?:https://(?:(?:LABEL\\.)+LAST|localhost)|http://(?:127\\.0\\.0\\.1|\\[::1]))"
                  .replace("LABEL", LABEL)
                  .replace("LAST", LAST_LABEL)
              + "(?::([1-9][0-9]{0,4}))?");

  /**
   * What a POST carries.
   *
   * @param mediaType {@code application/x-www-form-urlencoded} or {@code application/json}: it says
   *     how values are escaped
   * @param template printable ASCII with {@code {name}} where a field's value goes; of JSON, within
   *     quotation marks unless the field is a number. Optional sections are for forms, since
   *     brackets are JSON's own
   */
  public record Body(String mediaType, String template) {
    public Body {
      if (!mediaType.equals("application/x-www-form-urlencoded") && !isJson(mediaType)) {
        throw new IllegalArgumentException(
            "A body is application/x-www-form-urlencoded or application/json");
      }
    }

    private static boolean isJson(String mediaType) {
      return mediaType.equals("application/json");
    }

    /** Returns whether values are escaped as JSON, else as of a form. */
    public boolean isJson() {
      return isJson(mediaType);
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
  public record Field(String name, FieldForm form, DataClass dataClass, LocalizedText label) {
    public Field {
      require(
          label.isPlain(MAX_LABEL),
          "A label is text on one line of 1 to 60 characters that can all be seen");
      require(
          !(form instanceof FieldForm.Words)
              || dataClass == DataClass.WORDS
              || dataClass == DataClass.PLACE,
          "Words are told as words or as the name of a place");
    }

    @Override
    public String toString() {
      return "Field[" + dataClass + "]";
    }
  }

  public Endpoint {
    fields = List.copyOf(fields);
    require(id.matches("[a-z][a-z0-9_-]{0,31}"), "An endpoint's id is a short lower-case name");
    require(
        isOrigin(origin),
        "An origin is https:// and a host name in lower-case ASCII, without a path, and without a"
            + " port that is the usual one");
    require(
        target.length() <= MAX_TEMPLATE && TARGET.matcher(literal(target)).matches(),
        "A target is a path and a query of printable ASCII without a fragment, with one field in"
            + " each pair of brackets");
    require(
        body.isEmpty() || isBody(body.get(), fields),
        "A body's template is printable ASCII; in JSON a field that is no number stands within"
            + " quotation marks");
    require(MEDIA_TYPE.matcher(responseType).matches(), "A media type is type/subtype");
    require(
        maxResponseBytes >= 1 && maxResponseBytes <= MAX_RESPONSE_BYTES,
        "A response may have 1 byte to 4 MiB");
    require(fields.size() <= MAX_FIELDS, "An endpoint has at most 32 fields");
    List<String> places = new ArrayList<>(placeholders(target));
    List<String> inPath = placeholders(target.replaceFirst("\\?.*", ""));
    require(
        fields.stream()
            .noneMatch(f -> f.form() instanceof FieldForm.Words && inPath.contains(f.name())),
        "Words stand behind the question mark");
    body.ifPresent(b -> places.addAll(placeholders(b.template())));
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.name()));
    require(
        names.size() == fields.size() && names.equals(new HashSet<>(places)),
        "Each field has a place in target or body, and each place a field");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Returns whether an address is what an endpoint's origin may be. */
  public static boolean isOrigin(URI origin) {
    Matcher matcher = ORIGIN.matcher(origin.toString());
    if (!matcher.matches() || origin.getHost() == null || origin.getHost().length() > MAX_HOST) {
      return false;
    }
    int usual = origin.getScheme().equals("https") ? 443 : 80;
    return matcher.group(1) == null
        || (Integer.parseInt(matcher.group(1)) <= MAX_PORT
            && Integer.parseInt(matcher.group(1)) != usual);
  }

  /** Returns a template with an {@code x}, which is no hexadecimal digit, for each field. */
  private static String literal(String template) {
    return PLACEHOLDER.matcher(SECTION.matcher(template).replaceAll("$1")).replaceAll("x");
  }

  private static boolean isBody(Body body, List<Field> fields) {
    if (body.template().length() > MAX_TEMPLATE) {
      return false;
    }
    return body.isJson()
        ? JSON.matcher(body.template()).matches() && holdsFieldsInStrings(body.template(), fields)
        : FORM.matcher(literal(body.template())).matches();
  }

  private static boolean holdsFieldsInStrings(String json, List<Field> fields) {
    Matcher matcher = PLACEHOLDER.matcher(json);
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (matcher.region(i, json.length()).lookingAt()) {
        String name = matcher.group(1);
        if (!inString
            && fields.stream().anyMatch(f -> f.name().equals(name) && !isNumber(f.form()))) {
          return false;
        }
        i = matcher.end() - 1;
      } else if (inString && c == '\\') {
        i++;
        if (i == json.length() || json.charAt(i) == '{') {
          return false;
        }
      } else if (c == '"') {
        inString = !inString;
      }
    }
    return !inString;
  }

  private static boolean isNumber(FieldForm form) {
    return form instanceof FieldForm.Count
        || form instanceof FieldForm.Latitude
        || form instanceof FieldForm.Longitude;
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

  /** Returns whether a field may be left out: it stands in an optional section. */
  public boolean isOptional(String name) {
    return isInSection(target, name)
        || (body.isPresent() && !body.get().isJson() && isInSection(body.get().template(), name));
  }

  private static boolean isInSection(String template, String name) {
    Matcher matcher = SECTION.matcher(template);
    while (matcher.find()) {
      if (matcher.group(2).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns how many bits of information a tool can choose in one such request, at most: the values
   * of its fields, and which of those are left out that may be. Which of the typed arguments stand
   * in fields for words is not counted.
   */
  public double bits() {
    return fields.stream()
        .mapToDouble(field ->
            isOptional(field.name())
                ? Math.log(Math.pow(2, field.form().bits()) + 1) / Math.log(2)
                : field.form().bits())
        .sum();
  }

  @Override
  public String toString() {
    return "Endpoint[" + id + ", " + origin + ", " + fields.size() + " fields]";
  }
}
