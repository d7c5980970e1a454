package dev.sotto.application.vault;

import static java.util.stream.Collectors.joining;

import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Assistant;
import dev.sotto.assistant.Evidence;
import dev.sotto.assistant.Question;
import dev.sotto.computed.ComputedAnswers;
import dev.sotto.computed.ContactAnswers;
import dev.sotto.conversation.FollowUp;
import dev.sotto.conversation.Turn;
import dev.sotto.importing.ImportCancelledException;
import dev.sotto.importing.ImportListener;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.labels.LabelRules;
import dev.sotto.ledger.ConsentLedger;
import dev.sotto.model.Cancellation;
import dev.sotto.people.People;
import dev.sotto.people.PersonDecisions;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchQuery;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.time.TimeReader;
import dev.sotto.tool.Place;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tools.calendar.PeriodwiseRecurrenceExpander;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unlocked store with its index and models: everything that can be asked and changed. The index
 * is opened when it is first needed, so that originals can be read beside a damaged one. Assembled
 * with plain constructors; {@code dev.sotto.application.cdi} shows the same with a container. For
 * one thread. Owns the store and the index, not the models.
 */
public final class Vault implements AutoCloseable {
  private static final Duration LEANS_WITHIN = Duration.ofHours(1);

  private final PersonalStore store;
  private final Access access;
  private @Nullable LuceneSearchIndex index;
  private final Models models;
  private Profile profile;
  private final Optional<TamperedFileException> profileDamage;
  private final Clock clock;
  private @Nullable Assistant assistant;
  private @Nullable People people;
  private @Nullable Turn lastTurn;
  private long generationSeen;
  private LabelRules labelRules;

  private Vault(
      PersonalStore store,
      Access access,
      Models models,
      Profile profile,
      Optional<TamperedFileException> profileDamage,
      LabelRules labelRules,
      Clock clock) {
    this.store = store;
    this.access = access;
    this.models = models;
    this.profile = profile;
    this.profileDamage = profileDamage;
    this.labelRules = labelRules;
    this.clock = clock;
  }

  /** Opens the store; the vault owns it then. */
  @FunctionalInterface
  public interface Unlocking {
    /** Unlocks the store for an access. */
    PersonalStore unlock(Access access) throws IOException;
  }

  /**
   * Opens a vault for changes, as the only process.
   *
   * @throws StoreException if another process uses the store
   */
  public static Vault openForChanges(Unlocking unlocking, Models models, Clock clock)
      throws IOException {
    return open(unlocking.unlock(Access.WRITE), Access.WRITE, models, clock);
  }

  /**
   * Opens a vault for questions: for changes if no other process uses the store, so that what was
   * shown can be remembered; else beside others that read.
   *
   * @param zone the zone in which questions are meant, instead of the person's own
   */
  public static Vault openForQuestions(
      Unlocking unlocking, Models models, Clock clock, Optional<ZoneId> zone) throws IOException {
    PersonalStore store;
    Access access = Access.WRITE;
    try {
      store = unlocking.unlock(Access.WRITE);
    } catch (StoreException inUse) {
      access = Access.READ;
      store = unlocking.unlock(Access.READ);
    }
    return open(store, access, models, clock, zone);
  }

  /** Opens a vault over a store, which it owns from now on. */
  public static Vault open(PersonalStore store, Access access, Models models, Clock clock)
      throws IOException {
    return open(store, access, models, clock, Optional.empty());
  }

