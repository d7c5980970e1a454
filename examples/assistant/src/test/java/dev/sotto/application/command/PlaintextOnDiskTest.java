package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.demo.PlaintextScan;
import dev.sotto.application.demo.SampleLife;
import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.tools.mail.MailImporter;
import dev.sotto.tools.mail.MailLimits;
import dev.sotto.tools.markdown.MarkdownImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Imports the sample life in a process of its own, whose temporary folder is watched, and looks on
 * the disk for what the records say: every run of eight bytes, as UTF-8 and as UTF-16 of both byte
 * orders.
 */
final class PlaintextOnDiskTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int SIGHTINGS_MILLIS = 20;

  @TempDir private static Path folder;
  private static Person mara;
  private static Path temporary;
  private static PlaintextScan scan;
  private static final TreeMap<String, Long> IN_TEMPORARY_FILES = new TreeMap<>();

  @BeforeAll
  static void importTheSampleLife() throws Exception {
    Path life = folder.resolve("life");
    SampleLife.copyTo(life);
    scan = scanFor(life);
    temporary = Files.createDirectories(folder.resolve("temporary"));
    mara = Person.withStoreIn(folder.resolve("mara"));

    Process process =
        mara.starts(
            List.of("-Djava.io.tmpdir=" + temporary),
            "add",
            life.resolve("notes").toString(),
            life.resolve("mail").resolve("inbox.mbox").toString());
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!process.waitFor(SIGHTINGS_MILLIS, TimeUnit.MILLISECONDS)) {
      lookIntoTemporaryFiles();
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
      }
    }
    lookIntoTemporaryFiles();
    assertThat(process.exitValue()).as(mara.printed()).isEqualTo(ExitStatus.OK);
    assertThat(mara.printed())
        .isEqualTo(
            """
            notes: 24 new, 0 changed, 0 gone, 0 unchanged
            inbox: 30 new, 0 changed, 0 gone, 0 unchanged
            """);
  }

  @Test
  void noFileOfTheStoreHoldsReadableText() throws IOException {
    mara.runs("search", "boiler");

    assertThat(mara.storeFiles()).hasSizeGreaterThan(8);
    for (Path file : mara.storeFiles()) {
      assertThat(scan.count(file)).as(mara.store().relativize(file).toString()).isZero();
    }
  }

  @Test
  void noNameOfAFileTellsWhatItHolds() throws IOException {
    for (Path file : mara.storeFiles()) {
      Path name = folder.resolve("name");
      Files.writeString(name, mara.store().relativize(file).toString());

      assertThat(scan.count(name)).as(file.getFileName().toString()).isZero();
    }
  }

  @Test
  void noTemporaryFileHoldsReadableText() {
    assertThat(IN_TEMPORARY_FILES).allSatisfy((file, found) -> assertThat(found).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void theScanFindsTextInAPlainFile(String coding) throws IOException {
    Path plain = folder.resolve("plain-" + coding);
    byte[] noise = new byte[1_001];
    Files.write(plain, noise);
    assertThat(scan.count(plain)).isZero();

    Files.write(plain, "worn gas pressure".getBytes(Charset.forName(coding)));
    assertThat(scan.count(plain)).isPositive();
  }

  @Test
  void theScanKnowsNotesAndMailsAfterTheirDecoding() throws IOException {
    Path plain = folder.resolve("plain-words");

    for (String words : List.of("Söhnke Bruhn", "Bring the rear hub", "knelt in front of it")) {
      Files.write(plain, words.getBytes(StandardCharsets.UTF_8));

      assertThat(scan.count(plain)).as(words).isPositive();
    }
  }

  /** Returns a scan for the files as they are and for the records that are read from them. */
  private static PlaintextScan scanFor(Path life) throws IOException {
    PlaintextScan scan = new PlaintextScan();
    ImportContext context = new ImportContext(List.of(), List.of(), SampleLife.ZONE);
    for (Importer importer :
        List.of(new MarkdownImporter(), new MailImporter(MailLimits.DEFAULT))) {
      Path source = life.resolve(importer.name().equals("mail") ? "mail" : "notes");
      importer.scan(source, context, new ScannedSink(scan));
      for (Path file : filesIn(source)) {
        scan.add(Files.readString(file));
      }
    }
    return scan;
  }

  /** Adds what is read to a scan. */
  private record ScannedSink(PlaintextScan scan) implements ImportSink {
    @Override
    public boolean wants(ItemKey key, Fingerprint fingerprint) {
      return true;
    }

    @Override
    public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content) {
      scan.add(key.value());
      scan.add(content.title());
      scan.add(content.text());
      for (Participant participant : content.participants()) {
        scan.add(participant.name());
        scan.add(participant.address());
      }
    }

    @Override
    public void problem(ItemKey key, String reason) {
      throw new AssertionError(key.value() + ": " + reason);
    }

    @Override
    public void progress(long done, long total) {}
  }

  private static void lookIntoTemporaryFiles() throws IOException {
    for (Path file : filesIn(temporary)) {
      try {
        String sighting =
            temporary.relativize(file)
                + ", "
                + Files.size(file)
                + " bytes at "
                + Files.getLastModifiedTime(file);
        if (!IN_TEMPORARY_FILES.containsKey(sighting)) {
          IN_TEMPORARY_FILES.put(sighting, scan.count(file));
        }
      } catch (NoSuchFileException e) {
        // It went while it was looked for.
      }
    }
  }

  private static List<Path> filesIn(Path parent) throws IOException {
    try (Stream<Path> paths = Files.walk(parent)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }
}
