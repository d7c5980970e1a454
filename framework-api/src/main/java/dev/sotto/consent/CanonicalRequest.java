package dev.sotto.consent;

import dev.sotto.record.Fingerprint;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldValue;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request in the bytes that will be written to the connection: HTTP/1.1 (RFC 9112) with a fixed
 * set of header fields in a fixed order. One endpoint with the same values always gives the same
 * bytes. What people are shown is read back from these bytes. Immutable.
 *
 * <p>Form: {@code docs/format/canonical-request-v1.md}. The bytes don't say what is visible beside
 * them: the name look-up, the host name in the TLS handshake, address and time.
 */
public final class CanonicalRequest {
  /** The most bytes of a request. */
  public static final int MAX_BYTES = 16_384;

  private static final Pattern PART =
      Pattern.compile(
          "\\{([a-z][a-z0-9_]{0,31})}|\\[([^\\[\\]]*\\{([a-z][a-z0-9_]{0,31})}[^\\[\\]]*)]");
  private static final Pattern DOT_SEGMENT =
      Pattern.compile("^[^?]*/(?:\\.|%2[Ee]){1,2}(?:[/?]|$)");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private final Endpoint endpoint;
  private final byte[] bytes;
  private final List<Slot> slots;
  private final Fingerprint hash;

  /**
   * Where a field's value stands in the bytes.
   *
   * @param field the field's name
   * @param start offset of its first byte
   * @param end offset behind its last byte
   */
  public record Slot(String field, int start, int end) {
    @Override
    public String toString() {
      return "Slot[" + start + "-" + end + "]";
    }
  }

  private enum Escaping {
    PERCENT,
    JSON
  }

  private CanonicalRequest(Endpoint endpoint, byte[] bytes, List<Slot> slots) {
    this.endpoint = endpoint;
    this.bytes = bytes;
    this.slots = List.copyOf(slots);
    this.hash = Fingerprint.of(bytes);
  }

  /**
   * Makes the bytes.
   *
   * @param endpoint form of the request
   * @param values by field; only fields in an optional section may be missing
   * @throws InvalidRequestException if a value is missing, is no field's, has another form than its
   *     field, makes a step to a parent or the same folder in the path, or if the request grows too
   *     long
   */
  public static CanonicalRequest of(Endpoint endpoint, Map<String, FieldValue> values)
      throws InvalidRequestException {
    for (Map.Entry<String, FieldValue> value : values.entrySet()) {
      Endpoint.Field field =
          endpoint
              .field(value.getKey())
              .orElseThrow(
                  () -> new InvalidRequestException("A value is for a field that is not declared"));
      if (!field.form().admits(value.getValue())) {
        throw new InvalidRequestException(
            "The value of the field " + field.name() + " has not the form that is declared");
      }
    }
    Writer body = new Writer(values);
    if (endpoint.body().isPresent()) {
      Endpoint.Body form = endpoint.body().get();
      body.template(form.template(), form.isJson() ? Escaping.JSON : Escaping.PERCENT);
    }
    Writer head = new Writer(values);
    head.literal(endpoint.method() + " ");
    int start = head.out.size();
    head.template(endpoint.target(), Escaping.PERCENT);
    String target = head.out.toString(StandardCharsets.US_ASCII).substring(start);
    if (DOT_SEGMENT.matcher(target).find()) {
      throw new InvalidRequestException("A path may not have the steps . and ..");
    }
    head.literal(" HTTP/1.1\r\nHost: " + authority(endpoint.origin()) + "\r\n");
    head.literal("User-Agent: Sotto\r\nAccept: " + endpoint.responseType() + "\r\n");
    head.literal("Accept-Encoding: identity\r\nConnection: close\r\n");
    if (endpoint.body().isPresent()) {
      head.literal("Content-Type: " + endpoint.body().get().mediaType() + "\r\n");
      head.literal("Content-Length: " + body.out.size() + "\r\n");
    }
    head.literal("\r\n");
    int shift = head.out.size();
    body.slots.forEach(
        s -> head.slots.add(new Slot(s.field(), s.start() + shift, s.end() + shift)));
    head.out.writeBytes(body.out.toByteArray());
    if (head.out.size() > MAX_BYTES) {
      throw new InvalidRequestException(
          "A request may have " + MAX_BYTES + " bytes; this one has " + head.out.size());
    }
    return new CanonicalRequest(endpoint, head.out.toByteArray(), head.slots);
  }