  private static Vault open(
      PersonalStore store, Access access, Models models, Clock clock, Optional<ZoneId> zone)
      throws IOException {
    boolean opened = false;
    try {
      Profile unknown = new Profile(List.of(), List.of(), ZoneId.systemDefault(), Optional.empty());
      LabelRules rules = LabelRuleBook.read(store.documents());
      Vault vault;
      try {
        Profile known = Profile.read(store.documents()).orElse(unknown);
        Profile profile = known.withZone(zone.orElse(known.zone()));
        vault = new Vault(store, access, models, profile, Optional.empty(), rules, clock);
      } catch (TamperedFileException e) {
        vault = new Vault(store, access, models, unknown, Optional.of(e), rules, clock);
      }
      opened = true;
      return vault;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  /**
   * Returns what is wrong with the file that says who the person is, if something is. Everything
   * else can be used then: names and addresses are unknown, the time zone is the computer's.
   */
  public Optional<TamperedFileException> profileDamage() {
    return profileDamage;
  }

  /** Returns the rules by which records are labelled. */
  public LabelRules labelRules() {
    return labelRules;
  }

  /** Returns the labels that a record has under the person's rules. */
  public Labels labelsOf(PersonalRecord record) {
    return labelRules.labelsOf(record);
  }

  /**
   * Labels all records by other rules and keeps these. When it is stopped in between, the old rules
   * stay and the records have their labels again.
   *
   * @return how many records have other labels now
   * @throws ImportCancelledException if it was stopped
   */
  public long relabel(LabelRules rules, ImportListener listener, Cancellation cancellation)
      throws IOException {
    LabelRules before = labelRules;
    labelRules = rules;
    boolean done = false;
    try {
      long changed = ingestion(List.of()).relabel(before, listener, cancellation);
      LabelRuleBook.write(rules, store.documents());
      done = true;
      return changed;
    } finally {
      if (!done) {
        labelRules = before;
        ingestion(List.of()).relabel(rules, ImportListener.SILENT, Cancellation.NEVER);
      }
    }
  }

  /**
   * Returns who is who in the records.
   *
   * @throws IOException if the index or the decisions can't be read
   */
  public People people() throws IOException {
    dropWhatIsOutdated();
    People known = people;
    if (known == null) {
      known = new People(store.records(), index(), profile.self(), personDecisions());
      people = known;
    }
    return known;
  }

  /** Lets go of what was concluded from records that have changed since. */
  private void dropWhatIsOutdated() {
    long generation = store.records().generation();
    if (generation != generationSeen) {
      generationSeen = generation;
      people = null;
      assistant = null;
    }
  }

  /** Returns what the person decided about who is who. */
  public PersonDecisions personDecisions() throws IOException {
    return PersonDecisionBook.read(store.documents());
  }

  /** Keeps decisions about who is who in place of those before. */
  public void decide(PersonDecisions decisions) throws IOException {
    PersonDecisionBook.write(decisions, store.documents());
    people = null;
    assistant = null;
  }

  /** Returns who the person is. */
  public Profile profile() {
    return profile;
  }

  /** Keeps where the person lives, or that nobody is to know. */
  public void setHome(Optional<Place> home) throws IOException {
    profile = profile.withHome(home);
    profile.write(store.documents());
  }

  /** Returns the original records. */
  public RecordStore records() {
    return store.records();
  }

  /**
   * Returns the ledger of what left and of consents.
   *
   * @throws TamperedFileException if it is damaged
   */
  public ConsentLedger ledger() throws IOException {
    return store.ledger(clock);
  }

  /** Returns the store itself. */
  public PersonalStore store() {
    return store;
  }

  private LuceneSearchIndex index() throws IOException {
    LuceneSearchIndex open = index;
    if (open == null) {
      open = LuceneSearchIndex.open(store.indexFolder(), store.indexFiles(), models.embeddings());
      index = open;
    }
    return open;
  }

  /** Returns how many passages can be found. */
  public long passages() throws IOException {
    return index().passages();
  }

  /** Returns how many passages can be found by their words only so far. */
  public long passagesWithoutMeaning() throws IOException {
    return index().passagesWithoutMeaning();
  }

  /**
   * Reads the whole index.
   *
   * @throws dev.sotto.storage.TamperedFileException if a file of it is damaged
   */
  public void verifyIndex() throws IOException {
    index().verify();
  }

  /** Returns whether the index lacks what the last import stored. */
  public boolean indexLagsBehind() throws IOException {
    return index().generation() != store.records().generation();
  }

  /**
   * Throws the index away, with its key, and builds it anew from the records.
   *
   * @return how many records were indexed
   */
  public long rebuildIndex() throws IOException {
    LuceneSearchIndex open = index;
    index = null;
    people = null;
    assistant = null;
    if (open != null) {
      open.close();
    }
    store.newIndexEpoch();
    return ingestion(List.of()).catchUp();
  }

  /** Returns whether this vault may be changed. */
  public boolean isWritable() {
    return access == Access.WRITE;
  }

  /** Returns an ingestion over this vault. */
  public Ingestion ingestion(List<Importer> importers) throws IOException {
    return new Ingestion(
        store.records(),
        index(),
        importers,
        profile.importContext(),
        clock,
        labelRules,
        store.deletions());
  }

  /** Answers a question and remembers its sources for {@link #shown}. */
  public Answer ask(Question question, AnswerListener listener, Cancellation cancellation)
      throws IOException {
    dropWhatIsOutdated();
    if (assistant == null) {
      assistant =
          new Assistant(
              index(),
              models::writer,
              profile.assistantSettings(),
              new ComputedAnswers(
                      store.records(), index(), new PeriodwiseRecurrenceExpander(), profile.zone())
                  .orElse(new ContactAnswers(people())),
              people(),
              clock);
    }
    Answer answer = assistant.ask(question, listener, cancellation);
    remember(answer.sources());
    return answer;
  }

  /**
   * Returns the whole question that a person means whose words lean on their last question: the
   * last one asked of this vault, or the last one kept, if it is not long ago.
   */
  public String understood(String text) throws IOException {
    Instant now = clock.instant();
    return lastTurn()
        .flatMap(last ->
            new FollowUp(new TimeReader())
                .resolve(text, last, LocalDateTime.ofInstant(now, profile.zone())))
        .orElse(text);
  }

  /** Returns the last question asked of this vault, or kept, if it is not long ago. */
  public Optional<Turn> lastTurn() throws IOException {
    Turn last = lastTurn;
    if (last == null) {
      List<Turn> kept = history().turns();
      last = kept.isEmpty() ? null : kept.getLast();
    }
    return Optional.ofNullable(last)
        .filter(turn -> !turn.time().isBefore(clock.instant().minus(LEANS_WITHIN)));
  }

  /** Returns where the event takes place that the last answer quoted first; empty if none is. */
  public Optional<EventPlace> lastPlace() throws IOException {
    Optional<Turn> last = lastTurn();
    if (last.isEmpty() || last.get().sources().isEmpty()) {
      return Optional.empty();
    }
    return store
        .records()
        .find(last.get().sources().getFirst())
        .map(labelRules::applyTo)
        .flatMap(EventPlace::of);
  }

  /**
   * Answers a question of a conversation and keeps it in the history, unless that is switched off
   * or another process has the store.
   *
   * @param typed the person's words
   * @param question what {@link #understood} made of them
   */
  public Answer converse(
      String typed, Question question, AnswerListener listener, Cancellation cancellation)
      throws IOException {
    Answer answer = ask(question, listener, cancellation);
    String said =
        answer.text().isEmpty()
            ? answer.evidence().stream().map(Evidence::quotation).collect(joining(" … "))
            : answer.text();
    Turn turn =
        new Turn(
            clock.instant(),
            typed,
            question.text(),
            said,
            answer.evidence().stream()
                .map(quoted -> quoted.passage().record())
                .distinct()
                .toList());
    remember(turn);
    return answer;
  }

  /**
   * Keeps what a tool found in the history, like an answer.
   *
   * @param typed the person's words
   * @param found what it found
   */
  public void rememberFindings(String typed, ToolFindings found) throws IOException {
    String said =
        found.findings().stream()
            .map(finding -> finding.title() + ": " + finding.text())
            .collect(joining(" … "));
    remember(new Turn(clock.instant(), typed, typed, said, List.of()));
  }

  private void remember(Turn turn) throws IOException {
    lastTurn = turn;
    History history = history();
    if (isWritable() && history.keeping() == History.Keeping.ON) {
      keep(history.with(turn));
    }
  }

  /** Returns what was asked before. */
  public History history() throws IOException {
    return History.read(store.documents());
  }

  /** Keeps a history in place of the one before. */
  public void keep(History history) throws IOException {
    history.write(store.documents());
    lastTurn = history.turns().isEmpty() ? null : lastTurn;
  }

  /** Returns what forgets records of this vault. */
  public Forgetting forgetting() throws IOException {
    return new Forgetting(this, store, index(), ingestion(List.of()), System::nanoTime);
  }

  /**
   * Writes some segments of the index anew that lie under an older key.
   *
   * @return false if there are none
   */
  public boolean rewriteIndex() throws IOException {
    return index().rewriteSome();
  }

  /** Returns how many bytes of the index lie under an older key. */
  public long indexBytesToRewrite() throws IOException {
    return index().bytesToRewrite();
  }

  /** Drops from the history, and from what was shown, what quotes these records. */
  void forgetMemoryOf(Set<RecordId> records) throws IOException {
    History history = history();
    History rest = history.withoutThose(records);
    if (rest.turns().size() < history.turns().size()) {
      keep(rest);
    }
    ShownPassages shown = shown();
    ShownPassages left = shown.without(records);
    if (!left.equals(shown)) {
      left.write(store.documents());
    }
    lastTurn = null;
  }

  /** Drops from the history what quotes records that are no longer there. */
  public void forgetTurnsOfLostRecords() throws IOException {
    History history = history();
    if (history.turns().isEmpty()) {
      return;
    }
    Set<RecordId> present = new HashSet<>();
    store.records().sources().forEach(s -> present.addAll(store.records().recordIds(s.id())));
    History rest = history.onlyOf(present);
    if (rest.turns().size() < history.turns().size()) {
      keep(rest);
    }
  }

  /** Searches without a model's words, and remembers what was found for {@link #shown}. */
  public List<Hit> search(SearchQuery query) throws IOException {
    List<Hit> hits = index().search(query);
    remember(hits.stream().map(Hit::passage).toList());
    return hits;
  }

  private void remember(List<Passage> passages) throws IOException {
    if (!isWritable()) {
      return;
    }
    List<ShownPassages.Place> places = new ArrayList<>();
    for (Passage passage : passages) {
      places.add(new ShownPassages.Place(passage.record(), passage.start(), passage.end()));
    }
    new ShownPassages(places).write(store.documents());
  }

  /** Returns what the last answer or search showed. */
  public ShownPassages shown() throws IOException {
    return ShownPassages.read(store.documents());
  }

  /** Returns an original record, under its labels. */
  public Optional<PersonalRecord> record(ShownPassages.Place place) throws IOException {
    return store.records().find(place.record()).map(labelRules::applyTo);
  }

  @Override
  public void close() throws IOException {
    try {
      if (index != null) {
        index.close();
      }
    } finally {
      store.close();
    }
  }

  @Override
  public String toString() {
    return "Vault[" + access + "]";
  }
}
