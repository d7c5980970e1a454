package dev.sotto.tools.mail;

import dev.sotto.tools.TextDecoding;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Cuts an mbox (RFC 4155) into its messages as a stream: it holds one message at a time, and of one
 * that is too large only its beginning. A {@code From } line starts a message if it ends in a date
 * and follows an empty line or precedes a header, or if it names a sender alone and does both;
 * other lines that begin so are text. Not for several threads.
 */
final class MboxReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int LOOKAHEAD_BYTES = 2_048;
  private static final int MAX_SEPARATOR_BYTES = 1_024;
  private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern SENDER_ALONE = Pattern.compile("From [^\\s]*\\s*");
  private static final Pattern DAY = Pattern.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?");
  private static final Pattern TIME_OF_DAY = Pattern.compile("\\d{1,2}:\\d\\d(?::\\d\\d)?");
  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");

  private final InputStream in;
  private final int maxMessageBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private boolean ended;
  private long consumedBytes;
  private boolean startOfLine = true;
  private boolean afterEmptyLine = true;
  private boolean endsWithNewline = true;

  /** One message of an mbox. */
  static final class Message {
    private final String separator;
    private final byte[] bytes;
    private final boolean tooLarge;

    private Message(String separator, byte[] bytes, boolean tooLarge) {
      this.separator = separator;
      this.bytes = bytes;
      this.tooLarge = tooLarge;
    }

    /** Returns its {@code From } line, empty for what precedes the first one. */
    String separator() {
      return separator;
    }

    /** Returns the message as it stands in the file, without the empty line behind it. */
    byte[] bytes() {
      return bytes;
    }

    /** Tells whether it is larger than allowed and {@link #bytes} its beginning only. */
    boolean tooLarge() {
      return tooLarge;
    }

    @Override
    public String toString() {
      return "Message[" + bytes.length + " bytes]";
    }
  }

  /** Creates a reader over a stream, which it closes. */
  MboxReader(InputStream in, int maxMessageBytes) {
    this.in = in;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Tells whether the first bytes of a file are the first line of an mbox. */
  static boolean startsMbox(byte[] head) {
    if (!startsWith(head, 0, head.length, FROM)) {
      return false;
    }
    int end = lineEnd(head, 0, head.length);
    return isSeparator(
        line(head, 0, end), true, isHeader(head, Math.min(end + 1, head.length), head.length));
  }

  /** Returns the next message, or empty at the end of the file. */
  Optional<Message> next() throws IOException {
    fill();
    if (position == limit) {
      return Optional.empty();
    }
    String separator = "";
    if (separatorEnd() >= 0) {
      int end = separatorEnd();
      separator = line(buffer, position, end);
      skip(Math.min(end + 1, limit) - position);
      afterEmptyLine = false;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8_192);
    boolean tooLarge = false;
    while (true) {
      fill();
      if (position == limit || (startOfLine && separatorEnd() >= 0)) {
        break;
      }
      int newline = lineEnd(buffer, position, limit);
      int end = newline < limit ? newline + 1 : limit;
      int length = end - position;
      int room = maxMessageBytes - bytes.size();
      bytes.write(buffer, position, Math.min(length, room));
      tooLarge |= length > room;
      boolean wholeLine = newline < limit;
      afterEmptyLine = startOfLine && wholeLine && isBlank(buffer, position, newline);
      startOfLine = wholeLine;
      skip(length);
    }
    return Optional.of(new Message(separator, withoutEmptyEnd(bytes.toByteArray()), tooLarge));
  }

  /** Returns how many bytes of the file were read so far. */
  long consumedBytes() {
    return consumedBytes;
  }

  /** Tells whether the bytes read so far end with a line end, as a whole mbox does. */
  boolean endsWithNewline() {
    return endsWithNewline;
  }

  /** Tells whether the bytes read so far end with an empty line, as programs end each message. */
  boolean endsWithEmptyLine() {
    return afterEmptyLine;
  }

  /**
   * Returns a message with the quoting of {@code From } lines undone, one {@code >} each, as mboxrd
   * wants it; for mboxo it is right except for lines that had a {@code >} before they were quoted.
   */
  static byte[] unquoted(byte[] message) {
    if (!hasQuotedFrom(message)) {
      return message;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
    for (int at = 0; at < message.length; ) {
      int end = Math.min(lineEnd(message, at, message.length) + 1, message.length);
      int start = isQuotedFrom(message, at) ? at + 1 : at;
      out.write(message, start, end - start);
      at = end;
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void fill() throws IOException {
    if (ended || limit - position >= LOOKAHEAD_BYTES) {
      return;
    }
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    while (limit < buffer.length) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        ended = true;
        return;
      }
      limit += read;
    }
  }

  private void skip(int length) {
    endsWithNewline = buffer[position + length - 1] == '\n';
    position += length;
    consumedBytes += length;
  }

  private int separatorEnd() {
    if (!startsWith(buffer, position, limit, FROM)) {
      return -1;
    }
    int bound = Math.min(limit, position + MAX_SEPARATOR_BYTES);
    int end = lineEnd(buffer, position, bound);
    if (end == bound && bound < limit) {
      return -1;
    }
    boolean headerFollows = isHeader(buffer, Math.min(end + 1, limit), limit);
    return isSeparator(line(buffer, position, end), afterEmptyLine, headerFollows) ? end : -1;
  }

  private static boolean isSeparator(String line, boolean afterEmptyLine, boolean headerFollows) {
    if (endsInDate(line)) {
      return afterEmptyLine || headerFollows;
    }
    return afterEmptyLine && headerFollows && SENDER_ALONE.matcher(line).matches();
  }

  private static boolean endsInDate(String line) {
    boolean day = false;
    boolean time = false;
    boolean year = false;
    for (String word : line.split("\\s+", -1)) {
      day |= DAY.matcher(word).matches();
      time |= day && TIME_OF_DAY.matcher(word).matches();
      year |= day && YEAR.matcher(word).matches();
    }
    return time && year;
  }

  private static boolean isHeader(byte[] bytes, int start, int limit) {
    int bound = Math.min(limit, start + 128);
    for (int i = start; i < bound; i++) {
      int b = bytes[i];
      if (b == ':') {
        return i > start;
      }
      if (b <= ' ' || b >= 127) {
        return false;
      }
    }
    return false;
  }

  private static boolean hasQuotedFrom(byte[] message) {
    for (int at = 0; at < message.length; at = lineEnd(message, at, message.length) + 1) {
      if (isQuotedFrom(message, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isQuotedFrom(byte[] message, int start) {
    int at = start;
    while (at < message.length && message[at] == '>') {
      at++;
    }
    return at > start && startsWith(message, at, message.length, FROM);
  }

  private static boolean startsWith(byte[] bytes, int start, int limit, byte[] prefix) {
    return limit - start >= prefix.length
        && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
  }

  private static int lineEnd(byte[] bytes, int start, int limit) {
    int at = start;
    while (at < limit && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte[] bytes, int start, int end) {
    return start == end || (end - start == 1 && bytes[start] == '\r');
  }

  private static String line(byte[] bytes, int start, int end) {
    return TextDecoding.windows1252(Arrays.copyOfRange(bytes, start, end)).stripTrailing();
  }

  private static byte[] withoutEmptyEnd(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