  /** Returns what stands in the field Host for an origin. */
  public static String authority(URI origin) {
    return origin.getPort() < 0 ? origin.getHost() : origin.getHost() + ":" + origin.getPort();
  }

  private static final class Writer {
    private final Map<String, FieldValue> values;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Slot> slots = new ArrayList<>();

    Writer(Map<String, FieldValue> values) {
      this.values = values;
    }

    void literal(String ascii) {
      out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    void template(String template, Escaping escaping) throws InvalidRequestException {
      Matcher matcher = PART.matcher(template);
      int at = 0;
      while (matcher.find(at)) {
        literal(template.substring(at, matcher.start()));
        String section = matcher.group(2);
        if (escaping == Escaping.JSON && section != null) {
          literal("[");
          at = matcher.start() + 1;
          continue;
        }
        if (section == null) {
          value(matcher.group(1), escaping);
        } else if (values.containsKey(matcher.group(3))) {
          template(section, escaping);
        }
        at = matcher.end();
      }
      literal(template.substring(at));
    }

    private void value(String field, Escaping escaping) throws InvalidRequestException {
      FieldValue value = values.get(field);
      if (value == null) {
        throw new InvalidRequestException("The field " + field + " has no value");
      }
      String text = Normalizer.normalize(value.text(), Normalizer.Form.NFC);
      int start = out.size();
      literal(escaping == Escaping.JSON ? jsonEscaped(text) : percentEscaped(text));
      slots.add(new Slot(field, start, out.size()));
    }
  }

  private static String percentEscaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0 && UNRESERVED.indexOf(b) >= 0) {
        escaped.append((char) b);
      } else {
        escaped.append(String.format("%%%02X", b & 0xFF));
      }
    }
    return escaped.toString();
  }

  private static String jsonEscaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
        escaped.append(c);
      } else {
        escaped.append(String.format("\\u%04x", (int) c));
      }
    }
    return escaped.toString();
  }

  /** Returns the form of the request. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the host, in lower case. */
  public String host() {
    return endpoint.origin().getHost();
  }

  /** Returns a copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns how many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /** Returns their SHA-256. */
  public Fingerprint hash() {
    return hash;
  }

  /** Returns where values stand, in the order of the bytes; a field can stand there twice. */
  public List<Slot> slots() {
    return slots;
  }

  /** Returns the fields that have a value, each once, in the order of the bytes. */
  public List<Endpoint.Field> fields() {
    return slots.stream()
        .map(Slot::field)
        .distinct()
        .map(name -> endpoint.field(name).orElseThrow())
        .toList();
  }

  /**
   * Returns a field's value as a person reads it: the bytes at its place with the escaping undone.
   * Empty where the field was left out.
   */
  public Optional<String> shown(String field) {
    return slots.stream().filter(slot -> slot.field().equals(field)).findFirst().map(this::read);
  }

  /** Returns what {@link #shown} says of each field that is there. */
  public Map<String, String> shown() {
    Map<String, String> all = new HashMap<>();
    slots.forEach(slot -> all.put(slot.field(), read(slot)));
    return all;
  }

  private String read(Slot slot) {
    String escaped =
        new String(bytes, slot.start(), slot.end() - slot.start(), StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%' && !isInJson(slot)) {
        out.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else if (c == '\\' && isInJson(slot)) {
        int end = i;
        StringBuilder run = new StringBuilder();
        while (end < escaped.length() && escaped.charAt(end) == '\\') {
          run.append((char) Integer.parseInt(escaped, end + 2, end + 6, 16));
          end += 6;
        }
        out.writeBytes(run.toString().getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      } else {
        out.write(c);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private boolean isInJson(Slot slot) {
    return endpoint.body().filter(Endpoint.Body::isJson).isPresent()
        && slot.start() >= headLength();
  }

  private int headLength() {
    for (int i = 3; i < bytes.length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return bytes.length;
  }

  @Override
  public String toString() {
    return "CanonicalRequest[" + host() + ", " + bytes.length + " bytes]";
  }
}
