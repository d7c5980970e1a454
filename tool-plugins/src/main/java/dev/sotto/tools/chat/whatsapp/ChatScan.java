package dev.sotto.tools.chat.whatsapp;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.UnreadableFile;
import dev.sotto.tools.chat.ChatEntry;
import dev.sotto.tools.chat.ConversationRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One scan over the chats of a source. For one thread. */
final class ChatScan {
  private static final int MAX_MESSAGE_CHARACTERS = 100_000;
  private static final int MAX_MESSAGE_BYTES = 4 * MAX_MESSAGE_CHARACTERS;
  private static final int PROGRESS_LINES = 4_096;

  private final ImportContext context;
  private final ImportSink sink;
  private final String rootName;
  private final long totalBytes;
  private final ItemKeys keys = new ItemKeys();
  private final Set<String> ownNames;
  private long doneBytes;

  ChatScan(ImportContext context, ImportSink sink, String rootName, long totalBytes) {
    this.context = context;
    this.sink = sink;
    this.rootName = rootName;
    this.totalBytes = totalBytes;
    this.ownNames =
        context.names().stream().map(ChatScan::comparable).collect(Collectors.toUnmodifiableSet());
  }

  /** Reads one chat. */
  void read(SourceFile file) throws IOException {
    try {
      ChatSurvey survey = survey(file);
      if (!survey.hasMessages()) {
        return;
      }
      new Messages(file, survey).read();
    } catch (NoSuchFileException e) {
      return;
    } catch (UnreadableFile e) {
      sink.problem(ItemKeys.of(file.relative()), SourceFiles.reason(e.reason()));
    }
  }

  /** Tells that a file is done with. */
  void finished(SourceFile file) throws IOException {
    doneBytes += 2 * file.sizeBytes();
    sink.progress(doneBytes, 2 * totalBytes);
  }

  private ChatSurvey survey(SourceFile file) throws IOException {
    ChatSurvey survey = new ChatSurvey();
    try (ChatLineReader lines = open(file)) {
      for (long count = 1; next(lines); count++) {
        survey.add(lines.text(), lines.followsBareLineFeed());
        if (count % PROGRESS_LINES == 0) {
          progress(file, lines.consumedBytes());
        }
      }
    }
    survey.conclude(context.zone());
    return survey;
  }

  private void progress(SourceFile file, long bytes) throws IOException {
    sink.progress(doneBytes + Math.min(bytes, 2 * file.sizeBytes()), 2 * totalBytes);
  }

  private String title(SourceFile file, ChatSurvey survey) {
    String[] path = file.relative().split("/");
    String folder = path.length > 1 ? path[path.length - 2] : rootName;
    return ChatTitle.inName(file.name())
        .or(() ->
            file.name().equals("_chat.txt") ? ChatTitle.inName(folder) : Optional.<String>empty())
        .or(survey::conversationName)
        .or(() -> soleOther(survey))
        .orElseGet(() ->
            file.name().equals("_chat.txt") && !folder.isEmpty()
                ? folder
                : ChatTitle.stem(file.name()));
  }

  private Optional<String> soleOther(ChatSurvey survey) {
    List<String> others =
        survey.writtenNames().stream()
            .map(ProgramWords::name)
            .filter(name -> !name.isEmpty() && !isOwn(name))
            .distinct()
            .toList();
    return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
  }

  private boolean isOwn(String name) {
    return ownNames.contains(comparable(name));
  }

  private static String comparable(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
  }

  private static ChatLineReader open(SourceFile file) throws UnreadableFile, NoSuchFileException {
    try {
      return new ChatLineReader(file.open());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableFile(e);
    }
  }

  private static boolean next(ChatLineReader lines) throws UnreadableFile {
    try {
      return lines.next();
    } catch (IOException e) {
      throw new UnreadableFile(e);
    }
  }

  /** The second reading of a file, which makes its records. */
  private final class Messages {
    private final SourceFile file;
    private final ChatSurvey survey;
    private final ConversationRecords records;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private Optional<ChatSurvey.Start> start = Optional.empty();
    private Instant previous = Instant.MIN;
    private boolean othersHaveWritten;
    private boolean cut;
    private long cutMessages;

    Messages(SourceFile file, ChatSurvey survey) {
      this.file = file;
      this.survey = survey;
      this.records =
          new ConversationRecords(
              sink,
              keys,
              new ConversationRecords.Conversation(
                  file.relative(),
                  file.relative(),
                  title(file, survey),
                  "whatsapp 1, " + context.zone()));
      survey.writtenNames().forEach(name -> records.knowSender(ProgramWords.name(name)));
      context.names().forEach(records::knowSender);
    }

