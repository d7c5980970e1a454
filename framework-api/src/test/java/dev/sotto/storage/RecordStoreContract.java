package dev.sotto.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every record store keeps to. */
public abstract class RecordStoreContract {
  protected static final SourceId NOTES = new SourceId("notes");
  protected static final SourceId MAIL = new SourceId("mail");
  private static final Instant ADDED = Instant.parse("2026-03-05T10:00:00.123456789Z");

  private RecordStore store;

  /** Returns a new, empty store. */
  protected abstract RecordStore create() throws IOException;

  @BeforeEach
  void createStore() throws IOException {
    store = create();
  }

  /** Returns a source of this name. */
  protected static Source source(SourceId id) {
    return new Source(id, "markdown", "/home/ada/" + id, ADDED, Optional.empty());
  }

  /** Returns a note whose fingerprint follows from its text. */
  protected static PersonalRecord note(SourceId source, String key, String text) {
    return PersonalRecord.of(
        source,
        new ItemKey(key),
        Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)),
        new RecordContent(
            RecordKind.NOTE,
            "Title of " + key,
            Instant.parse("1969-07-20T20:17:40.000000001Z"),
            List.of(
                new Participant("Ada Quill", "", Participant.Role.AUTHOR),
                new Participant("", "bo@birch.example", Participant.Role.RECIPIENT)),
            "thread-" + key,
            text,
            Labels.OWN,
            key));
  }

  @Test
  void startsEmptyAtGenerationZero() {
    assertThat(store.generation()).isZero();
    assertThat(store.size()).isZero();
    assertThat(store.sources()).isEmpty();
    assertThat(store.changesSince(0)).contains(new RecordStore.Changes(List.of(), List.of()));
  }

  @Test
  void remembersSourcesByNameAndReplacesThem() throws IOException {
    Source read = source(NOTES).syncedAt(ADDED.plusSeconds(60));

    store.putSource(source(NOTES));
    store.putSource(source(MAIL));
    store.putSource(read);

    assertThat(store.sources()).containsExactly(source(MAIL), read);
    assertThat(store.findSource(NOTES)).contains(read);
    assertThat(store.findSource(new SourceId("chats"))).isEmpty();
    assertThat(store.generation()).isEqualTo(3);
  }

  @Test
  void givesBackWhatWasCommitted() throws IOException {
    PersonalRecord plain = note(NOTES, "boiler.md", "The boiler is serviced on 14 May.");
    PersonalRecord empty = note(NOTES, "empty.md", "");
    PersonalRecord chinese = note(NOTES, "旅行/熊猫.md", "熊猫改到十六号。\uD83D\uDC3C");
    PersonalRecord large = note(NOTES, "large.md", "0123456789abcdef".repeat(20_000));
    store.putSource(source(NOTES));

    long generation = store.commit(NOTES, List.of(plain, empty, chinese, large), List.of());

    assertThat(generation).isEqualTo(2).isEqualTo(store.generation());
    assertThat(store.size()).isEqualTo(4);
    for (PersonalRecord record : List.of(plain, empty, chinese, large)) {
      assertThat(store.find(record.id())).contains(record);
    }
    assertThat(store.find(RecordId.of(MAIL, plain.key()))).isEmpty();
  }

  @Test
  void keepsTheSourcesApart() throws IOException {
    PersonalRecord ofNotes = note(NOTES, "same.md", "A note.");
    PersonalRecord ofMail = note(MAIL, "same.md", "A letter.");
    store.putSource(source(NOTES));
    store.putSource(source(MAIL));

    store.commit(NOTES, List.of(ofNotes), List.of());
    store.commit(MAIL, List.of(ofMail), List.of());

    assertThat(store.items(NOTES)).isEqualTo(Map.of(ofNotes.key(), ofNotes.fingerprint()));
    assertThat(store.recordIds(MAIL)).containsExactly(ofMail.id());
    assertThat(store.items(new SourceId("chats"))).isEmpty();
  }

  @Test
  void replacesARecordByItsNewerForm() throws IOException {
    PersonalRecord older = note(NOTES, "boiler.md", "May");
    PersonalRecord newer = note(NOTES, "boiler.md", "June");
    store.putSource(source(NOTES));

    store.commit(NOTES, List.of(older), List.of());
    store.commit(NOTES, List.of(newer), List.of());

    assertThat(store.find(older.id())).contains(newer);
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.items(NOTES)).containsEntry(newer.key(), newer.fingerprint());
  }

  @Test
  void removesItemsAndIgnoresUnknownOnes() throws IOException {
    PersonalRecord gone = note(NOTES, "gone.md", "Gone");
    PersonalRecord kept = note(NOTES, "kept.md", "Kept");
    store.putSource(source(NOTES));
    store.commit(NOTES, List.of(gone, kept), List.of());

    store.commit(NOTES, List.of(), List.of(gone.key(), new ItemKey("never-there.md")));

    assertThat(store.find(gone.id())).isEmpty();
    assertThat(store.recordIds(NOTES)).containsExactly(kept.id());
  }

  @Test
  void tellsWhatChangedSinceAGeneration() throws IOException {
    PersonalRecord first = note(NOTES, "first.md", "1");
    PersonalRecord second = note(NOTES, "second.md", "2");
    PersonalRecord third = note(NOTES, "third.md", "3");
    PersonalRecord firstAgain = note(NOTES, "first.md", "1, newer");
    store.putSource(source(NOTES));
    long start = store.commit(NOTES, List.of(first, second), List.of());

    store.commit(NOTES, List.of(firstAgain, third), List.of(second.key()));

    RecordStore.Changes changes = store.changesSince(start).orElseThrow();
    assertThat(changes.present()).containsExactlyInAnyOrder(first.id(), third.id());
    assertThat(changes.removed()).containsExactly(second.id());
    assertThat(store.changesSince(store.generation()))
        .contains(new RecordStore.Changes(List.of(), List.of()));
    RecordStore.Changes all = store.changesSince(0).orElseThrow();
    assertThat(all.present()).containsExactlyInAnyOrder(first.id(), third.id());
    assertThat(all.removed()).isEmpty();
  }

  @Test
  void whatWasRemovedAndCameBackIsPresentOnly() throws IOException {
    PersonalRecord record = note(NOTES, "back.md", "Back");
    store.putSource(source(NOTES));
    long start = store.commit(NOTES, List.of(record), List.of());
    store.commit(NOTES, List.of(), List.of(record.key()));

    store.commit(NOTES, List.of(record), List.of());

    assertThat(store.changesSince(start))
        .contains(new RecordStore.Changes(List.of(record.id()), List.of()));
  }

  @Test
  void doesNotKnowTheChangesSinceAGenerationThatIsYetToCome() {
    assertThat(store.changesSince(store.generation() + 1)).isEmpty();
  }

  @Test
  void forgetsASourceAndNothingElse() throws IOException {
    PersonalRecord ofNotes = note(NOTES, "a.md", "A note.");
    PersonalRecord ofMail = note(MAIL, "a.md", "A letter.");
    store.putSource(source(NOTES));
    store.putSource(source(MAIL));
    store.commit(NOTES, List.of(ofNotes), List.of());
    long before = store.commit(MAIL, List.of(ofMail), List.of());

    store.forget(NOTES);

    assertThat(store.sources()).containsExactly(source(MAIL));
    assertThat(store.find(ofNotes.id())).isEmpty();
    assertThat(store.items(NOTES)).isEmpty();
    assertThat(store.find(ofMail.id())).contains(ofMail);
    assertThat(store.generation()).isEqualTo(before + 1);
    assertThat(store.changesSince(before).orElseThrow().removed()).containsExactly(ofNotes.id());
  }

  @Test
  void aForgottenSourceCanBeAddedAgain() throws IOException {
    PersonalRecord record = note(NOTES, "a.md", "A note.");
    store.putSource(source(NOTES));
    store.commit(NOTES, List.of(record), List.of());
    store.forget(NOTES);

    store.putSource(source(NOTES));
    store.commit(NOTES, List.of(record), List.of());

    assertThat(store.find(record.id())).contains(record);
  }

  @Test
  void forgettingAnUnknownSourceChangesNothing() throws IOException {
    store.forget(NOTES);

    assertThat(store.generation()).isZero();
  }

  @Test
  void refusesABatchOfAnUnknownSource() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.commit(NOTES, List.of(note(NOTES, "a.md", "A")), List.of()));
    assertThat(store.generation()).isZero();
  }

  @Test
  void refusesARecordOfAnotherSource() throws IOException {
    store.putSource(source(NOTES));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.commit(NOTES, List.of(note(MAIL, "a.md", "A")), List.of()));
    assertThat(store.generation()).isEqualTo(1);
  }

  @Test
  void everyBatchRaisesTheGenerationByOne() throws IOException {
    store.putSource(source(NOTES));
    List<Long> generations = new ArrayList<>();

    for (int batch = 0; batch < 5; batch++) {
      generations.add(store.commit(NOTES, List.of(note(NOTES, batch + ".md", "text")), List.of()));
    }
    generations.add(store.commit(NOTES, List.of(), List.of()));

    assertThat(generations).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
  }
}
