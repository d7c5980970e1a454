package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.LedgerEntries;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.ToolIdentity;
import dev.sotto.ledger.verifier.LedgerVerifier;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.Passphrase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AuditCommandTest {
  @TempDir private Path folder;
  private Person person;

  @BeforeEach
  void begin() throws IOException {
    person = Person.withStoreIn(folder.resolve("person"));
    append(LedgerEntries.ofEveryKind());
    append(List.of(LedgerEntries.intent("GET /crashed")));
  }

  @Test
  void listsWhatLeftAndWhatNobodyKnowsOf() {
    String listed = person.runs("audit").out();

    assertThat(listed.lines()).hasSize(13);
    assertThat(listed)
        .contains(
            "ledger begun", "api.example.org · weather forecast · 6 bytes · sent and answered")
        .contains("refused", "consent given", "consent withdrawn", "older store accepted");
    assertThat(listed.lines().reduce("", (before, line) -> line))
        .startsWith("12  ")
        .contains("unknown whether it was sent");
  }

  @Test
  void showsEveryFieldOfAnEntryInBothLanguages() {
    String english = person.runs("audit", "show", "1").out();
    String chinese = person.runs("audit", "show", "1", "--lang", "zh").out();

    assertThat(english)
        .contains("recipient: api.example.org", "fields: latitude, longitude, day", "who: you")
        .contains("SHA-256 of the request: " + LedgerEntries.hash("GET /a").value());
    assertThat(chinese).contains("接收方: api.example.org", "您");
  }

  @Test
  void showsHostileTextHarmless() throws IOException {
    append(
        List.of(
            new LedgerEntry.PolicyChange(
                LedgerEntries.TIME,
                "\u001b[31mrate",
                "\u202e",
                "\n99  allowed",
                Decision.byPerson(Method.COMMAND))));

    for (String[] command : new String[][] {{"audit"}, {"audit", "show", "13"}}) {
      assertThat(person.runs(command).out())
          .doesNotContain("\u001b", "\u202e", "\n99")
          .contains("⟨U+001B⟩[31mrate");
    }
  }

  @Test
  void givesJsonForScripts() {
    JsonNode list = person.runs("audit", "--json").json();
    JsonNode entry = person.runs("audit", "show", "2", "--json").json();

    assertThat(list.get("size").asLong()).isEqualTo(13);
    assertThat(list.get("entries").get(12).get("state").asString()).isEqualTo("unknown");
    assertThat(entry.get("kind").asString()).isEqualTo("outcome");
    assertThat(entry.get("intent").asLong()).isEqualTo(1);
    assertThat(entry.get("sentBytes").asLong()).isEqualTo(6);
  }

  @Test
  void verifiesAgainstARememberedCheckpointAndNoticesARestoredOlderStore() throws IOException {
    Path checkpoint = folder.resolve("ledger.checkpoint");
    Files.writeString(checkpoint, person.runs("audit", "export", "--format", "checkpoint").out());
    Path log = person.store().resolve("ledger").resolve("log");
    byte[] newest = Files.readAllBytes(log);
    Path manifest = person.store().resolve("manifest");
    byte[] newestManifest = Files.readAllBytes(manifest);
    append(List.of(LedgerEntries.refusal("GET /later")));

    Outcome after = person.runs("audit", "verify", "--since", checkpoint.toString());
    assertThat(after.status()).isZero();
    assertThat(after.out()).contains("All 14 entries", "up to 13 entries", "Not proven");

    Files.writeString(checkpoint, person.runs("audit", "export", "--format", "checkpoint").out());
    Files.write(log, newest);
    assertThat(person.runs("audit", "verify").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    Files.write(manifest, newestManifest);
    assertThat(person.runs("audit", "verify").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    person.forgetsWhatWasSeen();
    assertThat(person.runs("audit", "verify").status()).isZero();
    Outcome restored = person.runs("audit", "verify", "--since", checkpoint.toString());
    assertThat(restored.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(restored.err()).contains("the end is missing");
  }

  @Test
  void exportsWhatTheStandaloneVerifierAccepts() throws Exception {
    Path bundle = folder.resolve("ledger.txt");
    Path proof = folder.resolve("entry-7.tlog-proof");
    Files.writeString(bundle, person.runs("audit", "export").out());
    Files.writeString(proof, person.runs("audit", "prove", "7").out());
    String key = person.runs("audit", "export", "--format", "key").out().strip();

    assertThat(verifier(bundle.toString())).isZero();
    assertThat(verifier("--key", key, proof.toString())).isZero();
    Files.writeString(bundle, Files.readString(bundle).replace("entry 3 ", "entry 4 "));
    assertThat(verifier(bundle.toString())).isEqualTo(1);
  }

  @Test
  void provesThatItOnlyGrewSinceARememberedCheckpoint() throws Exception {
    Path checkpoint = folder.resolve("ledger.checkpoint");
    Path proof = folder.resolve("growth.txt");
    Files.writeString(checkpoint, person.runs("audit", "export", "--format", "checkpoint").out());
    append(List.of(LedgerEntries.refusal("GET /later")));
    Files.writeString(proof, person.runs("audit", "prove", "--old", "13").out());
    String key = person.runs("audit", "export", "--format", "key").out().strip();

    assertThat(verifier("--key", key, "--since", checkpoint.toString(), proof.toString())).isZero();
    assertThat(verifier("--key", key, proof.toString())).isEqualTo(1);
    assertThat(person.runs("audit", "prove", "--old", "99").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("audit", "prove", "1", "--old", "1").status())
        .isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void exportsConsentRecordsOfThePublishedProfile() {
    JsonNode document =
        JsonMapper.shared().readTree(person.runs("audit", "export", "--format", "json-ld").out());
    List<JsonNode> records =
        StreamSupport.stream(document.get("@graph").spliterator(), false).toList();

    assertThat(records).hasSize(4);
    for (JsonNode record : records) {
      JsonNode process = record.get("dpv:hasProcess").get(0);
      assertThat(record.propertyNames())
          .contains(
              "dct:conformsTo",
              "dpv:hasIdentifier",
              "dpv:hasDataSubject",
              "dct:created",
              "dct:creator",
              "dct:language",
              "dpv:hasNotice",
              "dpv:hasEntity");
      assertThat(record.get("dct:conformsTo").asString()).isEqualTo("dpv-27560:record-2");
      assertThat(process.propertyNames())
          .contains(
              "dpv:hasPurpose",
              "dpv:hasPersonalData",
              "dpv:hasProcessing",
              "dpv:hasDataController",
              "dpv:hasDataSource",
              "dpv:hasStorageCondition",
              "dpv:hasRecipient",
              "dpv:hasLegalBasis",
              "dpv:hasConsentStatus");
      assertThat(record.get("dpv:hasEntity").propertyNames())
          .contains(
              record.get("dct:creator").asString(),
              process.get("dpv:hasRecipient").get(0).asString());
    }
    JsonNode grant = records.get(1).get("dpv:hasProcess").get(0);
    assertThat(grant.get("sotto:use")).hasSize(1);
    assertThat(
            StreamSupport.stream(grant.get("dpv:hasConsentStatus").spliterator(), false)
                .map(status -> status.get("@type").get(0).asString()))
        .containsExactly("dpv:ConsentGiven", "dpv:ConsentWithdrawn", "dpv:ConsentExpired");
    assertThat(document.toString()).doesNotContain(LedgerEntries.hash("GET /a").value());
  }

  @Test
  void exportsATableInWhichNothingIsAFormula() throws IOException {
    append(
        List.of(
            new LedgerEntry.PluginChange(
                LedgerEntries.TIME,
                LedgerEntry.Change.INSTALLED,
                new ToolIdentity(
                    "=HYPERLINK(\"http://evil.example\")", "\t@SUM(1)", LedgerEntries.hash("x")),
                Optional.empty(),
                Decision.byPerson(Method.COMMAND))));

    String table = person.runs("audit", "export", "--format", "csv").out();

    assertThat(table)
        .startsWith("\"number\",\"time\",\"event\",\"host\"")
        .contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"", "\"'@SUM(1)\"")
        .doesNotContainPattern("(?m)(^|,)\"?[=+@\\t-]")
        .doesNotContain(LedgerEntries.hash("GET /a").value());
    assertThat(table.split("\r\n")).hasSize(15);
  }

  @Test
  void erasesTheContentOfAnEntryAndStillVerifies() {
    assertThat(person.runs("audit", "erase", "1").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("audit", "erase", "1", "--yes").status()).isZero();

    assertThat(person.runs("audit").out())
        .contains("1  (content erased)")
        .containsPattern("13  .*content erased  of entry 1");
    assertThat(person.runs("audit", "verify").out()).contains("the content of 1 was erased");
    assertThat(person.runs("audit", "erase", "1", "--yes").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aDamagedLedgerStopsTheAuditAndNothingElse() throws IOException {
    Path log = person.store().resolve("ledger").resolve("log");
    byte[] bytes = Files.readAllBytes(log);
    bytes[200] ^= 1;
    Files.write(log, bytes);

    assertThat(person.runs("audit").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(person.runs("list").status()).isZero();
  }

  @Test
  void explainsWrongWords() {
    assertThat(person.runs("audit", "burn").err()).contains("list, show, verify");
    assertThat(person.runs("audit", "show").err()).contains("Which entry");
    assertThat(person.runs("audit", "show", "99").err()).contains("0 to 12");
    assertThat(person.runs("audit", "export", "--format", "pdf").err()).contains("json-ld");
    assertThat(person.runs("audit", "show", "99").status()).isEqualTo(ExitStatus.USAGE);
  }

  private void append(List<LedgerEntry> entries) throws IOException {
    try (Passphrase passphrase = new Passphrase(Person.PASSPHRASE.toCharArray());
        PersonalStore store = PersonalStore.unlock(person.store(), passphrase, Access.WRITE)) {
      ConsentLedger ledger = store.ledger(SampleLife.clock());
      for (LedgerEntry entry : entries) {
        ledger.append(entry);
      }
    }
  }

  private static int verifier(String... arguments) {
    return LedgerVerifier.run(
        new PrintStream(OutputStream.nullOutputStream()),
        new PrintStream(OutputStream.nullOutputStream()),
        Locale.ENGLISH,
        arguments);
  }
}