    void read() throws IOException {
      boolean damaged;
      try (ChatLineReader lines = open(file)) {
        for (long count = 1; next(lines); count++) {
          line(lines);
          if (count % PROGRESS_LINES == 0) {
            progress(file, file.sizeBytes() + lines.consumedBytes());
          }
        }
        damaged = lines.wasDamaged();
      }
      close();
      records.finish();
      report(damaged);
    }

    private void line(ChatLineReader lines) throws IOException {
      String line = lines.text();
      Optional<ChatSurvey.Start> begun = survey.start(line, lines.followsBareLineFeed());
      if (begun.isPresent()) {
        if (start.isPresent()) {
          close();
        } else if (!text.isEmpty()) {
          preface(begun.get());
        }
        start = begun;
        line = line.substring(begun.get().stamp().end());
      } else if (start.isEmpty() && text.isEmpty() && line.isBlank()) {
        return;
      } else {
        text.append('\n');
      }
      int room = MAX_MESSAGE_CHARACTERS - text.length();
      cut |= line.length() > room || lines.isTooLong();
      text.append(line, 0, Math.clamp(room, 0, line.length()));
      byte[] bytes = lines.bytes();
      raw.write(bytes, 0, Math.clamp(MAX_MESSAGE_BYTES - raw.size(), 0, bytes.length));
      raw.write('\n');
    }

    private void preface(ChatSurvey.Start first) throws IOException {
      add(first, "", text.toString().strip(), ChatEntry.Authorship.OTHERS);
    }

    private void close() throws IOException {
      if (start.isEmpty()) {
        return;
      }
      String rest = text.toString().stripTrailing();
      int nameEnd = survey.nameEnd(rest);
      boolean bracketed = start.get().stamp().style().frame() == StampStyle.Frame.BRACKETS;
      String name = nameEnd < 0 ? "" : ProgramWords.name(rest.substring(0, nameEnd));
      String said = nameEnd < 0 ? rest : withoutSpace(rest.substring(nameEnd + 1));
      if (name.isEmpty() || (bracketed && ProgramWords.isStatement(said))) {
        boolean fixed =
            previous.equals(Instant.MIN)
                && ProgramWords.saysEncrypted(said)
                && said.indexOf('\n') < 0;
        othersHaveWritten |= !fixed;
        add(
            start.get(),
            "",
            said,
            fixed ? ChatEntry.Authorship.PROGRAM : ChatEntry.Authorship.OTHERS);
      } else {
        othersHaveWritten = othersHaveWritten || !isOwn(name);
        add(
            start.get(),
            name,
            said,
            othersHaveWritten ? ChatEntry.Authorship.OTHERS : ChatEntry.Authorship.OWN);
      }
    }

    private static String withoutSpace(String said) {
      boolean space = !said.isEmpty() && Character.isSpaceChar(said.charAt(0));
      return space ? said.substring(1) : said;
    }

    private void add(ChatSurvey.Start at, String name, String said, ChatEntry.Authorship authorship)
        throws IOException {
      cutMessages += cut ? 1 : 0;
      Instant time = instant(at.day().atTime(at.stamp().time()));
      String plain = ProgramWords.withoutAddedMarks(said);
      records.add(new ChatEntry(time, at.day(), name, plain, authorship), raw.toByteArray());
      previous = time;
      text.setLength(0);
      raw.reset();
      cut = false;
    }

    /**
     * Returns the instant of a local time; of the two in the hour that a change of clocks repeats,
     * the first that does not lie before the message before.
     */
    private Instant instant(LocalDateTime local) {
      ZoneId zone = context.zone();
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
      if (offsets.size() == 2) {
        Instant early = local.toInstant(offsets.getFirst());
        Instant late = local.toInstant(offsets.getLast());
        boolean follows = previous.isAfter(early) && !previous.isAfter(late);
        return follows && Duration.between(early, previous).toMinutes() < 120 ? late : early;
      }
      return local.atZone(zone).toInstant();
    }

    private void report(boolean damaged) throws IOException {
      List<String> notes = new ArrayList<>();
      if (!survey.isSure()) {
        notes.add(
            "Its dates can be read with the day or the month first, and nothing in it decides; they"
                + " were read with the "
                + (survey.readsMonthFirst() ? "month" : "day")
                + " first. Export the chat again once it has a message after the 12th of a month"
                + " and sync again.");
      }
      if (cutMessages > 0) {
        notes.add(
            cutMessages
                + " messages are longer than "
                + MAX_MESSAGE_CHARACTERS
                + " characters; their beginning was kept. Open the original to see the rest.");
      }
      if (records.leftOut() > 0) {
        notes.add(
            "It makes more than "
                + ConversationRecords.MAX_RECORDS
                + " records; "
                + records.leftOut()
                + " messages at the end were left out. Split the file and sync again.");
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
  }
}
