package dev.sotto.tools.mail;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads mail: mbox files of any size, single messages ({@code .eml}, Maildir), or folders of both.
 * One record a message, external whatever its sender claims. A message that is stored already is
 * hashed but not parsed. Attachments are named at the end of the text and not read. For any thread.
 */
public final class MailImporter implements Importer {
  private static final int HEAD_BYTES = 4_096;
  private static final int SAMPLE_ENTRIES = 500;
  private static final int SAMPLE_READS = 64;
  private static final int KNOWN_FIELDS = 2;
  private static final Set<String> NOT_MAIL_FOLDERS =
      Set.of(".git", ".obsidian", ".trash", ".cache");

  private final MailLimits limits;
  private final MessageContent messageContent;

  /** Creates an importer with these limits a message. */
  public MailImporter(MailLimits limits) {
    this.limits = limits;
    this.messageContent = new MessageContent(limits);
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public Match match(Path path) throws IOException {
    List<SourceFile> sample =
        SourceFiles.sample(path, MailImporter::entersFolder, SAMPLE_ENTRIES).stream()
            .filter(file -> file.kind() == SourceFile.Kind.REGULAR && file.sizeBytes() > 0)
            .toList();
    if (!Files.isDirectory(path)) {
      return sample.isEmpty() ? Match.NO : matchOfFile(sample.getFirst());
    }
    int mails = 0;
    int others = 0;
    for (SourceFile file : sample.subList(0, Math.min(sample.size(), SAMPLE_READS))) {
      if (form(file) == Form.OTHER) {
        others++;
      } else {
        mails++;
      }
    }
    if (mails == 0) {
      return Match.NO;
    }
    return mails >= others ? Match.YES : Match.POSSIBLE;
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, MailImporter::entersFolder);
    boolean single = files.size() == 1 && !Files.isDirectory(path);
    Scan scan = new Scan(context, sink, files.stream().mapToLong(SourceFile::sizeBytes).sum());
    sink.progress(0, scan.totalBytes);
    for (SourceFile file : files) {
      scan.file(file, single);
    }
  }

  private Match matchOfFile(SourceFile file) throws IOException {
    return switch (form(file)) {
      case MBOX -> Match.YES;
      case MESSAGE ->
          MessageHeader.startsMessage(file.head(HEAD_BYTES), KNOWN_FIELDS)
              ? Match.YES
              : Match.POSSIBLE;
      case OTHER ->
          MessageHeader.startsMessage(file.head(HEAD_BYTES), KNOWN_FIELDS)
              ? Match.POSSIBLE
              : Match.NO;
    };
  }

  /** What a file holds, by its name and first bytes. */
  private enum Form {
    MBOX,
    MESSAGE,
    OTHER
  }

  private static Form form(SourceFile file) throws IOException {
    byte[] head;
    try {
      head = file.head(HEAD_BYTES);
    } catch (IOException e) {
      if (isNamedAsMail(file)) {
        throw e;
      }
      return Form.OTHER;
    }
    if (MboxReader.startsMbox(head)) {
      return Form.MBOX;
    }
    if (file.extension().equals("eml")) {
      return Form.MESSAGE;
    }
    boolean nameless = file.extension().isEmpty() || isInMaildir(file);
    return nameless && MessageHeader.startsMessage(head, KNOWN_FIELDS) ? Form.MESSAGE : Form.OTHER;
  }

  private static boolean isNamedAsMail(SourceFile file) {
    return file.extension().equals("eml") || file.extension().equals("mbox");
  }

  private static boolean isInMaildir(SourceFile file) {
    String path = "/" + file.relative();
    return path.contains("/cur/") || path.contains("/new/");
  }

  private static boolean entersFolder(String name) {
    return !NOT_MAIL_FOLDERS.contains(name);
  }

  private final class Scan {
    private final ImportContext context;
    private final ImportSink sink;
    private final long totalBytes;
    private final ItemKeys keys = new ItemKeys();
    private long doneBytes;

    Scan(ImportContext context, ImportSink sink, long totalBytes) {
      this.context = context;
      this.sink = sink;
      this.totalBytes = totalBytes;
    }

    void file(SourceFile file, boolean single) throws IOException {
      if (file.kind() != SourceFile.Kind.REGULAR) {
        if (mayHoldMail(file)) {
          sink.problem(ItemKeys.of(file.relative()), file.obstacle());
        }
        return;
      }
      Form form;
      try {
        form = form(file);
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        sink.problem(ItemKeys.of(file.relative()), SourceFiles.reason(e));
        return;
      }
      switch (form) {
        case MBOX -> mbox(file);
        case MESSAGE -> singleMessage(file);
        case OTHER -> {
          if (single || (isNamedAsMail(file) && file.sizeBytes() > 0)) {
            other(file);
          }
        }
      }
      doneBytes += file.sizeBytes();
      sink.progress(doneBytes, totalBytes);
    }

