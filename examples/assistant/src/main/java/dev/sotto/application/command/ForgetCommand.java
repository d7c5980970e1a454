package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.terminal.WorkProgressDisplay;
import dev.sotto.application.vault.ErasureReceipt;
import dev.sotto.application.vault.Forgetting;
import dev.sotto.application.vault.Selection;
import dev.sotto.application.vault.ShownPassages;
import dev.sotto.application.vault.Vault;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.search.SearchFilter;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Forgets a source, a record, a person or a time, erases it and looks for what is left. */
@Command(name = "forget")
final class ForgetCommand implements Callable<Integer> {
  private static final int KIBIBYTE = 1024;

  private final SottoCommand sotto;

  @Parameters(arity = "0..1", paramLabel = "SOURCE", descriptionKey = "forget.source")
  private @Nullable String name;

  @Option(names = "--record", paramLabel = "N|ID")
  private @Nullable String record;

  @Option(names = "--person", paramLabel = "NAME|ADDRESS")
  private List<String> persons = new ArrayList<>();

  @Option(names = "--from", paramLabel = "DAY")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DAY")
  private @Nullable String to;

  @Option(names = "--now")
  private boolean now;

  @Option(names = "--finish")
  private boolean finish;

  @Option(names = "--remembered")
  private boolean remembered;

  @Option(names = "--let-back", paramLabel = "SOURCE")
  private @Nullable String letBack;

  @Option(names = "--yes")
  private boolean yes;

  ForgetCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    if (remembered) {
      return sotto.withVaultForReading(this::remembered);
    }
    if (letBack != null) {
      SourceId source = new SourceId(letBack);
      return sotto.withVaultForChanges(vault -> letBack(vault, source));
    }
    if (finish) {
      return sotto.withVaultForChanges(this::finish);
    }
    if (name == null && record == null && persons.isEmpty() && from == null && to == null) {
      throw new UsageException(sotto.messages().of("forget.nothingNamed"));
    }
    return sotto.withVaultForChanges(this::forget);
  }

  private int forget(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    Forgetting forgetting = vault.forgetting();
    Selection selection = selection(vault, forgetting);
    if (selection.isEmpty()) {
      sotto.say(messages.of("forget.noneMatch"));
      return ExitStatus.NOTHING_FOUND;
    }
    String names =
        selection.sources().stream().map(SourceId::value).collect(Collectors.joining(", "));
    int records = selection.size();
    String question =
        selection
            .wholeSource()
            .map(source -> messages.of("forget.ask", source, records))
            .orElseGet(() -> messages.of("forget.askRecords", records, names));
    if (!yes && !sotto.confirms(question, messages.of("forget.needsYes"))) {
      sotto.say(messages.of("forget.kept"));
      return ExitStatus.FAILED;
    }
    var json = ResultJson.object();
    selection.wholeSource().ifPresent(source -> json.put("source", source.value()));
    json.put("records", records);
    long begin = System.nanoTime();
    int status = ExitStatus.OK;
    String done =
        selection
            .wholeSource()
            .map(source -> messages.of("forget.done", source, records))
            .orElseGet(() -> messages.of("forget.doneRecords", records));
    if (now) {
      status = told(json, done, erased(forgetting, Optional.of(selection)));
    } else {
      forgetting.hide(selection);
      long milliseconds = (System.nanoTime() - begin) / 1_000_000;
      if (forgetting.isErasureDue()) {
        status = told(json, done, erased(forgetting, Optional.empty()));
      } else {
        json.put("erased", false);
        json.put("milliseconds", milliseconds);
        sotto.say(done);
        sotto.say(
            messages.of(
                "forget.hidden",
                milliseconds,
                forgetting.pending(),
                forgetting.indexBytes() / KIBIBYTE));
      }
    }
    if (selection.wholeSource().isEmpty()) {
      sotto.say(messages.of("forget.staysOut", names));
    }
    sotto.say(messages.of("forget.limits"));
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return status;
  }

  private int finish(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    Forgetting forgetting = vault.forgetting();
    if (!forgetting.isPending()) {
      sotto.say(messages.of("forget.nothingPending"));
      return ExitStatus.NOTHING_FOUND;
    }
    var json = ResultJson.object();
    json.put("records", forgetting.pending());
    String done = messages.of("forget.doneRecords", forgetting.pending());
    int status = told(json, done, erased(forgetting, Optional.empty()));
    sotto.say(messages.of("forget.limits"));
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return status;
  }

  private ErasureReceipt erased(Forgetting forgetting, Optional<Selection> selection)
      throws IOException {
    try (WorkProgressDisplay display =
        WorkProgressDisplay.ofShares(sotto.surroundings(), sotto.messages().of("forget.erasing"))) {
      Forgetting.Progress progress = (bytes, total) -> display.share(bytes, total);
      return selection.isPresent()
          ? forgetting.forgetNow(selection.get(), progress, sotto.interruption())
          : forgetting.finish(progress, sotto.interruption());
    }
  }

  private int told(ObjectNode json, String done, ErasureReceipt receipt) {
    Messages messages = sotto.messages();
    json.put("erased", receipt.isClean());
    ObjectNode node = json.putObject("receipt");
    node.put("finished", receipt.finished());
    node.put("recordBytesRewritten", receipt.recordBytes());
    node.put("indexBytesRewritten", receipt.indexBytes());
    node.put("milliseconds", receipt.time().toMillis());
    node.put("keysDestroyed", receipt.keysDestroyed());
    node.put("keysStillInTable", receipt.keysInTable());
    node.put("filesTried", receipt.filesTried());
    node.put("filesOpenedByOldKeysBefore", receipt.filesOpenedBefore());
    node.put("filesOpenedByOldKeys", receipt.filesOpened());
    node.put("recordsInIndexBefore", receipt.tracesBefore().records());
    node.put("recordsInIndex", receipt.traces().records());
    node.put("foundByWordsBefore", receipt.tracesBefore().byWords());
    node.put("foundByWords", receipt.traces().byWords());
    node.put("nearbyVectorsBefore", receipt.tracesBefore().byMeaning());
    node.put("nearbyVectors", receipt.traces().byMeaning());
    node.put("texts", receipt.texts());
    ArrayNode damaged = node.putArray("damagedFiles");
    receipt.damagedFiles().forEach(damaged::add);
    if (!receipt.finished()) {
      sotto.say(done);
      sotto.warn(messages.of("forget.stopped"));
      return ExitStatus.INTERRUPTED;
    }
    sotto.say(done);
    sotto.say(
        messages.of(
            "forget.erased",
            receipt.keysDestroyed(),
            receipt.recordBytes() / KIBIBYTE,
            receipt.indexBytes() / KIBIBYTE,
            receipt.time().toMillis()));
    sotto.say(
        messages.of(
            "forget.probeKeys",
            receipt.filesOpenedBefore(),
            receipt.filesOpened(),
            receipt.filesTried()));
    sotto.say(
        messages.of(
            "forget.probeIndex",
            receipt.tracesBefore().records(),
            receipt.traces().records(),
            receipt.tracesBefore().byWords(),
            receipt.traces().byWords(),
            receipt.tracesBefore().byMeaning(),
            receipt.traces().byMeaning(),
            receipt.texts()));
    if (!receipt.damagedFiles().isEmpty()) {
      sotto.warn(
          messages.of(
              "forget.damaged",
              receipt.damagedFiles().size(),
              String.join(", ", receipt.damagedFiles())));
      return ExitStatus.FAILED;
    }
    if (!receipt.isClean()) {
      sotto.warn(messages.of("forget.notClean"));
      return ExitStatus.FAILED;
    }
    return ExitStatus.OK;
  }

  private int remembered(Vault vault) throws IOException {
    var json = ResultJson.object();
    var array = json.putArray("sources");
    for (Source source : vault.records().sources()) {
      long count = vault.store().deletions().count(source.id());
      if (count > 0) {
        var node = array.addObject();
        node.put("source", source.id().value());
        node.put("items", count);
        sotto.say(sotto.messages().of("forget.rememberedOf", source.id(), count));
      }
    }
    if (array.isEmpty()) {
      sotto.say(sotto.messages().of("forget.rememberedNone"));
    }
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  private int letBack(Vault vault, SourceId source) throws IOException {
    requireKnown(vault, source);
    int items = vault.store().deletions().letBack(source);
    sotto.say(sotto.messages().of("forget.letBack", source, items));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("source", source.value());
      json.put("items", items);
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  private Selection selection(Vault vault, Forgetting forgetting) throws IOException {
    if (record != null) {
      if (name != null || !persons.isEmpty() || from != null || to != null) {
        throw new UsageException(sotto.messages().of("forget.recordAlone"));
      }
      return forgetting.record(recordId(vault, record));
    }
    Optional<SourceId> source = Optional.ofNullable(name).map(SourceId::new);
    source.ifPresent(id -> requireKnown(vault, id));
    if (source.isPresent() && persons.isEmpty() && from == null && to == null) {
      return forgetting.source(source.get());
    }
    ZoneId zone = vault.profile().zone();
    return forgetting.matching(
        new SearchFilter(
            start(from, zone, 0),
            start(to, zone, 1),
            source.map(Set::of).orElseGet(Set::of),
            Set.of(),
            Set.copyOf(persons)));
  }

  private RecordId recordId(Vault vault, String named) throws IOException {
    if (named.matches("[0-9a-f]{32}")) {
      return new RecordId(named);
    }
    if (!named.matches("[0-9]{1,6}")) {
      throw new UsageException(sotto.messages().of("forget.unknownRecord", named));
    }
    return vault
        .shown()
        .numbered(Integer.parseInt(named))
        .map(ShownPassages.Place::record)
        .orElseThrow(() -> new UsageException(sotto.messages().of("forget.unknownRecord", named)));
  }

  private void requireKnown(Vault vault, SourceId source) {
    if (vault.records().findSource(source).isEmpty()) {
      throw new UsageException(sotto.messages().of("forget.unknown", source));
    }
  }

  private Optional<Instant> start(@Nullable String day, ZoneId zone, int daysLater) {
    if (day == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(day).plusDays(daysLater).atStartOfDay(zone).toInstant());
    } catch (DateTimeException e) {
      throw new UsageException(sotto.messages().of("filter.unknownDay", day));
    }
  }
}
