package dev.sotto.application.command;

import dev.sotto.application.plugin.Plugins;
import dev.sotto.application.plugin.RunningPlugins;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Vault;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.text.SafeText;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.Places;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tools.ShippedTools;
import dev.sotto.tools.plugin.PluginArchive;
import dev.sotto.tools.plugin.PluginFolder;
import dev.sotto.tools.plugin.cdi.PluginContainer;
import dev.sotto.tools.service.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows tools and what they may send; adds and removes those that others wrote. */
@Command(name = "tools")
final class ToolsCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|info|add|remove",
      descriptionKey = "tools.action")
  private String action = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "TOOL|FILE", descriptionKey = "tools.name")
  private @Nullable String name;

  @Option(names = "--accept", paramLabel = "SHA256")
  private @Nullable String accepted;

  ToolsCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> withTools(this::list);
      case "info" -> withTools(this::info);
      case "add" -> withPassphrase(this::add);
      case "remove" -> withPassphrase(this::remove);
      default -> throw new UsageException(sotto.messages().of("tools.unknownAction", action));
    };
  }

  /**
   * Does work that only the person may ask for: whoever can connect to a store that is kept open
   * could be any program of theirs.
   */
  private int withPassphrase(SottoCommand.VaultWork work) throws IOException {
    if (sotto.isServing()) {
      throw new UsageException(sotto.messages().of("tools.needsPassphrase"));
    }
    return sotto.withVaultForChanges(work);
  }

  /** Work with all tools and what lies in the plugins' folder. */
  @FunctionalInterface
  private interface ToolWork {
    int run(List<RegisteredTool<?>> tools, List<Plugins.Found> found) throws IOException;
  }

  private int withTools(ToolWork work) throws IOException {
    List<RegisteredTool<?>> shipped = shipped();
    if (!PersonalStore.exists(sotto.locations().store())) {
      return work.run(shipped, List.of());
    }
    return sotto.withVaultForReading(vault -> {
      Plugins plugins = sotto.plugins(vault);
      try (RunningPlugins running = plugins.start(SottoCommand.ids(shipped))) {
        running
            .problems()
            .forEach(problem -> sotto.warn(SafeText.of(String.valueOf(problem.getMessage()))));
        List<RegisteredTool<?>> all = new ArrayList<>(shipped);
        all.addAll(running.tools());
        return work.run(all, plugins.found());
      }
    });
  }

  private static List<RegisteredTool<?>> shipped() throws IOException {
    return ShippedTools.registered(Services.PUBLIC, Places.NONE);
  }

  private int list(List<RegisteredTool<?>> tools, List<Plugins.Found> found) {
    Messages messages = sotto.messages();
    var json = ResultJson.object();
    ArrayNode array = json.putArray("tools");
    for (RegisteredTool<?> tool : tools) {
      ToolManifest manifest = tool.manifest();
      describe(array.addObject(), tool);
      sotto.say(
          messages.of(
              "tools.line",
              sotto.style().strong(manifest.id().value()),
              manifest.version(),
              SafeText.line(manifest.summary().in(language())),
              String.join(", ", manifest.hosts())));
    }
    ArrayNode files = json.putArray("plugins");
    for (Plugins.Found file : found) {
      ObjectNode node = files.addObject();
      node.put("file", file.fileName());
      node.put("state", file.state().name().toLowerCase(Locale.ROOT));
      file.code().ifPresent(code -> node.put("sha256", code.value()));
      if (file.state() != Plugins.State.ACCEPTED) {
        sotto.say(
            sotto
                .style()
                .warning(
                    messages.of(
                        "tools.state." + file.state().name().toLowerCase(Locale.ROOT),
                        SafeText.line(file.fileName()),
                        file.reason(),
                        sotto.locations().plugins().resolve(file.fileName()))));
      }
    }
    sotto.say(sotto.style().faint(messages.of("tools.hint")));
    printed(json);
    return ExitStatus.OK;
  }

  private int info(List<RegisteredTool<?>> tools, List<Plugins.Found> found) {
    String wanted = named();
    RegisteredTool<?> tool =
        tools.stream()
            .filter(candidate -> candidate.manifest().id().value().equals(wanted))
            .findFirst()
            .orElseThrow(() -> new UsageException(sotto.messages().of("tools.unknown", wanted)));
    show(tool);
    ObjectNode json = ResultJson.object();
    describe(json, tool);
    printed(json);
    return ExitStatus.OK;
  }

  private int add(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    PluginArchive archive = PluginFolder.read(Path.of(named()));
    int classes = archive.contents().classNames().size();
    String hash = archive.hash().value();
    sotto.say(
        messages.of("tools.archive", archive.fileName(), archive.content().length, classes, hash));
    sotto.say(sotto.style().warning(messages.of("tools.rights")));
    if (!isAccepted(hash, "tools.askRun")) {
      sotto.say(messages.of("tools.notRun"));
      return ExitStatus.FAILED;
    }
    Plugins plugins = sotto.plugins(vault);
    try (PluginContainer examined = plugins.examine(archive, taken(plugins, archive))) {
      examined.tools().forEach(this::show);
      if (!isAccepted(hash, "tools.askKeep")) {
        sotto.say(messages.of("tools.notKept"));
        return ExitStatus.FAILED;
      }
      var clock = sotto.surroundings().clock();
      long entry =
          plugins.accept(archive, examined.tools(), vault.store().ledger(clock), clock.instant());
      sotto.say(
          messages.of(
              "tools.added",
              SottoCommand.ids(examined.tools()).stream()
                  .map(ToolId::value)
                  .sorted()
                  .collect(Collectors.joining(", ")),
              entry));
      ObjectNode json = ResultJson.object();
      json.put("entry", entry);
      ArrayNode array = json.putArray("tools");
      examined.tools().forEach(tool -> describe(array.addObject(), tool));
      printed(json);
    }
    return ExitStatus.OK;
  }

  private static Set<ToolId> taken(Plugins plugins, PluginArchive archive) throws IOException {
    Set<ToolId> taken = SottoCommand.ids(shipped());
    for (Plugins.Found other : plugins.found()) {
      if (!other.fileName().equals(archive.fileName())) {
        other.tools().forEach(id -> taken.add(new ToolId(id)));
      }
    }
    return taken;
  }

  private boolean isAccepted(String hash, String question) throws IOException {
    if (accepted != null) {
      if (!accepted.equalsIgnoreCase(hash)) {
        throw new UsageException(sotto.messages().of("tools.otherHash", hash));
      }
      return true;
    }
    return sotto.confirms(
        sotto.messages().of(question), sotto.messages().of("tools.needsAccept", hash));
  }

  private int remove(Vault vault) throws IOException {
    var clock = sotto.surroundings().clock();
    String wanted = named();
    long entry =
        sotto
            .plugins(vault)
            .remove(wanted, vault.store().ledger(clock), clock.instant())
            .orElseThrow(() -> new UsageException(sotto.messages().of("tools.noPlugin", wanted)));
    sotto.say(sotto.messages().of("tools.removed", SafeText.line(wanted), entry));
    ObjectNode json = ResultJson.object();
    json.put("entry", entry);
    printed(json);
    return ExitStatus.OK;
  }

  private String named() {
    String given = name;
    if (given == null) {
      throw new UsageException(sotto.messages().of("tools.which"));
    }
    return given;
  }

  private void show(RegisteredTool<?> tool) {
    Messages messages = sotto.messages();
    ToolManifest manifest = tool.manifest();
    sotto.say(
        sotto.style().strong(manifest.id().value())
            + " "
            + manifest.version()
            + "  "
            + SafeText.line(manifest.summary().in(language())));
    sotto.say(messages.of("tools.purpose", SafeText.line(manifest.purpose().in(language()))));
    for (Endpoint endpoint : manifest.endpoints()) {
      String fields =
          endpoint.fields().stream()
              .map(field ->
                  SafeText.line(field.label().in(language()))
                      + " ("
                      + word(field.dataClass())
                      + ")")
              .collect(Collectors.joining(", "));
      sotto.say(
          messages.of(
              "tools.endpoint",
              endpoint.origin().getAuthority(),
              fields.isEmpty() ? messages.of("tools.nothing") : fields,
              Math.round(endpoint.bits())));
    }
    sotto.say(
        messages.of(
            "tools.retention", SafeText.line(manifest.retention().statement().in(language()))));
    manifest
        .retention()
        .page()
        .ifPresent(page -> sotto.say("    " + SafeText.line(page.toString())));
    sotto.say(messages.of("tools.code", tool.codeHash()));
  }

  private static void describe(ObjectNode node, RegisteredTool<?> tool) {
    ToolManifest manifest = tool.manifest();
    node.put("id", manifest.id().value());
    node.put("version", manifest.version());
    node.put("summary", manifest.summary().english());
    node.put("purpose", manifest.purpose().english());
    manifest.hosts().forEach(node.putArray("hosts")::add);
    ArrayNode classes = node.putArray("dataClasses");
    manifest.dataClasses().forEach(dataClass -> classes.add(word(dataClass)));
    ArrayNode endpoints = node.putArray("endpoints");
    for (Endpoint endpoint : manifest.endpoints()) {
      ObjectNode shown = endpoints.addObject();
      shown.put("id", endpoint.id());
      shown.put("origin", endpoint.origin().toString());
      shown.put("method", endpoint.method());
      endpoint.fields().forEach(field -> shown.withArray("fields").add(field.name()));
      shown.put("bits", endpoint.bits());
    }
    node.put("retention", manifest.retention().statement().english());
    manifest.retention().page().ifPresent(page -> node.put("retentionPage", page.toString()));
    node.put("sha256", tool.codeHash());
  }

  private static String word(DataClass dataClass) {
    return dataClass.name().toLowerCase(Locale.ROOT);
  }

  private TextLanguage language() {
    return sotto.messages().locale().getLanguage().equals("zh")
        ? TextLanguage.CHINESE
        : TextLanguage.ENGLISH;
  }

  private void printed(ObjectNode json) {
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
  }
}
