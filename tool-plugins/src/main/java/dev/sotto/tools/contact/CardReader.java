package dev.sotto.tools.contact;

import dev.sotto.tools.BoundedLines;
import dev.sotto.tools.TextDecoding;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a stream of vCards into cards, one after another, in bounded memory. Pictures, sounds and
 * keys are dropped as they pass by. A card without an end ends where the next one begins. Lines of
 * vCard 3 and later are unfolded as bytes, since programs fold within a character; those of 2.1 are
 * left as they are. For one thread.
 */
final class CardReader implements Closeable {
  private static final Set<String> DROPPED = Set.of("PHOTO", "LOGO", "SOUND", "KEY", "AGENT");
  private static final int MAX_DELIMITER_BYTES = 200;
  private static final int LINE_OVERHEAD = 16;

  private final BoundedLines lines;
  private final ContactLimits limits;
  private final List<byte[]> kept = new ArrayList<>();
  private boolean open;
  private boolean sawCard;
  private boolean atStart = true;
  private int nested;
  private int keptBytes;
  private boolean tooLarge;
  private boolean omitted;
  private boolean dropping;
  private String lastDropped = "";
  private boolean droppingBase64;

  /**
   * One card.
   *
   * @param text from BEGIN to END, lines ended by {@code \n}
   * @param ending whether it is all there
   * @param omitted whether a line was left out because of its length
   */
  record Card(String text, Ending ending, boolean omitted) {
    @Override
    public String toString() {
      return "Card[" + ending + ", " + text.length() + " characters]";
    }
  }

  /** How a card ends. */
  enum Ending {
    CLOSED,
    /** The next card or the end of the file comes before its end. */
    UNCLOSED,
    TOO_LARGE
  }

  /** Creates a reader over a stream, which it closes. */
  CardReader(InputStream in, ContactLimits limits) {
    this.lines = new BoundedLines(in, limits.maxLineBytes());
    this.limits = limits;
  }

  /** Returns the next card, or empty at the end of the file. */
  Optional<Card> next() throws IOException {
    while (lines.next()) {
      byte[] bytes = withoutMark(lines.line());
      String delimiter = delimiter(bytes);
      if (delimiter.equals("BEGIN:VCARD")) {
        if (open && droppingAgent()) {
          nested++;
          continue;
        }
        Optional<Card> unclosed = finish(Ending.UNCLOSED);
        start();
        if (unclosed.isPresent()) {
          return unclosed;
        }
      } else if (open && delimiter.equals("END:VCARD")) {
        if (nested > 0) {
          nested--;
          continue;
        }
        return finish(tooLarge ? Ending.TOO_LARGE : Ending.CLOSED);
      } else if (open && nested == 0) {
        keep(bytes);
      }
    }
    return finish(Ending.UNCLOSED);
  }

  /** Tells whether the file held a card at all. */
  boolean sawCard() {
    return sawCard;
  }

  /** Returns how many bytes of the file were read so far. */
  long consumedBytes() {
    return lines.consumedBytes();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void start() {
    open = true;
    sawCard = true;
    nested = 0;
    kept.clear();
    keptBytes = 0;
    tooLarge = false;
    omitted = false;
    dropping = false;
    droppingBase64 = false;
    lastDropped = "";
  }

  private boolean droppingAgent() {
    return dropping && lastDropped.equals("AGENT");
  }

  private void keep(byte[] bytes) {
    boolean folded = bytes.length > 0 && (bytes[0] == ' ' || bytes[0] == '\t');
    if (dropping && (folded || (droppingBase64 && isBase64(bytes)))) {
      return;
    }
    if (!folded) {
      String name = name(bytes);
      dropping = DROPPED.contains(name);
      lastDropped = dropping ? name : "";
      droppingBase64 = dropping && isBase64Property(bytes);
      if (dropping) {
        return;
      }
    }
    if (lines.isCut()) {
      omitted = true;
      dropping = true;
      return;
    }
    keptBytes += bytes.length + LINE_OVERHEAD;
    if (keptBytes > limits.maxCardBytes() || kept.size() >= limits.maxCardLines()) {
      tooLarge = true;
      return;
    }
    kept.add(bytes);
  }

  private Optional<Card> finish(Ending ending) {
    if (!open) {
      return Optional.empty();
    }
    open = false;
    boolean unfolds = kept.stream().noneMatch(CardReader::isVersion21);
    ByteArrayOutputStream text = new ByteArrayOutputStream(keptBytes + 64);
    text.writeBytes("BEGIN:VCARD".getBytes(StandardCharsets.US_ASCII));
    for (byte[] line : kept) {
      boolean folded = unfolds && line.length > 0 && (line[0] == ' ' || line[0] == '\t');
      if (folded) {
        text.write(line, 1, line.length - 1);
      } else {
        text.write('\n');
        text.writeBytes(line);
      }
    }
    text.writeBytes("\nEND:VCARD\n".getBytes(StandardCharsets.US_ASCII));
    kept.clear();
    return Optional.of(new Card(TextDecoding.decode(text.toByteArray()), ending, omitted));
  }

  private byte[] withoutMark(byte[] bytes) {
    boolean marked =
        atStart
            && bytes.length >= 3
            && (bytes[0] & 0xFF) == 0xEF
            && (bytes[1] & 0xFF) == 0xBB
            && (bytes[2] & 0xFF) == 0xBF;
    atStart = false;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  private static String delimiter(byte[] bytes) {
    if (bytes.length > MAX_DELIMITER_BYTES
        || bytes.length == 0
        || (bytes[0] != 'B' && bytes[0] != 'b' && bytes[0] != 'E' && bytes[0] != 'e')) {
      return "";
    }
    return TextDecoding.windows1252(bytes).replace(" ", "").strip().toUpperCase(Locale.ROOT);
  }

  private static boolean isVersion21(byte[] line) {
    return line.length < MAX_DELIMITER_BYTES
        && TextDecoding.windows1252(line).strip().equalsIgnoreCase("VERSION:2.1");
  }

  /** Returns the name of a property without its group, in upper case. */
  private static String name(byte[] line) {
    int start = 0;
    int end = 0;
    while (end < line.length && end < 100 && line[end] != ':' && line[end] != ';') {
      if (line[end] == '.') {
        start = end + 1;
      }
      end++;
    }
    return new String(line, start, end - start, StandardCharsets.US_ASCII)
        .strip()
        .toUpperCase(Locale.ROOT);
  }

  private static boolean isBase64Property(byte[] line) {
    String head =
        new String(line, 0, Math.min(line.length, MAX_DELIMITER_BYTES), StandardCharsets.US_ASCII)
            .toUpperCase(Locale.ROOT);
    return head.contains("BASE64") || head.contains("ENCODING=B");
  }

  private static boolean isBase64(byte[] line) {
    for (byte b : line) {
      boolean letter = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
      if (!letter && b != '+' && b != '/' && b != '=' && b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
