package dev.sotto.assistant;

import dev.sotto.calendar.CalledOff;
import dev.sotto.computed.Computation;
import dev.sotto.computed.ComputedAnswer;
import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.Prompt;
import dev.sotto.people.Correspondence;
import dev.sotto.people.NamedPersons;
import dev.sotto.record.RecordKind;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.SearchQuery;
import dev.sotto.text.LanguageDetector;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions from a person's records: hybrid search, a prompt of a few short windows,
 * quotations that are verbatim by construction, then sentences of which each is checked against its
 * quotation and passage. What fails is withdrawn and the quotation stands alone; where nothing fits
 * there is no model call. One question at a time.
 *
 * <p>What can be computed is computed by code ({@link Computation}), first and without the model. A
 * question that says who wrote or received what it asks for is searched among their records first
 * ({@link NamedPersons}), and among all where nothing near is found there. Nothing here protects
 * against records that lie: a citation shows where a statement comes from, not that it is true.
 */
public final class Assistant {
  private static final int HITS = 10;
  private static final int HITS_OF_PERSONS = 30;
  private static final int WINDOWS = 3;
  private static final int MAX_ANSWER_TOKENS = 120;
  private static final double NEARBY_WITHIN = 0.2;

  private final SearchIndex index;
  private final Supplier<LanguageModel> model;
  private final RecordPrompt layout;
  private final ZoneId zone;
  private final Computation computation;
  private final NamedPersons persons;
  private final Clock clock;
  private @Nullable TokenTrie trie;

  /** Creates an assistant that computes nothing; index and models stay the caller's. */
  public Assistant(
      SearchIndex index, Supplier<LanguageModel> model, AssistantSettings settings, Clock clock) {
    this(index, model, settings, Computation.NONE, NamedPersons.NONE, clock);
  }

  /**
   * Creates an assistant; index and models stay the caller's.
   *
   * @param index where to search
   * @param model asked for when the first answer needs it
   * @param settings what is known about the person
   * @param computation answers what code can compute, before anything is searched
   * @param persons knows whom a question names
   * @param clock what time it is for the person; also measures
   */
  public Assistant(
      SearchIndex index,
      Supplier<LanguageModel> model,
      AssistantSettings settings,
      Computation computation,
      NamedPersons persons,
      Clock clock) {
    this.index = index;
    this.model = model;
    this.layout = new RecordPrompt(settings);
    this.zone = settings.zone();
    this.computation = computation;
    this.persons = persons;
    this.clock = clock;
  }

  /**
   * Answers one question.
   *
   * @param question what is asked
   * @param listener hears the answer as it comes into being
   * @param cancellation stops the model between tokens; the answer is then made of what was
   *     confirmed
   * @throws IOException if the index can't be read
   */
  public Answer ask(Question question, AnswerListener listener, Cancellation cancellation)
      throws IOException {
    long began = System.nanoTime();
    if (question.filter().equals(SearchFilter.NONE)) {
      Optional<ComputedAnswer> computed =
          computation.answer(question.text(), LocalDateTime.ofInstant(clock.instant(), zone));
      if (computed.isPresent()) {
        return computed(computed.get(), began, listener);
      }
    }
    Found found = find(question);
    WindowSelection.Selection selection = found.selection();
    List<Window> offered = selection.windows();
    Duration search = since(began);
    List<Passage> sources = offered.stream().map(Window::passage).toList();
    boolean near = found.isNear();
    if (!near || !fits(found)) {
      return new Answer(
          Answer.Kind.ABSTENTION,
          "",
          List.of(),
          near ? nearby(selection, List.of()) : List.of(),
          Optional.empty(),
          near ? sources : List.of(),
          0,
          new AnswerTimings(search, Duration.ZERO, since(began), 0, 0));
    }
    listener.sources(sources);
    TextLanguage language = LanguageDetector.detect(question.text());
    if (language == TextLanguage.CHINESE
        || isCalledOff(selection)
        || !model.get().description().writes().contains(language)) {
      return extracted(found, sources, search, began, listener);
    }
    return generated(question, found, sources, search, began, listener, cancellation);
  }

