package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.ItemKey;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RememberedDeletionsTest {
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final ItemKey TEA = new ItemKey("tea.md");
  private static final ItemKey BIKE = new ItemKey("bike.md");

  @TempDir private Path parent;

  @Test
  void itemsAreRememberedByTheNextProcessUntilTheyMayComeBack() throws IOException {
    Path folder = parent.resolve("store");
    try (PersonalStore store = StoreFixture.create(folder)) {
      store.deletions().add(NOTES, List.of(TEA, BIKE));
      store.deletions().add(MAIL, List.of(TEA));
    }
    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      RememberedDeletions deletions = store.deletions();
      assertThat(deletions.contains(NOTES, TEA)).isTrue();
      assertThat(deletions.contains(MAIL, TEA)).isTrue();
      assertThat(deletions.contains(MAIL, BIKE)).isFalse();
      assertThat(deletions.count(NOTES)).isEqualTo(2);

      assertThat(deletions.letBack(NOTES, List.of(TEA))).isEqualTo(1);
      assertThat(deletions.contains(NOTES, TEA)).isFalse();
      assertThat(deletions.contains(NOTES, BIKE)).isTrue();
      assertThat(deletions.letBack(NOTES)).isEqualTo(1);
    }
    try (PersonalStore store = StoreFixture.unlock(folder, Access.READ)) {
      assertThat(store.deletions().count()).isEqualTo(1);
      assertThat(store.deletions().contains(MAIL, TEA)).isTrue();
    }
  }
}
