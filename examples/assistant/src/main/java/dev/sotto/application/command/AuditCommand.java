package dev.sotto.application.command;

import dev.sotto.application.audit.ConsentRecords;
import dev.sotto.application.audit.ConsentTable;
import dev.sotto.application.audit.EntryFields;
import dev.sotto.application.audit.EntryText;
import dev.sotto.application.audit.RequestStates;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Vault;
import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.ledger.verifier.InvalidLedgerException;
import dev.sotto.ledger.verifier.Verification;
import dev.sotto.ledger.verifier.Verification.Finding;
import dev.sotto.ledger.verifier.VerifierKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows, checks and exports the ledger of what left and of consents. */
@Command(name = "audit")
final class AuditCommand implements Callable<Integer> {
  private static final int NEWEST = 50;

  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|show|verify|export|prove|erase",
      descriptionKey = "audit.action")
  private String action = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "N", descriptionKey = "audit.number")
  private @Nullable Long number;

  @Option(names = "--all")
  private boolean all;

  @Option(names = "--format", paramLabel = "bundle|json-ld|csv|checkpoint|key")
  private String format = "bundle";

  @Option(names = "--since", paramLabel = "CHECKPOINT_FILE")
  private List<Path> since = new ArrayList<>();

  @Option(names = "--old", paramLabel = "SIZE")
  private @Nullable Long old;

  @Option(names = "--yes")
  private boolean yes;

  AuditCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    boolean erases = action.equalsIgnoreCase("erase");
    if (sotto.isServing() && (erases || !since.isEmpty())) {
      throw new UsageException(sotto.messages().of("audit.needsPassphrase"));
    }
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> sotto.withVaultForReading(this::list);
      case "show" -> sotto.withVaultForReading(this::show);
      case "verify" -> sotto.withVaultForReading(this::verify);
      case "export" -> sotto.withVaultForReading(this::export);
      case "prove" -> sotto.withVaultForReading(this::prove);
      case "erase" -> sotto.withVaultForChanges(this::erase);
      default -> throw new UsageException(sotto.messages().of("audit.unknown", action));
    };
  }

  private int list(Vault vault) throws IOException {
    ConsentLedger ledger = vault.ledger();
    long from = all ? 0 : Math.max(0, ledger.size() - NEWEST);
    List<RecordedEntry> entries = ledger.entries(from, ledger.size());
    RequestStates states = new RequestStates(entries);
    EntryText text = text(vault);
    if (from > 0) {
      sotto.say(sotto.style().faint(sotto.messages().of("audit.older", from)));
    }
    ObjectNode json = ResultJson.object();
    json.put("size", ledger.size());
    ArrayNode array = json.putArray("entries");
    for (RecordedEntry entry : entries) {
      json(array.addObject(), entry, states);
      sotto.say(text.line(entry, states));
    }
    printJson(json);
    return ExitStatus.OK;
  }

  private int show(Vault vault) throws IOException {
    ConsentLedger ledger = vault.ledger();
    long shown = numberOf(ledger);
    RequestStates states = new RequestStates(ledger.entries(shown + 1, ledger.size()));
    RecordedEntry entry = ledger.find(shown).orElseThrow();
    ObjectNode json = ResultJson.object();
    json(json, entry, states);
    text(vault).lines(entry, states).forEach(sotto::say);
    printJson(json);
    return ExitStatus.OK;
  }

  private int verify(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    ConsentLedger ledger = vault.ledger();
    long read = ledger.verify();
    try {
      Verification verification =
          new Verification(
              Optional.of(VerifierKey.parse(ledger.verifierKey())),
              Verification.EntryListener.NONE);
      for (Path checkpoint : since) {
        try (InputStream in = Files.newInputStream(checkpoint)) {
          verification.remember(in);
        }
      }
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      ledger.export(bundle);
      Finding.Whole found =
          (Finding.Whole) verification.check(new ByteArrayInputStream(bundle.toByteArray()));
      ObjectNode json = ResultJson.object();
      json.put("verified", true);
      json.put("entries", found.entries());
      json.put("erased", found.erased());
      json.put("requests", found.requests());
      json.put("unknown", found.unknown());
      json.put("rememberedCheckpoints", found.rememberedCheckpoints());
      json.put("rememberedUpTo", found.rememberedUpTo());
      json.put("key", ledger.verifierKey());
      sotto.say(messages.of("audit.verified", read, found.erased()));
      sotto.say(messages.of("audit.requests", found.requests(), found.matching(), found.unknown()));
      sotto.say(
          since.isEmpty()
              ? messages.of("audit.nothingRemembered")
              : messages.of(
                  "audit.remembered", found.rememberedCheckpoints(), found.rememberedUpTo()));
      sotto.say(sotto.style().faint(messages.of("audit.key", ledger.verifierKey())));
      sotto.say(sotto.style().faint(messages.of("audit.limits")));
      printJson(json);
      return ExitStatus.OK;
    } catch (InvalidLedgerException e) {
      sotto.warn(messages.of("audit.notVerified", e.finding()));
      ObjectNode json = ResultJson.object();
      json.put("verified", false);
      json.put("reason", EntryFields.word(e.reason()));
      printJson(json);
      return ExitStatus.FAILED;
    }
  }

  private int export(Vault vault) throws IOException {
    ConsentLedger ledger = vault.ledger();
    PrintStream out = sotto.surroundings().out();
    switch (format.toLowerCase(Locale.ROOT)) {
      case "bundle" -> ledger.export(out);
      case "json-ld" ->
          ResultJson.print(
              ConsentRecords.of(nameOf(ledger), ledger.entries(0, ledger.size())), out);
      case "csv" -> ConsentTable.print(ledger.entries(0, ledger.size()), out);
      case "checkpoint" -> out.print(ledger.checkpoint().note());
      case "key" -> out.println(ledger.verifierKey());
      default -> throw new UsageException(sotto.messages().of("audit.unknownFormat", format));
    }
    out.flush();
    return out.checkError() ? ExitStatus.FAILED : ExitStatus.OK;
  }

  private int prove(Vault vault) throws IOException {
    ConsentLedger ledger = vault.ledger();
    PrintStream out = sotto.surroundings().out();
    out.print(
        old == null ? ledger.prove(numberOf(ledger)) : ledger.proveGrowth(sizeBefore(ledger, old)));
    out.flush();
    return out.checkError() ? ExitStatus.FAILED : ExitStatus.OK;
  }

  private int erase(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    ConsentLedger ledger = vault.ledger();
    long erased = numberOf(ledger);
    if (!yes && !sotto.confirms(messages.of("audit.ask", erased), messages.of("audit.needsYes"))) {
      sotto.say(messages.of("audit.kept"));
      return ExitStatus.FAILED;
    }
    long entry;
    try {
      entry = ledger.erase(erased, Decision.byPerson(Method.COMMAND));
    } catch (IllegalArgumentException e) {
      throw new UsageException(messages.of("audit.notErasable", erased));
    }
    sotto.say(messages.of("audit.erasedNow", erased, entry));
    ObjectNode json = ResultJson.object();
    json.put("erased", erased);
    json.put("entry", entry);
    printJson(json);
    return ExitStatus.OK;
  }

  private long numberOf(ConsentLedger ledger) {
    if (number == null) {
      throw new UsageException(sotto.messages().of("audit.whichOne", action));
    }
    if (number < 0 || number >= ledger.size()) {
      throw new UsageException(sotto.messages().of("audit.range", number, ledger.size() - 1));
    }
    return number;
  }

  private long sizeBefore(ConsentLedger ledger, long size) {
    if (number != null || size < 1 || size > ledger.size()) {
      throw new UsageException(sotto.messages().of("audit.oldRange", size, ledger.size()));
    }
    return size;
  }

  private static String nameOf(ConsentLedger ledger) {
    return ledger.verifierKey().substring(0, ledger.verifierKey().indexOf('+'));
  }

  private EntryText text(Vault vault) {
    return new EntryText(sotto.messages(), sotto.style(), vault.profile().zone());
  }

  private static void json(ObjectNode node, RecordedEntry entry, RequestStates states) {
    node.put("number", entry.number());
    switch (entry) {
      case RecordedEntry.Erased erased -> node.put("kind", "erased");
      case RecordedEntry.Kept kept -> {
        node.put("kind", EntryFields.kind(kept.entry()));
        node.put("time", kept.entry().time().toString());
        states.of(kept).ifPresent(state -> node.put("state", state));
        EntryFields.of(kept.entry())
            .forEach((name, value) -> {
              switch (value) {
                case Long counted -> node.put(name, counted);
                case List<?> values -> {
                  ArrayNode array = node.putArray(name);
                  values.forEach(item -> array.add(item.toString()));
                }
                default -> node.put(name, value.toString());
              }
            });
      }
    }
  }

  private void printJson(ObjectNode json) {
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
  }
}