    private void other(SourceFile file) throws IOException {
      if (MessageHeader.startsMessage(readOrEmpty(file), KNOWN_FIELDS)) {
        singleMessage(file);
      } else if (file.sizeBytes() > 0) {
        sink.problem(
            ItemKeys.of(file.relative()),
            "It neither starts as a mailbox (\"From \" line) nor as a message (header fields)."
                + " Export it again as mbox or eml.");
      }
    }

    private byte[] readOrEmpty(SourceFile file) {
      try {
        return file.head(HEAD_BYTES);
      } catch (IOException e) {
        return new byte[0];
      }
    }

    private void singleMessage(SourceFile file) throws IOException {
      ItemKey key = keys.next(file.relative());
      byte[] bytes;
      try {
        bytes = file.head(limits.maxMessageBytes() + 1);
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        sink.problem(key, SourceFiles.reason(e));
        return;
      }
      if (bytes.length > limits.maxMessageBytes()) {
        sink.problem(key, tooLarge());
        return;
      }
      message(file, key, file.relative(), "", bytes, Ending.WHOLE);
    }

    private void mbox(SourceFile file) throws IOException {
      try (MboxReader reader = open(file)) {
        boolean cutOff = false;
        Optional<MboxReader.Message> next = read(reader);
        while (next.isPresent()) {
          MboxReader.Message message = next.get();
          next = read(reader);
          boolean last = next.isEmpty();
          cutOff |=
              mboxMessage(
                  file,
                  message,
                  last && !reader.endsWithEmptyLine() ? Ending.MAYBE_CUT_OFF : Ending.WHOLE);
          sink.progress(doneBytes + reader.consumedBytes(), totalBytes);
        }
        if (cutOff || !reader.endsWithNewline()) {
          sink.problem(
              ItemKeys.of(file.relative()),
              "The mailbox ends in the middle of "
                  + (cutOff ? "a message" : "a line")
                  + ", so it may have been cut off. All whole"
                  + " messages in it are kept, and so are those that were read before. If some are"
                  + " missing, export it again.");
        }
      } catch (NoSuchFileException e) {
        return;
      } catch (UnreadableFile e) {
        sink.problem(ItemKeys.of(file.relative()), SourceFiles.reason(e.reason()));
      }
    }

    private MboxReader open(SourceFile file) throws UnreadableFile, NoSuchFileException {
      try {
        return new MboxReader(file.open(), limits.maxMessageBytes());
      } catch (NoSuchFileException e) {
        throw e;
      } catch (IOException e) {
        throw new UnreadableFile(e);
      }
    }

    private Optional<MboxReader.Message> read(MboxReader reader) throws UnreadableFile {
      try {
        return reader.next();
      } catch (IOException e) {
        throw new UnreadableFile(e);
      }
    }

    private boolean mboxMessage(SourceFile file, MboxReader.Message message, Ending ending)
        throws IOException {
      MessageHeader header = new MessageHeader(message.bytes());
      if (header.isExpunged()) {
        return false;
      }
      Optional<String> id = header.messageId();
      String name =
          id.orElseGet(() -> "sha256:" + Fingerprint.of(message.bytes()).value().substring(0, 32));
      ItemKey key = keys.next(file.relative() + "/" + name);
      if (message.tooLarge()) {
        sink.problem(key, tooLarge());
        return false;
      }
      String location = file.relative() + id.map(known -> " <" + known + ">").orElse("");
      return message(file, key, location, message.separator(), message.bytes(), ending);
    }

    private boolean message(
        SourceFile file,
        ItemKey key,
        String location,
        String separator,
        byte[] bytes,
        Ending ending)
        throws IOException {
      Fingerprint fingerprint = Fingerprint.of(bytes);
      if (!sink.wants(key, fingerprint)) {
        return false;
      }
      switch (messageContent.read(
          bytes, separator, location, file.modified(), context.zone(), ending)) {
        case MessageContent.Read read -> {
          sink.accept(key, fingerprint, read.content().withTags(new MessageHeader(bytes).tags()));
          if (!read.omission().isEmpty()) {
            sink.problem(
                key,
                "The message is kept, but this was left out: "
                    + read.omission()
                    + ". Open the original to see it.");
          }
        }
        case MessageContent.Unreadable unreadable -> sink.problem(key, unreadable.reason());
        case MessageContent.CutOff _ -> {
          return true;
        }
      }
      return false;
    }

    private String tooLarge() {
      return "The message is larger than the "
          + limits.maxMessageBytes()
          + " bytes that are read of one. Remove its attachments in the mail program and sync"
          + " again.";
    }

    private boolean mayHoldMail(SourceFile file) {
      return switch (file.kind()) {
        case REGULAR -> false;
        case LINK, SPECIAL ->
            isNamedAsMail(file) || file.extension().isEmpty() || isInMaildir(file);
        case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
      };
    }
  }

  /** Whether a message is known to be there to its end. */
  enum Ending {
    WHOLE,
    MAYBE_CUT_OFF
  }
}
