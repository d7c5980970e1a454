package dev.sotto.application.evaluation;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Profile;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Evidence;
import dev.sotto.assistant.Question;
import dev.sotto.importing.Ingestion;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.Cancellation;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.NewStore;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.tools.mail.MailImporter;
import dev.sotto.tools.mail.MailLimits;
import dev.sotto.tools.markdown.MarkdownImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks questions with known answers of a person's notes and mails, through the whole line, and
 * counts. Only questions whose evidence lies in notes and mails are asked, and those that nothing
 * answers. Run {@link #main} with a folder such as the sample life to see every question.
 */
final class SampleLifeEvaluation {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern CITATION = Pattern.compile("\\[(\\d+)]");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
  private static final Pattern NAME = Pattern.compile("(?<=\\S )\\p{Lu}\\p{L}+");

  /** Whether answers are written or only searched for. */
  enum Depth {
    SEARCH,
    ANSWERS
  }

  /** What is counted of one kind of question. */
  static final class Counts {
    int asked;
    int found1;
    int found5;
    int answered;
    int right;
    int shown;
    int abstained;
    int inWords;
    int unsupported;
    double reciprocalRanks;

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "n=%d recall@1=%d recall@5=%d mrr=%.3f | right=%d shown=%d sentences=%d"
              + " unsupported=%d abstained=%d",
          asked,
          found1,
          found5,
          reciprocalRanks / Math.max(asked, 1),
          right,
          shown,
          inWords,
          unsupported,
          abstained);
    }
  }

  private final Map<String, Counts> counts = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();

  private SampleLifeEvaluation() {}

  /** Evaluates a folder with {@code notes}, {@code mail/inbox.mbox} and questions. */
  static SampleLifeEvaluation of(Path life, List<String> questions, Path modelCache, Depth depth)
      throws IOException {
    SampleLifeEvaluation evaluation = new SampleLifeEvaluation();
    Path folder = Files.createTempDirectory("sotto-evaluation-");
    try (Models models = new Models(modelCache, Runnable::run, PreparationListener.SILENT);
        Passphrase passphrase = new Passphrase("evaluation".toCharArray())) {
      NewStore made =
          PersonalStore.create(
              folder.resolve("store"),
              passphrase,
              KeyDerivationPreset.INTERACTIVE,
              new SecureRandom());
      made.recoveryCode().close();
      new Profile(SampleLife.ME, List.of(), SampleLife.ZONE).write(made.store().documents());
      try (Vault vault = Vault.open(made.store(), Access.WRITE, models, SampleLife.clock())) {
        Ingestion ingestion =
            vault.ingestion(List.of(new MarkdownImporter(), new MailImporter(MailLimits.DEFAULT)));
        for (Path path : List.of(life.resolve("notes"), life.resolve("mail/inbox.mbox"))) {
          ingestion.sync(
              ingestion.add(path, Optional.empty()).id(), progress -> {}, Cancellation.NEVER);
        }
        for (String line : questions) {
          evaluation.ask(vault, JSON.readTree(line), depth);
        }
      }
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return evaluation;
  }

  Counts of(String kind) {
    return counts.getOrDefault(kind, new Counts());
  }

  private void ask(Vault vault, JsonNode question, Depth depth) throws IOException {
    List<String> quotes = new ArrayList<>();
    for (JsonNode evidence : question.path("evidence")) {
      String file = evidence.path("file").asString();
      if (!file.startsWith("notes/") && !file.startsWith("mail/")) {
        return;
      }
      quotes.add(evidence.path("quote").asString());
    }
    String kind = question.path("kind").asString();
    Counts count = counts.computeIfAbsent(kind, unused -> new Counts());
    count.asked++;
    String text = question.path("q").asString();
    List<Hit> hits = vault.search(new SearchQuery(text, 20, SearchFilter.NONE));
    int rank = worstRank(quotes, hits);
    if (rank > 0) {
      count.found1 += rank == 1 ? 1 : 0;
      count.found5 += rank <= 5 ? 1 : 0;
      count.reciprocalRanks += 1.0 / rank;
    }
    StringBuilder line = new StringBuilder();
    line.append(kind).append(" rank=").append(quotes.isEmpty() ? "-" : rank == 0 ? "MISS" : rank);
    line.append(" | ").append(text).append(" → ").append(question.path("answer").asString());
    if (depth == Depth.ANSWERS) {
      Answer answer = vault.ask(Question.of(text), AnswerListener.SILENT, Cancellation.NEVER);
      boolean right = isRight(question, answer, answer.evidence());
      List<Evidence> everything = new ArrayList<>(answer.evidence());
      everything.addAll(answer.nearby());
      boolean shown = isRight(question, answer, everything);
      count.right += right ? 1 : 0;
      count.shown += shown ? 1 : 0;
      count.abstained += answer.kind() == Answer.Kind.ABSTENTION ? 1 : 0;
      count.inWords += answer.kind() == Answer.Kind.SENTENCES ? 1 : 0;
      count.unsupported += unsupportedSentences(text, answer);
      line.append("\n    ")
          .append(right ? "RIGHT " : shown ? "SHOWN " : "WRONG ")
          .append(answer.kind());
      line.append(" w=").append(answer.withdrawn()).append(' ').append(answer.text());
      for (Evidence evidence : answer.evidence()) {
        line.append("\n      [")
            .append(evidence.citation())
            .append("] ")
            .append(evidence.quotation().replace('\n', ' '));
      }
      for (Passage source : answer.sources()) {
        line.append("\n        · ")
            .append(source.title())
            .append(": ")
            .append(holdsAny(quotes, source) ? "(EVIDENCE) " : "")
            .append(source.text().replace('\n', ' '), 0, Math.min(90, source.text().length()));
      }
    }
    lines.add(line.toString());
  }

  /** Counts sentences whose numbers or names do not stand in the passages that they cite. */
  private static int unsupportedSentences(String question, Answer answer) {
    int unsupported = 0;
    for (String sentence : answer.text().split("(?<=\\])\\s+(?=[^\\[])")) {
      StringBuilder cited = new StringBuilder();
      Matcher citation = CITATION.matcher(sentence);
      while (citation.find()) {
        Passage passage = answer.sources().get(Integer.parseInt(citation.group(1)) - 1);
        cited.append(passage.text()).append(' ').append(passage.title()).append(' ');
        passage.participants().forEach(p -> cited.append(p.name()).append(' ').append(p.address()));
      }
      String proof = cited.toString().toLowerCase(Locale.ROOT);
      String claim = CITATION.matcher(sentence).replaceAll("");
      boolean numbers =
          NUMBER.matcher(claim).results().allMatch(number -> proof.contains(number.group()));
      boolean names =
          NAME.matcher(claim)
              .results()
              .map(name -> name.group().toLowerCase(Locale.ROOT))
              .allMatch(
                  name -> proof.contains(name) || question.toLowerCase(Locale.ROOT).contains(name));
      unsupported += numbers && names ? 0 : 1;
    }
    return unsupported;
  }

  private static int worstRank(List<String> quotes, List<Hit> hits) {
    int worst = 0;
    for (String quote : quotes) {
      int rank = 0;
      for (int i = 0; i < hits.size() && rank == 0; i++) {
        if (flat(hits.get(i).passage().text()).contains(flat(quote))) {
          rank = i + 1;
        }
      }
      if (rank == 0) {
        return 0;
      }
      worst = Math.max(worst, rank);
    }
    return worst;
  }

  private static boolean holdsAny(List<String> quotes, Passage passage) {
    return quotes.stream().anyMatch(quote -> flat(passage.text()).contains(flat(quote)));
  }

  private static boolean isRight(JsonNode question, Answer answer, List<Evidence> quotations) {
    if (question.path("evidence").isEmpty()) {
      return answer.kind() == Answer.Kind.ABSTENTION;
    }
    StringBuilder said = new StringBuilder(answer.text());
    quotations.forEach(evidence -> said.append(' ').append(evidence.quotation()));
    String all = flat(said.toString()).toLowerCase(Locale.ROOT);
    List<String> accepted = new ArrayList<>();
    accepted.add(question.path("answer").asString());
    question.path("alts").forEach(alternative -> accepted.add(alternative.asString()));
    return accepted.stream().anyMatch(a -> all.contains(flat(a).toLowerCase(Locale.ROOT)));
  }

  private static String flat(String text) {
    return text.replaceAll("(?m)^\\s*>\\s?", "").replaceAll("\\s+", " ").strip();
  }

  @Override
  public String toString() {
    StringBuilder report = new StringBuilder(String.join("\n", lines));
    counts.forEach((kind, count) -> report.append('\n').append(kind).append(": ").append(count));
    return report.toString();
  }

  /** Prints every question and the counts: folder, model cache, SEARCH or ANSWERS. */
  public static void main(String[] arguments) throws IOException {
    Path life = Path.of(arguments[0]);
    System.out.println(
        of(
            life,
            Files.readAllLines(life.resolve("questions.jsonl")),
            Path.of(arguments[1]),
            Depth.valueOf(arguments[2])));
  }
}
