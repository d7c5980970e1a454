package dev.sotto.application.command;

import dev.sotto.application.model.AddedModel;
import dev.sotto.application.model.EnergyMeter;
import dev.sotto.application.model.MachineMemory;
import dev.sotto.application.model.ModelBench;
import dev.sotto.application.model.ModelFolder;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.MemoryNeed;
import dev.sotto.llm.ModelFile;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.UnsupportedModelException;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows, adds, removes, chooses and measures language models; needs no store. */
@Command(name = "model")
final class ModelCommand implements Callable<Integer> {
  private static final int ENGLISH_WORDS_A_SECOND = 5;
  private static final int CHINESE_CHARACTERS_A_SECOND = 12;
  private static final Duration BENCH_LIMIT = Duration.ofSeconds(40);
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;
  private static final double NANOS_A_MILLISECOND = 1e6;

  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|info|add|use|remove|bench",
      descriptionKey = "model.action")
  private String action = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME|FILE", descriptionKey = "model.name")
  private @Nullable String name;

  @Option(names = "--memory", paramLabel = "MB")
  private @Nullable Long memory;

  ModelCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    ModelFolder folder = sotto.modelFolder();
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> list(folder);
      case "info" -> info(folder);
      case "add" -> add(folder);
      case "use" -> use(folder);
      case "remove" -> remove(folder);
      case "bench" -> bench(folder);
      default -> throw new UsageException(sotto.messages().of("model.unknownAction", action));
    };
  }

  private int list(ModelFolder folder) throws IOException {
    String used = folder.used();
    ObjectNode json = ResultJson.object();
    json.put("used", used);
    ArrayNode array = json.putArray("models");
    line(ModelFolder.DEFAULT, used, DefaultModel.sha256(), DefaultModel.describe(), array);
    for (AddedModel model : folder.added()) {
      try {
        line(model.name(), used, model.sha256(), ModelFile.read(folder.file(model)), array);
      } catch (NoSuchFileException | UnsupportedModelException e) {
        sotto.warn(sotto.messages().of("model.unreadable", model.name()));
        array
            .addObject()
            .put("name", model.name())
            .put("used", model.name().equals(used))
            .put("sha256", model.sha256())
            .put("usable", false);
      }
    }
    sotto.say(sotto.style().faint(sotto.messages().of("model.hint")));
    printed(json);
    return ExitStatus.OK;
  }

  private void line(String called, String used, String sha256, ModelFile file, ArrayNode array) {
    Messages messages = sotto.messages();
    boolean answers = called.equals(used);
    sotto.say(
        messages.of(
            "model.line",
            answers ? "*" : " ",
            sotto.style().strong(called),
            megabytes(file.bytes()),
            SafeText.line(file.architecture()),
            millions(file.parameters()),
            file.mostWeights(),
            stated(file.licence()),
            stated(file.origin())));
    ObjectNode node = array.addObject();
    node.put("name", called);
    node.put("used", answers);
    node.put("sha256", sha256);
    node.put("usable", true);
    describe(node, file);
  }

  private int info(ModelFolder folder) throws IOException {
    String wanted = named(folder);
    ObjectNode json = ResultJson.object();
    json.put("name", wanted);
    json.put("used", wanted.equals(folder.used()));
    if (wanted.equals(ModelFolder.DEFAULT)) {
      show(wanted, DefaultModel.sha256(), DefaultModel.describe(), json);
      String card = DefaultModel.card();
      sotto.say("");
      sotto.say(SafeText.of(card));
      json.put("card", card);
    } else {
      AddedModel model = found(folder, wanted);
      if (folder.isChanged(model)) {
        throw new UnsupportedModelException(sotto.messages().of("model.changed", wanted));
      }
      show(wanted, model.sha256(), ModelFile.read(folder.file(model)), json);
    }
    printed(json);
    return ExitStatus.OK;
  }

  private void show(String called, String sha256, ModelFile file, ObjectNode json) {
    MemoryNeed need = file.memory();
    sotto.say(sotto.style().strong(called) + "  " + SafeText.line(file.name()));
    sotto.say(
        sotto
            .messages()
            .of(
                "model.info",
                SafeText.line(file.architecture()),
                millions(file.parameters()),
                file.mostWeights(),
                megabytes(file.bytes()),
                file.contextTokens(),
                stated(file.licence()),
                stated(file.licenceLink()),
                stated(file.origin()),
                sha256));
    sotto.say(
        sotto
            .messages()
            .of(
                "model.memory",
                megabytes(need.totalBytes()),
                megabytes(need.weightBytes()),
                megabytes(need.cacheBytes()),
                MemoryNeed.CONTEXT_TOKENS,
                megabytes(need.overheadBytes())));
    json.put("sha256", sha256);
    describe(json, file);
  }

  private static void describe(ObjectNode json, ModelFile file) {
    json.put("title", file.name());
    json.put("architecture", file.architecture());
    json.put("bytes", file.bytes());
    json.put("parameters", file.parameters());
    json.put("weights", file.mostWeights().name());
    json.put("context", file.contextTokens());
    json.put("licence", file.licence().orElse(null));
    json.put("licence_link", file.licenceLink().orElse(null));
    json.put("origin", file.origin().orElse(null));
    MemoryNeed need = file.memory();
    ObjectNode memory = json.putObject("memory_mb");
    memory.put("weights", Math.round(need.weightBytes() / MEGA));
    memory.put("cache", Math.round(need.cacheBytes() / MEGA));
    memory.put("rest", Math.round(need.overheadBytes() / MEGA));
    memory.put("total", Math.round(need.totalBytes() / MEGA));
  }

  private int add(ModelFolder folder) throws IOException {
    Path file = file();
    ModelFile described = ModelFile.read(file);
    requireMemory(described);
    AddedModel model = folder.add(file);
    sotto.say(sotto.messages().of("model.added", sotto.style().strong(model.name())));
    ObjectNode json = ResultJson.object();
    json.put("name", model.name());
    show(model.name(), model.sha256(), described, json);
    sotto.say(sotto.style().faint(sotto.messages().of("model.toUse", model.name())));
    printed(json);
    return ExitStatus.OK;
  }

  private Path file() {
    String given = named();
    try {
      Path file = Path.of(given);
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new UsageException(sotto.messages().of("eval.noModel", SafeText.line(given)));
    }
    throw new UsageException(sotto.messages().of("eval.noModel", SafeText.line(given)));
  }

  /** Refuses what does not fit, before anything of it is loaded, and says what would. */
  private void requireMemory(ModelFile file) {
    Long limit = memory;
    long available = limit == null ? MachineMemory.availableBytes() : (long) (limit * MEGA);
    long needed = file.memory().totalBytes();
    if (needed > available) {
      throw new UnsupportedModelException(
          sotto
              .messages()
              .of(
                  "model.tooLarge",
                  gigabytes(needed),
                  gigabytes(available),
                  millions(MemoryNeed.parametersThatFit(available, 4)),
                  millions(MemoryNeed.parametersThatFit(available, 8))));
    }
  }

  private int use(ModelFolder folder) throws IOException {
    String wanted = named(folder);
    if (!wanted.equals(ModelFolder.DEFAULT)) {
      AddedModel model = found(folder, wanted);
      requireMemory(ModelFile.read(folder.file(model)));
      try (LanguageModel opened = open(folder, wanted)) {
        sotto.say(sotto.messages().of("model.opens", SafeText.line(opened.description().name())));
      }
    }
    folder.use(wanted);
    sotto.say(sotto.messages().of("model.used", sotto.style().strong(wanted)));
    ObjectNode json = ResultJson.object();
    json.put("used", wanted);
    printed(json);
    return ExitStatus.OK;
  }

  private int remove(ModelFolder folder) throws IOException {
    String wanted = named();
    if (wanted.equals(ModelFolder.DEFAULT)) {
      throw new UsageException(sotto.messages().of("model.staysThere"));
    }
    folder.remove(found(folder, wanted), sotto.locations().modelCache());
    sotto.say(sotto.messages().of("model.removed", SafeText.line(wanted), folder.used()));
    ObjectNode json = ResultJson.object();
    json.put("removed", wanted);
    json.put("used", folder.used());
    printed(json);
    return ExitStatus.OK;
  }

  private LanguageModel open(ModelFolder folder, String wanted) throws IOException {
    return folder.open(
        wanted,
        sotto.locations().modelCache(),
        OnnxLanguageModel.defaultThreads(),
        sotto::preparing);
  }

  private int bench(ModelFolder folder) throws IOException {
    String wanted = name == null ? folder.used() : named(folder);
    open(folder, wanted).close();
    long begun = System.nanoTime();
    try (LanguageModel model = open(folder, wanted)) {
      double load = (System.nanoTime() - begun) / NANOS_A_MILLISECOND;
      ModelBench bench = new ModelBench(model, System::nanoTime, BENCH_LIMIT, new EnergyMeter());
      sotto.say(sotto.messages().of("model.bench", wanted, Math.round(load), modelThreads()));
      List<ModelBench.Row> rows = bench.run(sotto.interruption());
      tell(rows, bench);
      printed(benchJson(wanted, load, rows, bench));
    }
    return sotto.interruption().requested() ? ExitStatus.INTERRUPTED : ExitStatus.OK;
  }

  private static int modelThreads() {
    return OnnxLanguageModel.defaultThreads();
  }

  private void tell(List<ModelBench.Row> rows, ModelBench bench) {
    Messages messages = sotto.messages();
    for (ModelBench.Row row : rows) {
      sotto.say(
          messages.of(
              "model.benchLine",
              row.promptTokens(),
              decimal(row.prefillTokensPerSecond()),
              decimal(row.decodeTokensPerSecond()),
              row.firstToken().toMillis(),
              row.peakBytes().isPresent() ? megabytes(row.peakBytes().getAsLong()) : "–",
              row.joules().isPresent() ? decimal(row.joules().getAsDouble()) : "–"));
    }
    if (rows.size() < ModelBench.LENGTHS.size()) {
      sotto.say(sotto.style().faint(messages.of("model.benchLeftOut", rows.size())));
    }
    if (!rows.isEmpty()) {
      double decode = rows.getFirst().decodeTokensPerSecond();
      sotto.say(
          messages.of(
              "model.reading",
              decimal(decode * bench.wordsPerToken()),
              ENGLISH_WORDS_A_SECOND,
              decimal(decode * bench.charactersPerToken()),
              CHINESE_CHARACTERS_A_SECOND));
    }
  }

  private ObjectNode benchJson(
      String wanted, double load, List<ModelBench.Row> rows, ModelBench bench) {
    ObjectNode json = ResultJson.object();
    json.put("name", wanted);
    json.put("threads", modelThreads());
    json.put("load_ms", Math.round(load));
    ArrayNode array = json.putArray("by_context");
    for (ModelBench.Row row : rows) {
      ObjectNode node = array.addObject();
      node.put("prompt_tokens", row.promptTokens());
      node.put("runs", row.runs());
      node.put("prefill_tps", rounded(row.prefillTokensPerSecond()));
      node.put("decode_tps", rounded(row.decodeTokensPerSecond()));
      node.put("ttft_ms", row.firstToken().toMillis());
      OptionalLong peak = row.peakBytes();
      node.put("rss_mb", peak.isPresent() ? Math.round(peak.getAsLong() / MEGA) : null);
      OptionalDouble joules = row.joules();
      node.put("joules", joules.isPresent() ? rounded(joules.getAsDouble()) : null);
    }
    ObjectNode english = json.putObject("english_words_per_second");
    ObjectNode chinese = json.putObject("chinese_characters_per_second");
    if (!rows.isEmpty()) {
      double decode = rows.getFirst().decodeTokensPerSecond();
      english.put("written", rounded(decode * bench.wordsPerToken()));
      chinese.put("written", rounded(decode * bench.charactersPerToken()));
    }
    english.put("people_read", ENGLISH_WORDS_A_SECOND);
    chinese.put("people_read", CHINESE_CHARACTERS_A_SECOND);
    return json;
  }

  private String named() {
    String given = name;
    if (given == null) {
      throw new UsageException(sotto.messages().of("model.which"));
    }
    return given;
  }

  private String named(ModelFolder folder) throws IOException {
    String given = named();
    if (!given.equals(ModelFolder.DEFAULT)) {
      given = found(folder, given).name();
    }
    return given;
  }

  private AddedModel found(ModelFolder folder, String wanted) throws IOException {
    Optional<AddedModel> model = folder.find(wanted);
    return model.orElseThrow(
        () -> new UsageException(sotto.messages().of("model.unknown", SafeText.line(wanted))));
  }

  private String stated(Optional<String> text) {
    return text.map(SafeText::line).orElseGet(() -> sotto.messages().of("model.notStated"));
  }

  private static String megabytes(long bytes) {
    return bytes < GIGA
        ? String.format(Locale.ROOT, bytes < MEGA ? "%.2f MB" : "%.0f MB", bytes / MEGA)
        : gigabytes(bytes);
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / GIGA);
  }

  private static String millions(long count) {
    return count < GIGA
        ? String.format(Locale.ROOT, count < MEGA ? "%.2f M" : "%.0f M", count / MEGA)
        : String.format(Locale.ROOT, "%.1f B", count / GIGA);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private void printed(ObjectNode json) {
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
  }
}