  /**
   * Returns whether the best of what was found is an event that does not take place: the model
   * would tell it as a plan, its words say what became of it.
   */
  private static boolean isCalledOff(WindowSelection.Selection selection) {
    Passage best = selection.windows().getFirst().passage();
    return best.kind() == RecordKind.EVENT
        && (CalledOff.of(best.title()).isPresent()
            || WindowSelection.cancellation(best).isPresent());
  }

  /**
   * What was found for a wording of the question.
   *
   * @param change which windows hold a statement and what overrules it
   * @param lead what the first window is
   */
  private record Found(
      String wording,
      List<Hit> hits,
      WindowSelection.Selection selection,
      Optional<Answer.Change> change,
      Lead lead) {
    static Found of(String wording, List<Hit> hits) {
      return new Found(
          wording,
          hits,
          WindowSelection.select(wording, hits, WINDOWS),
          Optional.empty(),
          Lead.NEAREST);
    }

    boolean isNear() {
      return AnswerConfidence.mayAnswer(selection.windows());
    }

    @Override
    public String toString() {
      return "Found[" + wording.length() + " characters, " + hits.size() + " hits]";
    }
  }

  /** What the first window of what was found is. */
  private enum Lead {
    /** What is nearest to the question, or overrules it. */
    NEAREST,
    /** A line of the card of somebody whom the second window names. */
    CARD
  }

  private boolean fits(Found found) throws IOException {
    return found.lead() == Lead.CARD
        || QuestionFocus.fits(
            found.wording(),
            found.selection().windows().getFirst().passage(),
            found.selection().quotations().getFirst().text(),
            found.hits(),
            new IndexedWords(index));
  }

  private record IndexedWords(SearchIndex index) implements QuestionFocus.Lexicon {
    @Override
    public List<String> otherWords(String word) {
      return index.otherWords(word);
    }

    @Override
    public boolean occurs(String word) throws IOException {
      return index.occurs(word);
    }
  }

  private Found find(Question question) throws IOException {
    SearchFilter filter = question.filter();
    Optional<Correspondence> asked =
        filter.persons().isEmpty() && filter.authors().isEmpty()
            ? persons.correspondence(question.text())
            : Optional.empty();
    if (asked.isPresent()) {
      Optional<Found> found = find(asked.get(), filter);
      if (found.isPresent()) {
        return found.get();
      }
    }
    List<Hit> hits =
        index.search(
            new SearchQuery(question.text(), HITS, filter, persons.otherNames(question.text())));
    if (asked.isPresent()) {
      Correspondence who = asked.get();
      return Found.of(
          question.text(), hits.stream().filter(hit -> !who.isOfNamesake(hit.passage())).toList());
    }
    Found found = Found.of(question.text(), hits);
    Optional<Found> card = withCard(question, found);
    return card.isPresent() ? card.get() : withRevision(question, found);
  }

  private Optional<Found> withCard(Question question, Found found) throws IOException {
    if (found.selection().sentences().isEmpty()
        || found.selection().windows().getFirst().passage().kind() == RecordKind.CONTACT
        || !NamedCard.isAskedFor(question.text())) {
      return Optional.empty();
    }
    String sentence = found.selection().quotations().getFirst().text();
    List<Hit> cards =
        index.search(
            new SearchQuery(
                sentence, HITS, question.filter().withKinds(Set.of(RecordKind.CONTACT))));
    Optional<Revision.Place> line = NamedCard.of(question.text(), sentence, cards);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    Passage card = line.get().passage();
    List<Hit> hits = new ArrayList<>(found.hits());
    hits.removeIf(hit -> hit.passage().equals(card));
    cards.stream()
        .filter(hit -> hit.passage().equals(card))
        .findFirst()
        .ifPresent(hit -> hits.add(Math.min(1, hits.size()), hit));
    return Optional.of(
        new Found(
            question.text(),
            hits,
            WindowSelection.select(question.text(), hits, WINDOWS, line),
            Optional.empty(),
            Lead.CARD));
  }

