package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void aChangeIsFoundWhileTheWatchGoesOn() throws IOException, InterruptedException {
    Path notes = Files.createDirectories(folder.resolve("notes"));
    Files.writeString(notes.resolve("one.md"), "# One\n\nThe first note.\n");
    Person person = Person.withStoreIn(folder.resolve("person"));
    assertThat(person.runs("add", notes.toString()).status()).isZero();
    Process watch = person.starts(List.of("-XX:+UseSerialGC"), "sync", "--watch");
    try {
      waitUntil(() -> person.printed().contains("Watching"));

      Files.writeString(notes.resolve("two.md"), "# Two\n\nThe zephyr arrives on Monday.\n");

      waitUntil(() -> person.printed().contains("1 new"));
      waitUntil(() -> person.runs("search", "zephyr").out().contains("zephyr"));
    } finally {
      watch.destroy();
      assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void waitUntil(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited " + LONG).isLessThan(end);
      Thread.sleep(100);
    }
  }
}
