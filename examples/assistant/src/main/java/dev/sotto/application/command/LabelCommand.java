package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.terminal.WorkProgressDisplay;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.ImportListener;
import dev.sotto.importing.ImportProgress;
import dev.sotto.labels.LabelRule;
import dev.sotto.labels.LabelRule.Criterion;
import dev.sotto.labels.LabelRules;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows, makes and takes back the rules by which records are labelled. */
@Command(name = "label")
final class LabelCommand implements Callable<Integer> {
  private static final String SETTING = "label rules";
  private static final int MOST_CHARACTERS = 500;

  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|add|remove",
      descriptionKey = "label.action")
  private String action = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "LABEL|N", descriptionKey = "label.label")
  private @Nullable String value;

  @ArgGroup private Where where = new Where();

  /** Which records a rule is for. */
  static final class Where {
    @Option(names = "--source", paramLabel = "SOURCE")
    private @Nullable String source;

    @Option(names = "--folder", paramLabel = "PATH")
    private @Nullable String folder;

    @Option(names = "--tag", paramLabel = "TAG")
    private @Nullable String tag;

    @Option(names = "--sender", paramLabel = "NAME|ADDRESS|@DOMAIN")
    private @Nullable String sender;

    @Option(names = "--kind", paramLabel = "KIND")
    private @Nullable String kind;
  }

  LabelCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> sotto.withVaultForReading(this::list);
      case "add" ->
          sotto.withVaultForChanges(vault -> change(vault, vault.labelRules().with(rule())));
      case "remove" -> sotto.withVaultForChanges(this::remove);
      default -> throw new UsageException(sotto.messages().of("label.unknown", action));
    };
  }

  private int list(Vault vault) {
    var json = ResultJson.object();
    var array = json.putArray("rules");
    int number = 0;
    for (LabelRule rule : vault.labelRules().rules()) {
      number++;
      var node = array.addObject();
      node.put("number", number);
      node.put("criterion", rule.criterion().label());
      node.put("pattern", rule.pattern());
      node.put("label", label(rule));
      sotto.say(
          number
              + "  --"
              + rule.criterion().label()
              + " "
              + SafeText.line(rule.pattern())
              + "  "
              + sotto.style().strong(label(rule)));
    }
    if (number == 0) {
      sotto.say(sotto.messages().of("label.none"));
    }
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  private int remove(Vault vault) throws IOException {
    LabelRules rules = vault.labelRules();
    int number = value != null && value.matches("\\d{1,4}") ? Integer.parseInt(value) : 0;
    if (number < 1 || number > rules.rules().size()) {
      throw new UsageException(sotto.messages().of("label.range", rules.rules().size()));
    }
    return change(vault, rules.without(number));
  }

  private int change(Vault vault, LabelRules rules) throws IOException {
    Messages messages = sotto.messages();
    vault
        .ledger()
        .append(
            new LedgerEntry.PolicyChange(
                sotto.surroundings().clock().instant(),
                SETTING,
                summary(vault.labelRules()),
                summary(rules),
                Decision.byPerson(Method.COMMAND)));
    long changed;
    try (WorkProgressDisplay display =
        new WorkProgressDisplay(
            sotto.surroundings(), messages.of("label.working"), vault.records().size())) {
      changed = vault.relabel(rules, new Steps(display), sotto.interruption());
    }
    sotto.say(messages.of("label.changed", changed, rules.rules().size()));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("records", changed);
      json.put("rules", rules.rules().size());
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  /** Which kinds of rules there are, without their patterns, which are content. */
  private static String summary(LabelRules rules) {
    String kinds =
        rules.rules().stream()
            .collect(
                Collectors.groupingBy(
                    rule -> rule.criterion().label() + " " + label(rule),
                    TreeMap::new,
                    Collectors.counting()))
            .entrySet()
            .stream()
            .map(kind -> kind.getValue() + " " + kind.getKey())
            .collect(Collectors.joining(", "));
    return kinds.substring(0, Math.min(kinds.length(), MOST_CHARACTERS));
  }

  private record Steps(WorkProgressDisplay display) implements ImportListener {
    @Override
    public void progress(ImportProgress progress) {}

    @Override
    public void understood(long done, long total) {
      display.stepTo((int) Math.min(Integer.MAX_VALUE, done));
    }
  }

  private LabelRule rule() {
    String word =
        value == null ? "" : value.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    Optional<Integrity> integrity =
        word.equals("OWN")
            ? Optional.of(Integrity.OWN)
            : word.equals("EXTERNAL") ? Optional.of(Integrity.EXTERNAL) : Optional.empty();
    Optional<Confidentiality> confidentiality = Optional.empty();
    for (Confidentiality level : Confidentiality.values()) {
      if (level.name().equals(word)) {
        confidentiality = Optional.of(level);
      }
    }
    if (integrity.isEmpty() && confidentiality.isEmpty()) {
      throw new UsageException(sotto.messages().of("label.unknownLabel", String.valueOf(value)));
    }
    for (Criterion criterion : Criterion.values()) {
      String pattern = pattern(criterion);
      if (pattern != null && !pattern.isBlank()) {
        if (word.equals("OWN") && !criterion.isThePersons()) {
          throw new UsageException(sotto.messages().of("label.forgeable", criterion.label()));
        }
        return new LabelRule(criterion, pattern, confidentiality, integrity);
      }
    }
    throw new UsageException(sotto.messages().of("label.where"));
  }

  private @Nullable String pattern(Criterion criterion) {
    return switch (criterion) {
      case SOURCE -> where.source;
      case FOLDER -> where.folder;
      case TAG -> where.tag;
      case SENDER -> where.sender;
      case KIND -> where.kind;
    };
  }

  private static String label(LabelRule rule) {
    return rule.integrity()
        .map(Enum::name)
        .or(() -> rule.confidentiality().map(Enum::name))
        .orElse("")
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }
}