  private Found withRevision(Question question, Found found) throws IOException {
    Revision.Rule rule = Revision.Rule.OF_THE_SAME_SUBJECT_TOO;
    for (WindowSelection.Sentence stated : found.selection().sentences()) {
      Optional<Found> revised = withRevision(question, found, stated, rule);
      if (revised.isPresent()) {
        return revised.get();
      }
      rule = Revision.Rule.NAMING_THE_OLD_VALUE;
    }
    return found;
  }

  private Optional<Found> withRevision(
      Question question, Found found, WindowSelection.Sentence stated, Revision.Rule rule)
      throws IOException {
    Set<String> values = Revision.values(stated.text());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    Passage quoted = found.selection().windows().get(stated.window()).passage();
    String withValues = question.text() + " " + String.join(" ", values);
    List<Hit> candidates = new ArrayList<>(found.hits());
    candidates.addAll(index.search(new SearchQuery(withValues, HITS, question.filter())));
    Optional<Revision.Place> revision =
        Revision.of(question.text(), quoted, stated.text(), candidates, rule);
    if (revision.isEmpty()) {
      return Optional.empty();
    }
    Passage later = revision.get().passage();
    List<Hit> hits =
        Stream.concat(
                candidates.stream().filter(hit -> hit.passage().equals(later)).limit(1),
                found.hits().stream().filter(hit -> !hit.passage().equals(later)))
            .toList();
    WindowSelection.Selection selection =
        WindowSelection.select(question.text(), hits, WINDOWS, revision);
    Optional<Integer> earlier =
        selection.quotations().stream()
            .filter(quotation -> isIn(selection, quotation, quoted, stated))
            .map(quotation -> quotation.window() + 1)
            .filter(citation -> citation > 1)
            .findFirst();
    return Optional.of(
        new Found(
            question.text(),
            hits,
            selection,
            earlier.map(citation -> new Answer.Change(citation, 1)),
            Lead.NEAREST));
  }

  private static boolean isIn(
      WindowSelection.Selection selection,
      WindowSelection.Sentence quotation,
      Passage passage,
      WindowSelection.Sentence stated) {
    return selection.windows().get(quotation.window()).passage().equals(passage)
        && quotation.start() <= stated.start()
        && stated.start() < quotation.start() + quotation.text().length();
  }

