package dev.sotto.tools.chat;

import dev.sotto.importing.ImportSink;
import dev.sotto.record.ChatDetails;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import dev.sotto.tools.ItemKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes records of the messages of one conversation: one a day, or several of a day with very many.
 * The text has one {@code Name: text} line a message; a line of the system stands without a name.
 * Messages that arrive late may go back by up to two days. A record's fingerprint covers what its
 * messages look like in the source, so of an export that has grown only the last days are new. For
 * one thread; call {@link #finish} at the end.
 */
public final class ConversationRecords {
  /** How many messages a record holds. */
  public static final int MAX_MESSAGES = 500;

  /** How many records are made of one conversation; what comes after them is left out. */
  public static final int MAX_RECORDS = 100_000;

  private static final int MAX_CHARACTERS = 128 << 10;
  private static final int MAX_OPEN_DAYS = 3;
  private static final int MAX_KNOWN_SENDERS = 5_000;
  private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9][0-9 ()./-]{4,30}");

  private final ImportSink sink;
  private final ItemKeys keys;
  private final Conversation conversation;
  private final byte[] fingerprintSeed;
  private final Map<LocalDate, Draft> open = new LinkedHashMap<>();
  private final Set<String> knownSenders = new LinkedHashSet<>();
  private int records;
  private long leftOut;

  /**
   * What is the same for all records of a conversation.
   *
   * @param keyPrefix what the keys start with: a path, or a path and an id
   * @param file where the person finds it, a path relative to the source
   * @param title its name
   * @param settings whatever else the records depend on, such as the time zone: if it changes, all
   *     are made anew
   */
  public record Conversation(String keyPrefix, String file, String title, String settings) {
    @Override
    public String toString() {
      return "Conversation[" + title.length() + " characters of title]";
    }
  }

  /** Creates a maker of records that hands them to a sink under keys from {@code keys}. */
  public ConversationRecords(ImportSink sink, ItemKeys keys, Conversation conversation) {
    this.sink = sink;
    this.keys = keys;
    this.conversation =
        new Conversation(
            conversation.keyPrefix(),
            conversation.file(),
            BoundedText.of(conversation.title(), BoundedText.MAX_TITLE),
            conversation.settings());
    this.fingerprintSeed =
        (this.conversation.title() + "\n" + conversation.settings() + "\n")
            .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Names somebody who writes in the conversation, so that no line within a message of another can
   * pass for theirs.
   */
  public void knowSender(String sender) {
    if (!sender.isEmpty() && knownSenders.size() < MAX_KNOWN_SENDERS) {
      knownSenders.add(sender);
    }
  }

  /**
   * Takes the next message.
   *
   * @param raw what it looks like in the source
   */
  public void add(ChatEntry entry, byte[] raw) throws IOException {
    knowSender(entry.sender());
    Draft draft = open.get(entry.day());
    if (draft != null && draft.isFull(entry)) {
      open.remove(entry.day());
      hand(draft);
      draft = null;
    }
    if (draft == null) {
      if (open.size() == MAX_OPEN_DAYS) {
        Iterator<Draft> drafts = open.values().iterator();
        Draft eldest = drafts.next();
        drafts.remove();
        hand(eldest);
      }
      draft = new Draft(entry.day());
      open.put(entry.day(), draft);
    }
    draft.add(entry, raw);
  }

  /** Hands over what is left. */
  public void finish() throws IOException {
    List<Draft> rest = List.copyOf(open.values());
    open.clear();
    for (Draft draft : rest) {
      hand(draft);
    }
  }

  /** Returns how many messages were left out because there were too many records. */
  public long leftOut() {
    return leftOut;
  }

  private void hand(Draft draft) throws IOException {
    if (records == MAX_RECORDS) {
      leftOut += draft.messages.size();
      return;
    }
    records++;
    ItemKey key = keys.next(conversation.keyPrefix() + "/" + draft.day);
    Fingerprint fingerprint = draft.fingerprint();
    if (sink.wants(key, fingerprint)) {
      sink.accept(key, fingerprint, draft.content());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  private final class Draft {
    private final LocalDate day;
    private final MessageDigest digest = sha256();
    private final StringBuilder text = new StringBuilder();
    private final List<ChatDetails.Message> messages = new ArrayList<>();
    private final Set<String> senders = new LinkedHashSet<>();
    private boolean own;
    private boolean others;

    Draft(LocalDate day) {
      this.day = day;
      digest.update(fingerprintSeed);
    }

    boolean isFull(ChatEntry entry) {
      return messages.size() >= MAX_MESSAGES
          || text.length() + entry.text().length() > MAX_CHARACTERS;
    }

    void add(ChatEntry entry, byte[] raw) {
      digest.update(raw);
      digest.update(
          ("\n" + entry.authorship() + " " + entry.time() + " " + entry.sender() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      if (!text.isEmpty()) {
        text.append('\n');
      }
      messages.add(new ChatDetails.Message(text.length(), entry.time(), entry.sender()));
      if (!entry.sender().isEmpty()) {
        senders.add(entry.sender());
        text.append(entry.sender()).append(": ");
      }
      appendText(entry.text());
      switch (entry.authorship()) {
        case OWN -> own = true;
        case OTHERS -> others = true;
        case PROGRAM -> {}
      }
    }

    private void appendText(String said) {
      int lineEnd = said.indexOf('\n');
      if (lineEnd < 0) {
        text.append(said);
        return;
      }
      text.append(said, 0, lineEnd);
      for (int start = lineEnd; start < said.length(); start = lineEnd) {
        lineEnd = said.indexOf('\n', start + 1);
        if (lineEnd < 0) {
          lineEnd = said.length();
        }
        text.append('\n');
        if (posesAsSender(said, start + 1, lineEnd)) {
          text.append(' ');
        }
        text.append(said, start + 1, lineEnd);
      }
    }

    private boolean posesAsSender(String said, int start, int end) {
      int bound = Math.min(end, start + 200);
      for (int colon = said.indexOf(':', start);
          colon >= 0 && colon < bound;
          colon = said.indexOf(':', colon + 1)) {
        if (knownSenders.contains(said.substring(start, colon).stripTrailing())) {
          return true;
        }
      }
      return false;
    }

    Fingerprint fingerprint() {
      return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    RecordContent content() {
      Instant time = messages.getFirst().time();
      return new RecordContent(
          RecordKind.CHAT,
          conversation.title(),
          time,
          senders.stream().map(Draft::participant).toList(),
          conversation.title(),
          text.toString(),
          own && !others ? Labels.OWN : Labels.UNLABELLED,
          conversation.file() + " " + day,
          List.of(),
          new ChatDetails(messages));
    }

    private static Participant participant(String sender) {
      return TELEPHONE.matcher(sender).matches()
          ? new Participant("", sender, Participant.Role.AUTHOR)
          : new Participant(sender, "", Participant.Role.AUTHOR);
    }
  }
}
