package dev.sotto.importing.process;

import dev.sotto.importing.Importer;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.process.ConstantCode;
import dev.sotto.process.MessageCodec;
import dev.sotto.process.MessageReader;
import dev.sotto.process.MessageWriter;
import dev.sotto.process.ProtocolException;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of {@link FromImporter}. */
final class FromImporterCodec implements MessageCodec<FromImporter> {
  /** How many items one {@link FromImporter.Unchanged} names at most. */
  static final int MAX_UNCHANGED_IN_A_MESSAGE = 4_096;

  /** How long the reason of a problem may be, in UTF-16 code units. */
  static final int MAX_REASON = 1_000;

  /** How many kinds of unread files a message counts. */
  static final int MAX_EXTENSIONS = 2_000;

  /** How long a file name extension may be, in UTF-16 code units. */
  static final int MAX_EXTENSION = 255;

  static final int MAX_ITEM_BYTES = 32 << 20;

  private static final int IMPORTERS = 1;
  private static final int MATCHED = 2;
  private static final int SURVEYED = 3;
  private static final int OFFERED = 4;
  private static final int ITEM = 5;
  private static final int UNCHANGED = 6;
  private static final int PROBLEM = 7;
  private static final int PROGRESS = 8;
  private static final int LEFT_OUT = 9;
  private static final int DONE = 10;
  private static final int FAILED = 11;

  private static final int MAX_IMPORTERS = 200;
  private static final int MAX_IMPORTER = 64;
  private static final int MAX_KEY = 2_048;
  private static final int FINGERPRINT_BYTES = 32;
  private static final int LEAST_TEXT_BYTES = 5;
  private static final int MAX_NAMES_BYTES = 64 << 10;
  private static final int MAX_UNREAD_BYTES = 2 << 20;

  static final ConstantCode<Importer.Match> MATCHES =
      new ConstantCode<>(List.of(Importer.Match.NO, Importer.Match.POSSIBLE, Importer.Match.YES));
  static final ConstantCode<FromImporter.Failure> FAILURES =
      new ConstantCode<>(
          List.of(
              FromImporter.Failure.NOTHING_THERE,
              FromImporter.Failure.ACCESS_DENIED,
              FromImporter.Failure.UNREADABLE,
              FromImporter.Failure.NO_SUCH_IMPORTER,
              FromImporter.Failure.CANCELLED,
              FromImporter.Failure.DEFECT));

  @Override
  public int typeOf(FromImporter message) {
    return switch (message) {
      case FromImporter.Importers importers -> IMPORTERS;
      case FromImporter.Matched matched -> MATCHED;
      case FromImporter.Surveyed surveyed -> SURVEYED;
      case FromImporter.Offered offered -> OFFERED;
      case FromImporter.Item item -> ITEM;
      case FromImporter.Unchanged unchanged -> UNCHANGED;
      case FromImporter.Problem problem -> PROBLEM;
      case FromImporter.Progress progress -> PROGRESS;
      case FromImporter.LeftOut leftOut -> LEFT_OUT;
      case FromImporter.Done done -> DONE;
      case FromImporter.Failed failed -> FAILED;
    };
  }

  @Override
  public int maxBytes(int type) throws ProtocolException {
    return switch (type) {
      case IMPORTERS, MATCHED -> MAX_NAMES_BYTES;
      case SURVEYED, LEFT_OUT -> MAX_UNREAD_BYTES;
      case OFFERED -> LEAST_TEXT_BYTES + 3 * MAX_KEY + FINGERPRINT_BYTES;
      case ITEM -> MAX_ITEM_BYTES;
      case UNCHANGED -> Integer.BYTES * (1 + MAX_UNCHANGED_IN_A_MESSAGE);
      case PROBLEM -> 2 * LEAST_TEXT_BYTES + 3 * (MAX_KEY + MAX_REASON);
      case PROGRESS -> 2 * Long.BYTES;
      case DONE -> 0;
      case FAILED -> 1;
      default ->
          throw new ProtocolException("No message of an importer has the type " + type + ".");
    };
  }