  private Optional<Found> find(Correspondence asked, SearchFilter filter) throws IOException {
    for (String wording : asked.wordings()) {
      List<Hit> hits =
          index.search(new SearchQuery(wording, HITS_OF_PERSONS, asked.within(filter))).stream()
              .filter(hit -> asked.admits(hit.passage()))
              .limit(HITS)
              .toList();
      Found found = Found.of(wording, hits);
      if (found.isNear() && fits(found)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Answer computed(ComputedAnswer computed, long began, AnswerListener listener) {
    List<Passage> sources =
        computed.sources().stream().map(ComputedAnswer.Source::passage).toList();
    listener.sources(sources);
    List<Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      ComputedAnswer.Source source = computed.sources().get(i);
      if (!source.quotation().isBlank()) {
        evidence.add(new Evidence(i + 1, source.passage(), source.start(), source.quotation()));
      }
    }
    listener.computed(computed.text());
    return new Answer(
        Answer.Kind.COMPUTED,
        computed.text(),
        evidence,
        List.of(),
        Optional.empty(),
        sources,
        0,
        new AnswerTimings(since(began), Duration.ZERO, since(began), 0, 0));
  }

  private Answer extracted(
      Found found, List<Passage> sources, Duration search, long began, AnswerListener listener) {
    WindowSelection.Selection selection = found.selection();
    List<Evidence> evidence = quotations(selection);
    evidence.forEach(listener::evidence);
    return new Answer(
        Answer.Kind.QUOTATION,
        "",
        evidence,
        nearby(selection, evidence),
        found.change(),
        sources,
        0,
        new AnswerTimings(search, Duration.ZERO, since(began), 0, 0));
  }

  private Answer generated(
      Question question,
      Found found,
      List<Passage> sources,
      Duration search,
      long began,
      AnswerListener listener,
      Cancellation cancellation) {
    WindowSelection.Selection selection = found.selection();
    List<Window> offered =
        selection.windows().stream().takeWhile(window -> !window.quotable().isEmpty()).toList();
    LanguageModel writer = model.get();
    TokenTrie tokens = trie(writer);
    List<String> texts = offered.stream().map(layout::recordText).toList();
    Instant now = clock.instant();
    Prompt prompt = layout.of(now, texts, offered, question.text());
    List<CopySource> quotable = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      quotable.add(CopySource.of(texts.get(i), offered.get(i).quotable()));
    }
    if (quotable.stream().noneMatch(CopySource::isQuotable)) {
      quotable.clear();
      texts.forEach(text -> quotable.add(CopySource.of(text)));
    }
    if (quotable.stream().noneMatch(CopySource::isQuotable)) {
      return extracted(found, sources, search, began, listener);
    }
    EvidenceGrammar grammar = new EvidenceGrammar(quotable);
    List<Evidence> quoted = new ArrayList<>(quotations(selection));
    quoted.forEach(listener::evidence);
    AnswerDraft draft =
        new AnswerDraft(
            question.text(),
            offered,
            writer.description().writes(),
            new WithoutQuoted(listener, quoted));
    Generation generation =
        writer.generate(
            prompt,
            GenerationSettings.greedy(MAX_ANSWER_TOKENS),
            vocabulary -> new EvidenceFilter(grammar, vocabulary, tokens),
            draft,
            () -> cancellation.requested() || draft.isComplete());
    draft.finish();
    AnswerTimings timings =
        new AnswerTimings(
            search,
            generation.firstToken(),
            since(began),
            generation.promptTokens(),
            generation.generatedTokens());
    draft.evidence().stream()
        .filter(evidence -> quoted.stream().noneMatch(other -> holds(other, evidence)))
        .forEach(quoted::add);
    Optional<String> text = draft.confirmedText();
    return new Answer(
        text.isPresent() ? Answer.Kind.SENTENCES : Answer.Kind.QUOTATION,
        text.orElse(""),
        quoted,
        nearby(selection, quoted),
        found.change(),
        sources,
        draft.withdrawn(),
        timings);
  }

  /** Passes everything on but quotations that were shown before. */
  private record WithoutQuoted(AnswerListener listener, List<Evidence> quoted)
      implements AnswerListener {
    @Override
    public void evidence(Evidence evidence) {
      if (quoted.stream().noneMatch(other -> holds(other, evidence))) {
        listener.evidence(evidence);
      }
    }

    @Override
    public void draft(String piece) {
      listener.draft(piece);
    }

    @Override
    public void confirmed(String sentence) {
      listener.confirmed(sentence);
    }

    @Override
    public void withdrawn(String sentence) {
      listener.withdrawn(sentence);
    }
  }

  private static List<Evidence> nearby(WindowSelection.Selection selection, List<Evidence> quoted) {
    double best = selection.sentences().getFirst().score();
    return selection.sentences().stream()
        .filter(sentence -> sentence.score() >= best - NEARBY_WITHIN)
        .map(sentence -> evidence(selection, sentence))
        .filter(near -> quoted.stream().noneMatch(other -> overlap(near, other)))
        .toList();
  }

  private static boolean overlap(Evidence one, Evidence other) {
    return one.passage().record().equals(other.passage().record())
        && one.start() < other.start() + other.quotation().length()
        && other.start() < one.start() + one.quotation().length();
  }

  private static boolean holds(Evidence one, Evidence other) {
    return one.passage().equals(other.passage())
        && one.start() <= other.start()
        && other.start() + other.quotation().length() <= one.start() + one.quotation().length();
  }

  private static List<Evidence> quotations(WindowSelection.Selection selection) {
    return selection.quotations().stream().map(sentence -> evidence(selection, sentence)).toList();
  }

  private static Evidence evidence(
      WindowSelection.Selection selection, WindowSelection.Sentence sentence) {
    Passage passage = selection.windows().get(sentence.window()).passage();
    return new Evidence(sentence.window() + 1, passage, sentence.start(), sentence.text());
  }

  private synchronized TokenTrie trie(LanguageModel writer) {
    TokenTrie made = trie;
    if (made == null) {
      made = new TokenTrie(writer.vocabulary());
      trie = made;
    }
    return made;
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
