package dev.sotto.tools.chat.telegram;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.tools.CountedStream;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.TextDecoding;
import dev.sotto.tools.UnreadableFile;
import dev.sotto.tools.chat.ChatEntry;
import dev.sotto.tools.chat.ConversationRecords;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;

/** One scan over the exports of a source. For one thread. */
final class ExportScan {
  private static final int KNOWN_MESSAGES = 5_000;
  private static final int PROGRESS_MESSAGES = 1_024;
  private static final Instant FIRST = Instant.parse("2013-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private final ImportContext context;
  private final ImportSink sink;
  private final long totalBytes;
  private final ItemKeys keys = new ItemKeys();
  private final Set<String> ownNames;
  private long doneBytes;

  ExportScan(ImportContext context, ImportSink sink, long totalBytes) {
    this.context = context;
    this.sink = sink;
    this.totalBytes = totalBytes;
    this.ownNames =
        context.names().stream()
            .map(ExportScan::comparable)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Reads one export. */
  void read(SourceFile file) throws IOException {
    Messages messages;
    String failure = "";
    boolean damaged;
    long cut;
    try (Input input = new Input(file)) {
      messages = new Messages(file, input);
      try (ExportReader reader = ExportReader.ofMessages(input.json, messages)) {
        reader.read();
      } catch (JacksonIOException e) {
        failure = "Reading it failed. Check the disk and sync again.";
      } catch (JacksonException e) {
        failure =
            "The file ends too early or is damaged in the middle. All messages before that are"
                + " kept. Export it again and sync again.";
      }
      damaged = input.json.wasDamaged();
      cut = input.json.cutStrings() + input.json.cutValues();
    } catch (NoSuchFileException e) {
      return;
    } catch (UnreadableFile e) {
      sink.problem(ItemKeys.of(file.relative()), SourceFiles.reason(e.reason()));
      return;
    }
    messages.chatEnd();
    report(file, messages, failure, damaged, cut);
  }

  /**
   * Returns what a file says of its chats before or after their messages, as far as it can be read.
   */
  private static List<ExportReader.Header> headers(SourceFile file) throws IOException {
    try (Input input = new Input(file);
        ExportReader reader = ExportReader.ofHeaders(input.json)) {
      try {
        reader.read();
      } catch (JacksonException e) {
        return reader.headers();
      }
      return reader.headers();
    }
  }

  private void report(SourceFile file, Messages messages, String failure, boolean damaged, long cut)
      throws IOException {
    List<String> notes = new ArrayList<>();
    if (!failure.isEmpty()) {
      notes.add(failure);
    }
    if (cut + messages.cut > 0) {
      notes.add(
          "Some values are longer than "
              + TelegramMessage.MAX_TEXT
              + " characters or nested too deep; their beginning was kept. Open the original to see"
              + " the rest.");
    }
    if (messages.undated > 0) {
      notes.add(
          messages.undated
              + " messages have no date that can be read; they were given that of the message"
              + " before.");
    }
    if (messages.leftOut > 0) {
      notes.add(
          "A chat makes more than "
              + ConversationRecords.MAX_RECORDS
              + " records; "
              + messages.leftOut
              + " messages were left out. Export a shorter period and sync again.");
    }
    if (damaged) {
      notes.add(
          "Some characters in it are damaged and were replaced. If words are missing, export the"
              + " chat again and sync again.");
    }
    if (!notes.isEmpty()) {
      sink.problem(ItemKeys.of(file.relative()), String.join(" ", notes));
    }
  }

  /** Tells that a file is done with. */
  void finished(SourceFile file) throws IOException {
    doneBytes += file.sizeBytes();
    sink.progress(doneBytes, totalBytes);
  }

  private boolean isOwnName(String name) {
    return ownNames.contains(comparable(name));
  }

  private static String comparable(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
  }

  /** The second reading of a file, which makes its records. */
  private final class Messages implements ExportReader.Visitor {
    private final SourceFile file;
    private final Input input;
    private String ownId = "";
    private List<ExportReader.Header> headers = List.of();
    private final Map<String, String> senders =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KNOWN_MESSAGES;
          }
        };
    private @Nullable ConversationRecords records;
    private ExportReader.Header header = new ExportReader.Header("", "", "");
    private Instant previous;
    private long count;
    private long cut;
    private long undated;
    private long leftOut;

    Messages(SourceFile file, Input input) {
      this.file = file;
      this.input = input;
      this.previous = file.modified();
    }

    @Override
    public void chat(int ordinal, ExportReader.Header inline, String account) throws IOException {
      chatEnd();
      if (!inline.isComplete() && headers.isEmpty()) {
        headers = headers(file);
      }
      ExportReader.Header next =
          inline.isComplete() || ordinal >= headers.size() ? inline : headers.get(ordinal);
      header = next;
      ownId = account;
      previous = file.modified();
      senders.clear();
      String id = next.id().isEmpty() ? "chat-" + ordinal : next.id();
      records =
          new ConversationRecords(
              sink,
              keys,
              new ConversationRecords.Conversation(
                  file.relative() + "/" + id,
                  file.relative(),
                  title(next),
                  "telegram 1, " + context.zone()));
      for (String name : context.names()) {
        records.knowSender(name);
      }
    }

    @Override
    public void message(TelegramMessage message) throws IOException {
      if (++count % PROGRESS_MESSAGES == 0) {
        sink.progress(doneBytes + Math.min(input.bytes(), file.sizeBytes()), totalBytes);
      }
      ConversationRecords current = records;
      if (current == null || message.isUnsupported()) {
        return;
      }
      cut += message.wasCut() ? 1 : 0;
      Optional<Instant> date = date(message);
      undated += date.isEmpty() ? 1 : 0;
      Instant time = date.orElse(previous);
      previous = time;
      boolean service = message.isService();
      String sender = service ? "" : message.sender();
      String said =
          service
              ? message.event()
              : message.said(senders.getOrDefault(message.field("reply_to_message_id"), ""));
      if (said.isBlank()) {
        return;
      }
      senders.put(message.field("id"), sender);
      String text = lines(said);
      current.add(
          new ChatEntry(
              time,
              time.atZone(context.zone()).toLocalDate(),
              sender,
              text,
              isOwn(message) ? ChatEntry.Authorship.OWN : ChatEntry.Authorship.OTHERS),
          (message.field("id") + "\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void chatEnd() throws IOException {
      ConversationRecords current = records;
      if (current != null) {
        records = null;
        current.finish();
        leftOut += current.leftOut();
      }
    }

    /**
     * Tells whether the person wrote a message. Anybody may call themselves by any name, so a name
     * alone is no proof; the numbers of accounts are.
     */
    private boolean isOwn(TelegramMessage message) {
      if (message.isService() || message.isPassedOn()) {
        return false;
      }
      String from = message.field("from_id");
      if (!ownId.isEmpty()) {
        return isAccount(from, ownId);
      }
      return switch (header.type()) {
        case "saved_messages" -> true;
        case "personal_chat", "bot_chat" ->
            !from.isEmpty()
                && !header.id().isEmpty()
                && !isAccount(from, header.id())
                && isOwnName(message.field("from"));
        default -> false;
      };
    }

    private Optional<Instant> date(TelegramMessage message) {
      try {
        String seconds = message.field("date_unixtime");
        Instant date =
            seconds.isEmpty()
                ? LocalDateTime.parse(message.field("date")).atZone(context.zone()).toInstant()
                : Instant.ofEpochSecond(Long.parseLong(seconds));
        return date.isBefore(FIRST) || date.isAfter(LAST) ? Optional.empty() : Optional.of(date);
      } catch (DateTimeException | NumberFormatException e) {
        return Optional.empty();
      }
    }

    private static boolean isAccount(String from, String id) {
      return from.equals("user" + id) || from.equals(id);
    }

    private static String title(ExportReader.Header header) {
      if (!header.name().isBlank()) {
        return TelegramMessage.senderName(header.name());
      }
      return switch (header.type()) {
        case "saved_messages" -> "Saved Messages";
        case "replies" -> "Replies";
        default -> "Telegram " + header.id();
      };
    }

    private static String lines(String text) {
      return TextDecoding.normalizeLineEnds(text).replace('\0', '\ufffd');
    }
  }

  /** The bytes of a file as bounded JSON. */
  private static final class Input implements AutoCloseable {
    private final CountedStream stream;
    private final BoundedJson json;

    Input(SourceFile file) throws UnreadableFile, NoSuchFileException {
      try {
        BufferedInputStream in = new BufferedInputStream(file.open());
        in.mark(2);
        byte[] mark = in.readNBytes(2);
        in.reset();
        this.stream = new CountedStream(in);
        Charset charset =
            TextDecoding.hasUtf16Mark(mark) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        this.json = new BoundedJson(new InputStreamReader(stream, charset));
      } catch (NoSuchFileException e) {
        throw e;
      } catch (IOException e) {
        throw new UnreadableFile(e);
      }
    }

    long bytes() {
      return stream.count();
    }

    @Override
    public void close() {
      try {
        stream.close();
      } catch (IOException e) {
        // It was only read from; everything that matters has been.
      }
    }
  }
}
