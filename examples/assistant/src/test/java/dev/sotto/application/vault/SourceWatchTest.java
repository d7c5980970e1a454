package dev.sotto.application.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceWatchTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");

  @TempDir private Path folder;

  @Test
  void tellsTheSourceInWhichAFileChanged() throws IOException, InterruptedException {
    try (SourceWatch watch = watch()) {
      Files.writeString(folder.resolve("notes/new.md"), "new");

      assertThat(watch.changes(LONG, SHORT)).containsExactly(NOTES);
    }
  }

  @Test
  void seesFilesInFoldersThatAreNewerThanItself() throws IOException, InterruptedException {
    try (SourceWatch watch = watch()) {
      Files.createDirectories(folder.resolve("notes/trips"));
      assertThat(watch.changes(LONG, SHORT)).containsExactly(NOTES);
      Files.writeString(folder.resolve("notes/trips/rome.md"), "new");

      assertThat(watch.changes(LONG, SHORT)).containsExactly(NOTES);
    }
  }

  @Test
  void tellsASingleFileFromItsNeighbours() throws IOException, InterruptedException {
    try (SourceWatch watch = watch()) {
      Files.writeString(folder.resolve("mail/other.mbox"), "new");
      assertThat(watch.changes(Duration.ofSeconds(1), SHORT)).isEmpty();
      Files.writeString(folder.resolve("mail/inbox.mbox"), "grown");

      assertThat(watch.changes(LONG, SHORT)).isEqualTo(Set.of(MAIL));
    }
  }

  @Test
  void doesNotLeaveASourceThroughALink() throws IOException, InterruptedException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.createDirectories(folder.resolve("notes"));
    Files.createSymbolicLink(folder.resolve("notes/link"), outside);
    try (SourceWatch watch = watch()) {
      Files.writeString(outside.resolve("secret.md"), "new");

      assertThat(watch.changes(Duration.ofSeconds(1), SHORT)).isEmpty();
    }
  }

  private SourceWatch watch() throws IOException {
    Files.createDirectories(folder.resolve("notes"));
    Files.createDirectories(folder.resolve("mail"));
    Files.writeString(folder.resolve("mail/inbox.mbox"), "old");
    return SourceWatch.over(List.of(source(NOTES, "notes"), source(MAIL, "mail/inbox.mbox")));
  }

  private Source source(SourceId id, String path) {
    return new Source(id, "any", folder.resolve(path).toString(), Instant.EPOCH, Optional.empty());
  }
}