  @Override
  public void write(FromImporter message, MessageWriter out) {
    switch (message) {
      case FromImporter.Importers importers ->
          out.writeList(importers.names(), MAX_IMPORTERS, FromImporterCodec::writeName);
      case FromImporter.Matched matched ->
          out.writeList(
              matched.matches().entrySet(),
              MAX_IMPORTERS,
              (match, to) -> {
                writeName(match.getKey(), to);
                to.writeByte(MATCHES.of(match.getValue()));
              });
      case FromImporter.Surveyed surveyed -> {
        out.writeList(surveyed.claiming(), MAX_IMPORTERS, FromImporterCodec::writeName);
        writeUnread(surveyed.unread(), out);
      }
      case FromImporter.Offered offered ->
          out.writeText(offered.key().value(), MAX_KEY)
              .writeBytes(HexFormat.of().parseHex(offered.fingerprint().value()));
      case FromImporter.Item item -> ContentFields.write(item.content(), out);
      case FromImporter.Unchanged unchanged ->
          out.writeList(
              unchanged.known(), MAX_UNCHANGED_IN_A_MESSAGE, (place, to) -> to.writeInt(place));
      case FromImporter.Problem problem ->
          out.writeText(problem.key().value(), MAX_KEY).writeText(problem.reason(), MAX_REASON);
      case FromImporter.Progress progress ->
          out.writeLong(progress.done()).writeLong(progress.total());
      case FromImporter.LeftOut leftOut -> writeUnread(leftOut.files(), out);
      case FromImporter.Done done -> {}
      case FromImporter.Failed failed -> out.writeByte(FAILURES.of(failed.kind()));
    }
  }

  @Override
  public FromImporter read(int type, MessageReader in) throws ProtocolException {
    return switch (type) {
      case IMPORTERS -> new FromImporter.Importers(readNames(in));
      case MATCHED -> readMatched(in);
      case SURVEYED -> new FromImporter.Surveyed(readNames(in), readUnread(in));
      case OFFERED ->
          new FromImporter.Offered(
              readKey(in),
              new Fingerprint(HexFormat.of().formatHex(in.readBytes(FINGERPRINT_BYTES))));
      case ITEM -> new FromImporter.Item(ContentFields.read(in));
      case UNCHANGED ->
          new FromImporter.Unchanged(
              in.readList(MAX_UNCHANGED_IN_A_MESSAGE, Integer.BYTES, MessageReader::readInt));
      case PROBLEM -> new FromImporter.Problem(readKey(in), in.readText(MAX_REASON));
      case PROGRESS -> new FromImporter.Progress(in.readCounter(), in.readCounter());
      case LEFT_OUT -> new FromImporter.LeftOut(readUnread(in));
      case DONE -> new FromImporter.Done();
      case FAILED -> new FromImporter.Failed(FAILURES.read(in));
      default -> throw in.malformed("it has the unknown type " + type);
    };
  }

  private static FromImporter readMatched(MessageReader in) throws ProtocolException {
    record Named(String importer, Importer.Match match) {
      @Override
      public String toString() {
        return "Named[" + match + "]";
      }
    }
    List<Named> list =
        in.readList(
            MAX_IMPORTERS,
            LEAST_TEXT_BYTES + 1,
            from -> new Named(readName(from), MATCHES.read(from)));
    TreeMap<String, Importer.Match> matches = new TreeMap<>();
    list.forEach(named -> matches.put(named.importer(), named.match()));
    if (matches.size() < list.size()) {
      throw in.malformed("an importer answers twice");
    }
    return new FromImporter.Matched(matches);
  }

  private static ItemKey readKey(MessageReader in) throws ProtocolException {
    String value = in.readText(MAX_KEY);
    if (value.isEmpty()) {
      throw in.malformed("an item has no key");
    }
    return new ItemKey(value);
  }

  private static void writeName(String name, MessageWriter out) {
    out.writeText(name, MAX_IMPORTER);
  }

  private static List<String> readNames(MessageReader in) throws ProtocolException {
    return in.readList(MAX_IMPORTERS, LEAST_TEXT_BYTES, FromImporterCodec::readName);
  }

  private static String readName(MessageReader in) throws ProtocolException {
    String name = in.readText(MAX_IMPORTER);
    if (name.isEmpty() || !name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-')) {
      throw in.malformed("the name of an importer has other characters than a-z and -");
    }
    return name;
  }

  private static void writeUnread(UnreadFiles unread, MessageWriter out) {
    out.writeList(
        unread.byExtension().entrySet(),
        MAX_EXTENSIONS,
        (count, to) -> to.writeText(count.getKey(), MAX_EXTENSION).writeLong(count.getValue()));
    out.writeLong(unread.links());
  }

  private static UnreadFiles readUnread(MessageReader in) throws ProtocolException {
    List<Map.Entry<String, Long>> counts =
        in.readList(
            MAX_EXTENSIONS,
            LEAST_TEXT_BYTES + Long.BYTES,
            from -> Map.entry(from.readText(MAX_EXTENSION), from.readCounter()));
    Map<String, Long> byExtension = new TreeMap<>();
    counts.forEach(count -> byExtension.put(count.getKey(), count.getValue()));
    if (byExtension.size() < counts.size()) {
      throw in.malformed("a kind of files is counted twice");
    }
    return new UnreadFiles(byExtension, in.readCounter());
  }
}
