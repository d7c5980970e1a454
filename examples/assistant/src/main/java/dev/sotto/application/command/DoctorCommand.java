package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.ToolJson;
import dev.sotto.application.terminal.ToolScreen;
import dev.sotto.application.tool.ToolConversation;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.plan.ToolPlan;
import dev.sotto.record.RecordId;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.confinement.ConfinementProbe;
import dev.sotto.securestore.confinement.ConfinementReport;
import dev.sotto.securestore.confinement.ProbeResult;
import dev.sotto.securestore.confinement.ProbeResult.Outcome;
import dev.sotto.storage.Source;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says what works on this computer, what protects the data and what does not. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
  private static final List<String> PUBLIC_REQUESTS =
      List.of("/weather in Greenwich", "/nearby cafe in Greenwich", "/journey from Bern to Zürich");

  private final SottoCommand sotto;
  private final ArrayNode findings = ResultJson.object().putArray("findings");
  private final ArrayNode services = ResultJson.object().putArray("services");
  private boolean healthy = true;

  @Option(names = "--rebuild-index")
  private boolean rebuildIndex;

  @Option(names = "--online")
  private boolean online;

  DoctorCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    Messages messages = sotto.messages();
    good("doctor.java", Runtime.version().toString(), System.getProperty("os.name"));
    checkModels();
    Path store = sotto.locations().store();
    if (PersonalStore.exists(store)) {
      checkPermissions(store);
      sotto.withVaultForChanges(this::checkStore);
      if (online) {
        sotto.withVaultForChanges(this::tryServices);
      }
    } else {
      note("doctor.noStore", store);
    }
    ConfinementReport courier = sotto.processes().courierConfinement();
    ObjectNode offline = checkConfinement(courier);
    good("doctor.rollback");
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("healthy", healthy);
      json.set("findings", findings);
      json.set("offline", offline);
      if (online) {
        json.set("services", services);
      }
      ObjectNode withNetwork = json.putObject("courier");
      withNetwork.put("networkAlone", courier.enforcedButForNetwork());
      probes(withNetwork.putArray("attempts"), courier);
      ResultJson.print(json, sotto.surroundings().out());
    } else {
      sotto.say(messages.of(healthy ? "doctor.healthy" : "doctor.unhealthy"));
    }
    return healthy ? ExitStatus.OK : ExitStatus.STORE_UNUSABLE;
  }

  private void checkModels() {
    if (sotto.loadedModels().isPresent()) {
      checkModels(sotto.loadedModels().get());
      return;
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Models models =
            new Models(
                sotto.locations().modelCache(), executor, sotto::preparing, sotto.writer())) {
      checkModels(models);
    }
  }

  private void checkModels(Models models) {
    try {
      good("doctor.model", models.writer().description().name());
      for (EmbeddingModel model : models.embeddings()) {
        model.embedQuestion("?");
        good("doctor.embedding", model.name());
      }
    } catch (RuntimeException e) {
      bad("doctor.modelFails", String.valueOf(e.getMessage()));
    }
  }

  private void checkPermissions(Path store) throws IOException {
    if (!store.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> others = EnumSet.allOf(PosixFilePermission.class);
    others.removeAll(PosixFilePermissions.fromString("rwx------"));
    others.retainAll(Files.getPosixFilePermissions(store));
    if (others.isEmpty()) {
      good("doctor.permissions", store);
    } else {
      bad("doctor.openPermissions", store);
    }
  }

  private int checkStore(Vault vault) throws IOException {
    vault
        .profileDamage()
        .ifPresent(damage -> bad("profile.damaged", String.valueOf(damage.getMessage())));
    long whole = 0;
    Set<String> damagedFiles = new HashSet<>();
    for (Source source : vault.records().sources()) {
      for (RecordId id : vault.records().recordIds(source.id())) {
        try {
          vault.records().find(id);
          whole++;
        } catch (TamperedFileException e) {
          if (damagedFiles.add(e.file())) {
            bad("doctor.damagedRecord", source.id(), String.valueOf(e.getMessage()));
          }
        }
      }
    }
    good("doctor.records", whole, vault.records().sources().size());
    if (rebuildIndex) {
      good("doctor.rebuilt", vault.rebuildIndex());
    }
    try {
      if (vault.indexLagsBehind()) {
        good("doctor.caughtUp", vault.ingestion(List.of()).catchUp());
      }
      vault.verifyIndex();
      good("doctor.index", vault.passages());
      if (vault.passagesWithoutMeaning() > 0) {
        note("doctor.withoutMeaning", vault.passagesWithoutMeaning());
      }
    } catch (TamperedFileException e) {
      bad("doctor.damagedIndex", String.valueOf(e.getMessage()));
    }
    return ExitStatus.OK;
  }

  /** Asks each shipped tool for something public, through the gate as ever. */
  private int tryServices(Vault vault) throws IOException {
    sotto.say(sotto.messages().of("doctor.online"));
    ToolScreen screen = sotto.toolScreen();
    try (ConsentTerminal terminal = ConsentTerminal.of(sotto, vault);
        ToolConversation tools =
            sotto.toolConversation(
                vault, sotto.wantsJson() ? ConsentPrompt.NOBODY : terminal.prompt())) {
      for (String request : PUBLIC_REQUESTS) {
        ToolPlan plan = tools.plan(request, Optional.empty(), Optional.empty()).orElseThrow();
        if (!sotto.wantsJson()) {
          screen.plan(plan);
        }
        ToolOutcome outcome =
            tools.call(plan, ToolScreen.language(sotto.messages()), sotto.interruption());
        if (!sotto.wantsJson()) {
          screen.outcome(plan, outcome);
        }
        services.add(ToolJson.outcome(plan, outcome));
        String tool = plan.tool().manifest().id().value();
        switch (outcome) {
          case ToolOutcome.Found _ -> good("doctor.serviceAnswers", tool);
          case ToolOutcome.Refused _ -> note("doctor.serviceNotAsked", tool);
          case ToolOutcome.NotAnswered _, ToolOutcome.Unable _, ToolOutcome.Broken _ ->
              note("doctor.serviceFails", tool);
        }
      }
    }
    return ExitStatus.OK;
  }

  private ObjectNode checkConfinement(ConfinementReport courier) throws IOException {
    ConfinementReport vault = sotto.processes().confinement();
    ConfinementReport importer = sotto.processes().importerConfinement();
    tell("doctor.vault", vault);
    tell("doctor.importer", importer);
    tellOfCourier(courier);
    for (ProbeResult result : vault.results()) {
      sotto.say(
          "    %-21s %-30s %-30s %-30s %s"
              .formatted(
                  result.probe().name().toLowerCase(Locale.ROOT),
                  answer(result),
                  answer(importer, result.probe()),
                  answer(courier, result.probe()),
                  result.probe().attempt()));
    }
    ObjectNode json = ResultJson.object();
    json.put("enforced", vault.enforced() && importer.enforced());
    json.put("missing", vault.support().missing());
    probes(json.putArray("vault"), vault);
    probes(json.putArray("importer"), importer);
    return json;
  }

  private void tell(String process, ConfinementReport report) {
    String name = sotto.messages().of(process);
    if (report.enforcedButForFiles()) {
      note("doctor.offTheNetworkAlone", name, report.support().missing());
    } else if (report.notEnforcedHere().isPresent()) {
      note("doctor.notEnforcedHere", name, report.notEnforcedHere().get());
    } else if (report.enforced()) {
      good("doctor.offline", name, report.results().size(), count(report, Outcome.REFUSED));
    } else {
      note("doctor.notOffline", name, count(report, Outcome.POSSIBLE), report.results().size());
    }
  }

  private void tellOfCourier(ConfinementReport report) {
    String name = sotto.messages().of("doctor.courier");
    if (report.notEnforcedHere().isPresent()) {
      note("doctor.notEnforcedHere", name, report.notEnforcedHere().get());
    } else if (report.enforcedButForNetwork()) {
      good("doctor.networkAlone", name, count(report, Outcome.REFUSED));
    } else {
      note(
          "doctor.moreThanNetwork", name, count(report, Outcome.POSSIBLE), report.results().size());
    }
  }

  private static long count(ConfinementReport report, Outcome outcome) {
    return report.results().stream().filter(result -> result.outcome() == outcome).count();
  }

  private static String answer(ConfinementReport report, ConfinementProbe probe) {
    return report.of(probe).map(DoctorCommand::answer).orElse("–");
  }

  private static String answer(ProbeResult result) {
    String mark =
        switch (result.outcome()) {
          case REFUSED -> "✓";
          case POSSIBLE -> "✗";
          case NOT_AVAILABLE -> "·";
        };
    return mark + " " + SafeText.line(result.answer());
  }

  private static void probes(ArrayNode array, ConfinementReport report) {
    for (ProbeResult result : report.results()) {
      array
          .addObject()
          .put("probe", result.probe().name().toLowerCase(Locale.ROOT))
          .put("attempt", result.probe().attempt())
          .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
          .put("answer", result.answer());
    }
  }

  private void good(String key, Object... gaps) {
    tell("✓", "ok", key, gaps);
  }

  private void note(String key, Object... gaps) {
    tell("·", "note", key, gaps);
  }

  private void bad(String key, Object... gaps) {
    healthy = false;
    tell("✗", "problem", key, gaps);
  }

  private void tell(String mark, String level, String key, Object... gaps) {
    String text = sotto.messages().of(key, gaps);
    findings.addObject().put("level", level).put("finding", text);
    sotto.say(mark + " " + text);
  }
}
