package dev.sotto.application.audit;

import dev.sotto.application.terminal.ResultJson;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.Egress;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.LedgerEntry.Expiry;
import dev.sotto.ledger.LedgerEntry.Grant;
import dev.sotto.ledger.LedgerEntry.Intent;
import dev.sotto.ledger.LedgerEntry.Outcome;
import dev.sotto.ledger.LedgerEntry.Refusal;
import dev.sotto.ledger.LedgerEntry.Withdrawal;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.record.Fingerprint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Consents, refusals and single permissions as consent records in the W3C Data Privacy Vocabulary,
 * profile {@code dpv-27560:record-2}, which gives ISO/IEC TS 27560:2023 a form in JSON-LD. Other
 * entries are no consent records and are left out. References are salted.
 *
 * @see <a href="https://w3id.org/dpv/guides/consent-27560">w3id.org/dpv/guides/consent-27560</a>
 */
public final class ConsentRecords {
  private static final String GIVEN = "dpv:ConsentGiven";
  private static final String CREATOR = "sotto:program";
  private static final String PERSON = "sotto:person";

  private final String ledger;
  private final Map<Long, ObjectNode> processes = new LinkedHashMap<>();
  private final RequestStates states;
  private final ArrayNode records;
  private final ObjectNode document;

  private ConsentRecords(String ledger, RequestStates states) {
    this.ledger = ledger;
    this.states = states;
    document = ResultJson.object();
    document
        .putObject("@context")
        .put("dpv", "https://w3id.org/dpv#")
        .put("dpv-27560", "https://w3id.org/dpv/schema/dpv-27560#")
        .put("dct", "http://purl.org/dc/terms/")
        .put("skos", "http://www.w3.org/2004/02/skos/core#")
        .put("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
        .put("sotto", "urn:sotto:ledger:");
    records = document.putArray("@graph");
  }

  /**
   * Returns the consent records of a ledger.
   *
   * @param ledger the ledger's name
   * @param entries all its entries
   */
  public static ObjectNode of(String ledger, List<RecordedEntry> entries) {
    ConsentRecords made = new ConsentRecords(ledger, new RequestStates(entries));
    for (RecordedEntry entry : entries) {
      if (entry instanceof RecordedEntry.Kept kept) {
        made.add(kept.number(), kept.salted());
      }
    }
    return made.document;
  }

  private void add(long number, LedgerEntry entry) {
    switch (entry) {
      case Grant grant -> addGrant(number, grant);
      case Intent intent -> addIntent(number, intent);
      case Refusal refusal -> {
        ObjectNode process = addRecord(number, refusal.time(), refusal.egress());
        ObjectNode status =
            status(process, "dpv:ConsentRefused", refusal.time(), refusal.decision());
        status.put("sotto:reason", refusal.reason());
      }
      case Withdrawal withdrawal ->
          addStatus(
              withdrawal.grant(), "dpv:ConsentWithdrawn", withdrawal.time(), withdrawal.decision());
      case Expiry expiry ->
          addStatus(
              expiry.grant(), "dpv:ConsentExpired", expiry.time(), Decision.bySotto(Method.CLOCK));
      case LedgerEntry.Started e -> {}
      case Outcome e -> {}
      case LedgerEntry.PolicyChange e -> {}
      case LedgerEntry.PluginChange e -> {}
      case LedgerEntry.StoreRestored e -> {}
      case LedgerEntry.Erasure e -> {}
      case LedgerEntry.Recovery e -> {}
    }
  }

  private void addGrant(long number, Grant grant) {
    ObjectNode process =
        addRecord(
            number,
            grant.time(),
            grant.host(),
            grant.purpose(),
            grant.dataClasses(),
            "",
            grant.shownText());
    ObjectNode status = status(process, GIVEN, grant.time(), grant.decision());
    ObjectNode duration = status.putObject("dpv:hasDuration");
    if (grant.expires().isPresent()) {
      duration.putArray("@type").add("dpv:UntilTimeDuration");
      duration.put("rdf:value", grant.expires().get().toString());
    } else if (grant.extent() == LedgerEntry.GrantExtent.SITTING) {
      duration.putArray("@type").add("dpv:UntilEventDuration");
      duration.put("rdf:value", "the store is locked");
    } else {
      duration.putArray("@type").add("dpv:EndlessDuration");
    }
    evidence(process, grant);
    processes.put(number, process);
  }

  private void addIntent(long number, Intent intent) {
    OptionalLong grant = intent.decision().grant();
    if (grant.isPresent()) {
      ObjectNode process = processes.get(grant.getAsLong());
      if (process != null) {
        ObjectNode use = process.withArray("sotto:use").addObject();
        use.put("sotto:entry", number);
        use.put("dct:date", intent.time().toString());
        use.put("sotto:result", result(number));
        evidence(use, intent);
      }
      return;
    }
    ObjectNode process = addRecord(number, intent.time(), intent.egress());
    ObjectNode status = status(process, GIVEN, intent.time(), intent.decision());
    ObjectNode duration = status.putObject("dpv:hasDuration");
    duration.putArray("@type").add("dpv:FixedOccurencesDuration");
    duration.put("rdf:value", "1");
    process.put("sotto:result", result(number));
    evidence(process, intent);
  }

  private String result(long intent) {
    return states.outcome(intent).map(found -> EntryFields.word(found.result())).orElse("unknown");
  }

  private void addStatus(long grant, String state, Instant time, Decision decision) {
    ObjectNode process = processes.get(grant);
    if (process != null) {
      status(process, state, time, decision);
    }
  }

  private ObjectNode addRecord(long number, Instant time, Egress egress) {
    return addRecord(
        number,
        time,
        egress.host(),
        egress.purpose(),
        egress.dataClasses(),
        egress.statedRetention(),
        egress.shownText());
  }

  private ObjectNode addRecord(
      long number,
      Instant time,
      String host,
      String purpose,
      List<String> dataClasses,
      String retention,
      Fingerprint shownText) {
    String recipient = "sotto:host/" + host;
    ObjectNode record = records.addObject();
    record.putArray("@type").add("dpv:ConsentRecord");
    record.put("dct:conformsTo", "dpv-27560:record-2");
    record.put("dpv:hasIdentifier", ledger + "/" + number);
    ObjectNode subject = record.putObject("dpv:hasDataSubject");
    subject.putArray("@type").add("dpv:DataSubject");
    subject.put("dpv:hasIdentifier", ledger);
    record.put("dct:created", time.toString());
    record.put("dct:creator", CREATOR);
    record.put("dct:language", "en");
    ObjectNode notice = record.putArray("dpv:hasNotice").addObject();
    notice.put("@type", "dpv:ConsentNotice");
    notice.put("dpv:hasIdentifier", shownText.value());
    notice.put("dct:date", time.toString());
    ObjectNode process = record.putArray("dpv:hasProcess").addObject();
    process.put("@type", "dpv:Process");
    ObjectNode aim = process.putArray("dpv:hasPurpose").addObject();
    aim.putArray("@type").add("dpv:Purpose");
    aim.put("skos:broader", "dpv:ServiceProvision");
    aim.put("skos:prefLabel", purpose);
    ArrayNode data = process.putArray("dpv:hasPersonalData");
    for (String dataClass : dataClasses) {
      ObjectNode item = data.addObject();
      item.putArray("@type").add("dpv:PersonalData");
      item.putArray("skos:broader").add("dpv:PersonalData");
      item.put("skos:prefLabel", dataClass);
    }
    process.putArray("dpv:hasProcessing").add("dpv:Transmit");
    process.putArray("dpv:hasDataController").add(recipient);
    process.putArray("dpv:hasDataSource").add("dpv:DataSubjectDataSource");
    addStorage(process, retention);
    process.putArray("dpv:hasRecipient").add(recipient);
    process.putArray("dpv:hasLegalBasis").add("dpv:Consent");
    ObjectNode entities = record.putObject("dpv:hasEntity");
    entities.putObject(recipient).put("dpv:hasName", host).putArray("@type").add("dpv:Recipient");
    entities.putObject(CREATOR).put("dpv:hasName", "Sotto").putArray("@type").add("dpv:Entity");
    entities
        .putObject(PERSON)
        .put("dpv:hasIdentifier", ledger)
        .putArray("@type")
        .add("dpv:DataSubject");
    return process;
  }

  private static void addStorage(ObjectNode process, String retention) {
    ArrayNode conditions = process.putArray("dpv:hasStorageCondition");
    ObjectNode place = conditions.addObject();
    place.putArray("@type").add("dpv:StorageLocation");
    place.putObject("dpv:hasLocation").put("skos:broader", "dpv:Location");
    ObjectNode period = conditions.addObject();
    period.putArray("@type").add("dpv:StorageDuration");
    period
        .putObject("dpv:hasDuration")
        .put("@type", "dpv:UntilEventDuration")
        .put(
            "rdf:value",
            retention.isEmpty() ? "not stated" : "as the recipient states: " + retention);
  }

  private static ObjectNode status(
      ObjectNode process, String state, Instant time, Decision decision) {
    ObjectNode status = process.withArray("dpv:hasConsentStatus").addObject();
    ArrayNode types = status.putArray("@type").add(state);
    if (state.equals(GIVEN)) {
      types.add("dpv:ExplicitlyExpressedConsent");
    }
    status.put("dpv:isIndicatedAtTime", time.toString());
    status.put("dpv:isExercisedAt", "sotto: " + EntryFields.word(decision.method()));
    status.put(
        "dpv:isIndicatedBy",
        switch (decision.actor()) {
          case PERSON -> PERSON;
          case SOTTO -> CREATOR;
        });
    return status;
  }

  private static void evidence(ObjectNode node, LedgerEntry entry) {
    Map<String, Object> fields = EntryFields.of(entry);
    for (String name : List.of("bytes", "payload", "tool", "toolVersion", "toolCode", "model")) {
      Object value = fields.get(name);
      if (value != null) {
        node.put("sotto:" + name, value.toString());
      }
    }
  }
}
