package dev.sotto.importing.process;

import dev.sotto.importing.ImportContext;
import dev.sotto.process.MessageCodec;
import dev.sotto.process.MessageReader;
import dev.sotto.process.MessageWriter;
import dev.sotto.process.ProtocolException;
import java.time.DateTimeException;
import java.time.ZoneId;

/** The bytes of {@link ToImporter}. */
final class ToImporterCodec implements MessageCodec<ToImporter> {
  /** How many items one {@link ToImporter.Known} names at most. */
  static final int MAX_KNOWN_IN_A_MESSAGE = 4_096;

  /** How many items may be known to a scan. */
  static final int MAX_KNOWN = 5_000_000;

  static final int MAX_SKIPPED = 64;

  private static final int INTRODUCE = 1;
  private static final int MATCH = 2;
  private static final int SURVEY = 3;
  private static final int SCAN = 4;
  private static final int KNOWN = 5;
  private static final int CANCEL = 6;

  private static final int MAX_PATH = 8_192;
  private static final int MAX_IMPORTER = 64;
  private static final int MAX_PERSONAL_NAMES = 1_000;
  private static final int MAX_PERSONAL_NAME = 1_000;
  private static final int MAX_ZONE = 64;
  private static final int LEAST_TEXT_BYTES = 5;
  private static final int MAX_REQUEST_BYTES = 8 << 20;
  private static final int MAX_KNOWN_BYTES = 4 + MAX_KNOWN_IN_A_MESSAGE * ItemDigest.BYTES;

  @Override
  public int typeOf(ToImporter message) {
    return switch (message) {
      case ToImporter.Introduce introduce -> INTRODUCE;
      case ToImporter.Match match -> MATCH;
      case ToImporter.Survey survey -> SURVEY;
      case ToImporter.Scan scan -> SCAN;
      case ToImporter.Known known -> KNOWN;
      case ToImporter.Cancel cancel -> CANCEL;
    };
  }

  @Override
  public int maxBytes(int type) throws ProtocolException {
    return switch (type) {
      case INTRODUCE, CANCEL -> 0;
      case MATCH, SURVEY -> LEAST_TEXT_BYTES + 3 * MAX_PATH;
      case SCAN -> MAX_REQUEST_BYTES;
      case KNOWN -> MAX_KNOWN_BYTES;
      default ->
          throw new ProtocolException("No message to an importer has the type " + type + ".");
    };
  }

  @Override
  public void write(ToImporter message, MessageWriter out) {
    switch (message) {
      case ToImporter.Introduce introduce -> {}
      case ToImporter.Match match -> out.writeText(match.path(), MAX_PATH);
      case ToImporter.Survey survey -> out.writeText(survey.folder(), MAX_PATH);
      case ToImporter.Scan scan -> writeScan(scan, out);
      case ToImporter.Known known ->
          out.writeList(known.items(), MAX_KNOWN_IN_A_MESSAGE, ToImporterCodec::writeDigest);
      case ToImporter.Cancel cancel -> {}
    }
  }

  @Override
  public ToImporter read(int type, MessageReader in) throws ProtocolException {
    return switch (type) {
      case INTRODUCE -> new ToImporter.Introduce();
      case MATCH -> new ToImporter.Match(in.readText(MAX_PATH));
      case SURVEY -> new ToImporter.Survey(in.readText(MAX_PATH));
      case SCAN -> readScan(in);
      case KNOWN ->
          new ToImporter.Known(
              in.readList(MAX_KNOWN_IN_A_MESSAGE, ItemDigest.BYTES, ToImporterCodec::readDigest));
      case CANCEL -> new ToImporter.Cancel();
      default -> throw in.malformed("it has the unknown type " + type);
    };
  }

  private static void writeScan(ToImporter.Scan scan, MessageWriter out) {
    out.writeText(scan.importer(), MAX_IMPORTER).writeText(scan.path(), MAX_PATH);
    ImportContext context = scan.context();
    out.writeList(context.names(), MAX_PERSONAL_NAMES, ToImporterCodec::writePersonalName)
        .writeList(context.addresses(), MAX_PERSONAL_NAMES, ToImporterCodec::writePersonalName)
        .writeText(context.zone().getId(), MAX_ZONE)
        .writeBytes(scan.salt())
        .writeInt(scan.known())
        .writeList(scan.skipped(), MAX_SKIPPED, ToImporterCodec::writeDigest);
  }

  private static ToImporter readScan(MessageReader in) throws ProtocolException {
    String importer = in.readText(MAX_IMPORTER);
    String path = in.readText(MAX_PATH);
    ImportContext context =
        new ImportContext(
            in.readList(MAX_PERSONAL_NAMES, LEAST_TEXT_BYTES, ToImporterCodec::readPersonalName),
            in.readList(MAX_PERSONAL_NAMES, LEAST_TEXT_BYTES, ToImporterCodec::readPersonalName),
            readZone(in));
    byte[] salt = in.readBytes(ItemDigest.Maker.SALT_BYTES);
    int known = in.readInt();
    if (known < 0 || known > MAX_KNOWN) {
      throw in.malformed("it says that " + known + " items are known");
    }
    return new ToImporter.Scan(
        importer,
        path,
        context,
        salt,
        known,
        in.readList(MAX_SKIPPED, ItemDigest.BYTES, ToImporterCodec::readDigest));
  }

  private static ZoneId readZone(MessageReader in) throws ProtocolException {
    try {
      return ZoneId.of(in.readText(MAX_ZONE));
    } catch (DateTimeException e) {
      throw in.malformed("a zone is none that is known");
    }
  }

  private static void writePersonalName(String name, MessageWriter out) {
    out.writeText(name, MAX_PERSONAL_NAME);
  }

  private static String readPersonalName(MessageReader in) throws ProtocolException {
    return in.readText(MAX_PERSONAL_NAME);
  }

  private static void writeDigest(ItemDigest digest, MessageWriter out) {
    out.writeLong(digest.high()).writeLong(digest.low());
  }

  private static ItemDigest readDigest(MessageReader in) throws ProtocolException {
    return new ItemDigest(in.readLong(), in.readLong());
  }
}
