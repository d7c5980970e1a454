package dev.sotto.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sotto.ledger.LedgerEntry.Erasure;
import dev.sotto.ledger.LedgerEntry.Expiry;
import dev.sotto.ledger.LedgerEntry.Intent;
import dev.sotto.ledger.LedgerEntry.Outcome;
import dev.sotto.ledger.LedgerEntry.Recovery;
import dev.sotto.ledger.LedgerEntry.Started;
import dev.sotto.ledger.LedgerEntry.Withdrawal;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all ledgers keep to. */
public abstract class ConsentLedgerContract {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Decision COMMAND = Decision.byPerson(Method.COMMAND);

  private ConsentLedger ledger;

  /** Returns a ledger that has just begun. */
  protected abstract ConsentLedger create(Clock clock) throws IOException;

  @BeforeEach
  void createLedger() throws IOException {
    ledger = create(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void beginsWithAnEntryThatSaysSo() throws IOException {
    assertThat(ledger.size()).isEqualTo(1);
    assertThat(entry(0)).isEqualTo(new Started(NOW));
  }

  @Test
  void readsEveryKindOfEntryAsItWasAppended() throws IOException {
    for (LedgerEntry entry : LedgerEntries.ofEveryKind()) {
      long number = ledger.append(entry);

      assertThat(number).isEqualTo(ledger.size() - 1);
      assertThat(entry(number)).isEqualTo(entry);
    }
    assertThat(ledger.verify()).isEqualTo(1 + LedgerEntries.ofEveryKind().size());
  }

  @Test
  void readsARangeOldestFirstAndNoMoreThanThereIs() throws IOException {
    ledger.append(LedgerEntries.intent("GET /1"));
    ledger.append(LedgerEntries.intent("GET /2"));

    assertThat(ledger.entries(1, 99)).extracting(RecordedEntry::number).containsExactly(1L, 2L);
    assertThat(ledger.entries(2, 2)).isEmpty();
    assertThat(ledger.entries(7, 9)).isEmpty();
    assertThat(ledger.find(3)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.find(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.entries(2, 1));
  }

  @Test
  void saltsWhatOthersCouldGuess() throws IOException {
    Intent intent = LedgerEntries.intent("GET /1");
    long first = ledger.append(intent);

    Intent salted = (Intent) kept(first).salted();

    assertThat(salted.egress().payload()).isNotEqualTo(intent.egress().payload());
    assertThat(salted.egress().shownText()).isNotEqualTo(intent.egress().shownText());
    assertThat(salted.egress().records())
        .extracting(UsedRecord::id)
        .doesNotContainAnyElementsOf(
            intent.egress().records().stream().map(UsedRecord::id).toList());
    assertThat(salted.egress().records())
        .extracting(UsedRecord::labels)
        .isEqualTo(intent.egress().records().stream().map(UsedRecord::labels).toList());
    assertThat(salted.egress().host()).isEqualTo(intent.egress().host());
  }

  @Test
  void saltsAnOutcomeSoThatItCanBeComparedWithItsIntent() throws IOException {
    long intent = ledger.append(LedgerEntries.intent("GET /1"));
    long same = ledger.append(LedgerEntries.answered(intent, "GET /1"));
    long other = ledger.append(LedgerEntries.answered(intent, "GET /2"));

    assertThat(((Outcome) kept(same).salted()).sent())
        .contains(((Intent) kept(intent).salted()).egress().payload());
    assertThat(((Outcome) kept(other).salted()).sent())
        .isNotEqualTo(((Outcome) kept(same).salted()).sent());
  }

  @Test
  void refusesEntriesThatOnlyItMakesItself() {
    for (LedgerEntry entry :
        List.of(new Started(NOW), new Erasure(NOW, 0, COMMAND), new Recovery(NOW, 3))) {
      assertThatIllegalArgumentException().isThrownBy(() -> ledger.append(entry));
    }
    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void refusesEntriesAboutEntriesThatAreNotThereOrOfAnotherKind() throws IOException {
    long grant = ledger.append(LedgerEntries.grant());

    for (LedgerEntry entry :
        List.of(
            LedgerEntries.notSent(grant),
            LedgerEntries.notSent(2),
            new Withdrawal(NOW, 0, COMMAND),
            new Expiry(NOW, 9),
            new Intent(
                NOW, LedgerEntries.egress("GET /1"), Decision.byGrant(Method.STANDING_GRANT, 0)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> ledger.append(entry));
    }
    assertThat(ledger.size()).isEqualTo(2);
  }

  @Test
  void erasesTheContentOfAnEntryAndSaysSo() throws IOException {
    long intent = ledger.append(LedgerEntries.intent("GET /1"));
    long outcome = ledger.append(LedgerEntries.answered(intent, "GET /1"));

    long erasure = ledger.erase(intent, COMMAND);

    assertThat(ledger.find(intent)).contains(new RecordedEntry.Erased(intent));
    assertThat(entry(outcome)).isEqualTo(LedgerEntries.answered(intent, "GET /1"));
    assertThat(entry(erasure)).isEqualTo(new Erasure(NOW, intent, COMMAND));
    assertThat(ledger.append(LedgerEntries.notSent(intent))).isEqualTo(erasure + 1);
    assertThat(entry(erasure + 1)).isEqualTo(LedgerEntries.notSent(intent));
    assertThat(ledger.verify()).isEqualTo(5);
  }

  @Test
  void erasesNothingThatIsGoneOrThatItMadeItself() throws IOException {
    long intent = ledger.append(LedgerEntries.intent("GET /1"));
    long erasure = ledger.erase(intent, COMMAND);

    for (long number : new long[] {0, intent, erasure, 99}) {
      assertThatIllegalArgumentException().isThrownBy(() -> ledger.erase(number, COMMAND));
    }
    assertThat(ledger.size()).isEqualTo(3);
  }

  @Test
  void givesACheckpointOfEverySize() throws IOException {
    Checkpoint before = ledger.checkpoint();

    ledger.append(LedgerEntries.intent("GET /1"));

    assertThat(before.size()).isEqualTo(1);
    assertThat(before.note().lines().skip(1).findFirst()).contains("1");
    assertThat(ledger.checkpoint().size()).isEqualTo(2);
    assertThat(ledger.checkpoint().note()).isNotEqualTo(before.note());
    assertThat(ledger.checkpoint()).isEqualTo(ledger.checkpoint());
  }

  @Test
  void provesItsGrowthFromEverySizeThatItHad() throws IOException {
    ledger.append(LedgerEntries.intent("GET /1"));

    assertThat(ledger.proveGrowth(1)).startsWith("old 1\n").endsWith(ledger.checkpoint().note());
    assertThat(ledger.proveGrowth(ledger.size())).startsWith("old " + ledger.size() + "\n\n");
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.proveGrowth(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.proveGrowth(ledger.size() + 1));
  }

  @Test
  void provesEveryEntryAndNoOther() throws IOException {
    ledger.append(LedgerEntries.intent("GET /1"));

    assertThat(ledger.prove(1))
        .startsWith("c2sp.org/tlog-proof@v1\n")
        .contains("\nindex 1\n")
        .endsWith("\n\n" + ledger.checkpoint().note());
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.prove(2));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.prove(-1));
  }

  private LedgerEntry entry(long number) throws IOException {
    return kept(number).entry();
  }

  private RecordedEntry.Kept kept(long number) throws IOException {
    return (RecordedEntry.Kept) ledger.find(number).orElseThrow();
  }
}
