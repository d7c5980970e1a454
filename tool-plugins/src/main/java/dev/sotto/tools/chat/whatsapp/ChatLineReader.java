package dev.sotto.tools.chat.whatsapp;

import dev.sotto.tools.CountedStream;
import dev.sotto.tools.TextDecoding;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text of unknown encoding line by line; of a line that is too long it keeps the beginning.
 * UTF-16 is told by its mark or its zero bytes; else a line is UTF-8, or windows-1252 where nothing
 * in it is UTF-8. Not for several threads.
 */
final class ChatLineReader implements Closeable {
  /** How much of a line is kept. */
  static final int MAX_LINE_BYTES = 256 << 10;

  private static final int BUFFER_BYTES = 1 << 16;

  private final CountedStream source;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private byte[] line = new byte[1_024];
  private int lineLength;
  private boolean lineTooLong;
  private boolean afterBareLineFeed;
  private boolean bareLineFeed;
  private boolean firstLine = true;
  private boolean damaged;

  /** Creates a reader over a stream, which it closes. */
  ChatLineReader(InputStream in) throws IOException {
    this.source = new CountedStream(in);
    fill(source);
    Charset charset = utf16(buffer, limit);
    if (charset == null) {
      this.in = source;
    } else {
      this.in = new Utf8Stream(source, Arrays.copyOf(buffer, limit), charset);
      position = 0;
      limit = 0;
    }
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    lineLength = 0;
    lineTooLong = false;
    afterBareLineFeed = bareLineFeed;
    boolean any = false;
    while (true) {
      if (position == limit && !fill(in)) {
        return any && started();
      }
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      keep(position, end);
      position = end;
      if (end < limit) {
        boolean carriageReturn = buffer[position++] == '\r';
        boolean lineFeed = !carriageReturn;
        if (carriageReturn && (position < limit || fill(in)) && buffer[position] == '\n') {
          position++;
        }
        bareLineFeed = lineFeed;
        return started();
      }
    }
  }

  private boolean started() {
    if (firstLine) {
      firstLine = false;
      if (lineLength >= 3
          && line[0] == (byte) 0xEF
          && line[1] == (byte) 0xBB
          && line[2] == (byte) 0xBF) {
        lineLength -= 3;
        System.arraycopy(line, 3, line, 0, lineLength);
      }
    }
    return true;
  }

  /** Returns the bytes of the line that {@link #next} went to, as far as they were kept. */
  byte[] bytes() {
    return Arrays.copyOf(line, lineLength);
  }

  /** Returns the text of the line. */
  String text() {
    String text = new String(line, 0, lineLength, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      byte[] bytes = bytes();
      text =
          TextDecoding.strictly(bytes, StandardCharsets.UTF_8)
              .orElseGet(() -> decodeDamaged(bytes));
    }
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
  }

  /** Tells whether the line is longer than what was kept of it. */
  boolean isTooLong() {
    return lineTooLong;
  }

  /** Tells whether the line before ended with a line feed alone. */
  boolean followsBareLineFeed() {
    return afterBareLineFeed;
  }

  /** Tells whether some text read so far was neither UTF-8 nor windows-1252. */
  boolean wasDamaged() {
    return damaged;
  }

  /** Returns how many bytes of the file were read. */
  long consumedBytes() {
    return source.count();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private String decodeDamaged(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean someIsUtf8 = text.chars().anyMatch(c -> c > 0x7F && c != '\ufffd');
    if (!someIsUtf8 && !lineTooLong) {
      return TextDecoding.windows1252(bytes);
    }
    damaged |= !lineTooLong;
    return text;
  }

  private void keep(int start, int end) {
    int length = Math.min(end - start, MAX_LINE_BYTES - lineLength);
    lineTooLong |= length < end - start;
    if (lineLength + length > line.length) {
      line = Arrays.copyOf(line, Math.max(lineLength + length, 2 * line.length));
    }
    System.arraycopy(buffer, start, line, lineLength, length);
    lineLength += length;
  }

  private boolean fill(InputStream from) throws IOException {
    position = 0;
    limit = Math.max(0, from.readNBytes(buffer, 0, buffer.length));
    return limit > 0;
  }

  private static @Nullable Charset utf16(byte[] head, int length) {
    if (length < 2) {
      return null;
    }
    if (TextDecoding.hasUtf16Mark(head)) {
      return StandardCharsets.UTF_16;
    }
    int even = 0;
    int odd = 0;
    int bound = Math.min(length, 64) & ~1;
    for (int i = 0; i < bound; i++) {
      if (head[i] == 0) {
        if ((i & 1) == 0) {
          even++;
        } else {
          odd++;
        }
      }
    }
    if (bound >= 8 && odd > bound / 4 && even == 0) {
      return StandardCharsets.UTF_16LE;
    }
    return bound >= 8 && even > bound / 4 && odd == 0 ? StandardCharsets.UTF_16BE : null;
  }

  /** The text of a stream in another encoding as UTF-8. */
  private static final class Utf8Stream extends InputStream {
    private final InputStreamReader reader;
    private final char[] chars = new char[8_192];
    private byte[] bytes = new byte[0];
    private int next;
    private int held;

    Utf8Stream(InputStream in, byte[] head, Charset charset) {
      this.reader =
          new InputStreamReader(
              new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(head), in), charset);
    }

    @Override
    public int read() throws IOException {
      return next < bytes.length || more() ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (next == bytes.length && !more()) {
        return -1;
      }
      int given = Math.min(length, bytes.length - next);
      System.arraycopy(bytes, next, target, offset, given);
      next += given;
      return given;
    }

    private boolean more() throws IOException {
      int read = reader.read(chars, held, chars.length - held);
      if (read <= 0 && held == 0) {
        return false;
      }
      int length = held + Math.max(0, read);
      held = read > 0 && Character.isHighSurrogate(chars[length - 1]) ? 1 : 0;
      bytes = new String(chars, 0, length - held).getBytes(StandardCharsets.UTF_8);
      next = 0;
      if (held == 1) {
        chars[0] = chars[length - 1];
      }
      return bytes.length > 0 || more();
    }
  }
}
