package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone who has the disk but no key gets to see. */
final class StoreSecrecyTest {
  private static final int WINDOW_BYTES = Long.BYTES;
  private static final SourceId SOURCE = new SourceId("winter-journal-of-ada");
  private static final String PATH = "/home/ada/Documents/winter journal";
  private static final String KEY = "january/frozen-harbour.md";
  private static final String TITLE = "The frozen harbour at Elsinore";
  private static final String TEXT = "We walked over the ice; 港口已经结冰，我们走过冰面去看灯塔。 ";
  private static final String AUTHOR = "Ada Quill of Birchwood";
  private static final String ADDRESS = "ada.quill@birchwood.example";
  private static final String THREAD = "thread-about-the-harbour";
  private static final String LOCATION = "line 17 of the journal";
  private static final String DOCUMENT = "never send the harbour notes";
  private static final String INDEXED = "harbour lighthouse elsinore";
  private static final String NEXT_WORDS = "another sentence that unlocks";

  @TempDir private Path parent;

  @Test
  void noFileHoldsEightBytesOfAnythingThatWasWritten() throws IOException {
    Path folder = parent.resolve("store");
    List<String> secrets =
        new ArrayList<>(
            List.of(
                SOURCE.value(),
                PATH,
                KEY,
                TITLE,
                TEXT,
                AUTHOR,
                ADDRESS,
                THREAD,
                LOCATION,
                DOCUMENT,
                INDEXED,
                StoreFixture.WORDS,
                NEXT_WORDS,
                "journal-importer"));
    secrets.add(fill(folder));
    Set<Long> windows = windowsOf(secrets);

    List<Path> files = filesBelow(folder);

    assertThat(files).hasSizeGreaterThanOrEqualTo(7);
    for (Path file : files) {
      assertThat(holdsAny(Files.readAllBytes(file), windows)).as(file.toString()).isFalse();
      assertThat(file.getFileName().toString())
          .matches(
              "lock|manifest|slots|table|catalogue|settings|segments_1|(pack|segment)-[0-9a-f]{16}");
    }
  }

  @Test
  void theSearchForPlaintextFindsItInEveryEncoding() {
    Set<Long> windows = windowsOf(List.of(TEXT));

    for (Charset charset : charsets()) {
      byte[] file = ("\u0001\u0002" + TEXT.substring(3, 15)).getBytes(charset);
      assertThat(holdsAny(file, windows)).as(charset.name()).isTrue();
    }
    assertThat(holdsAny("something else entirely".getBytes(StandardCharsets.UTF_8), windows))
        .isFalse();
  }

  @Test
  void onlyTheOwnerCanReadFilesAndEnterFolders() throws IOException {
    assumeTrue(parent.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path folder = parent.resolve("store");
    fill(folder);

    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void theSameRecordsNeverGiveTheSameBytes() throws IOException {
    fill(parent.resolve("one"));
    fill(parent.resolve("two"));
    Set<Long> windows = new HashSet<>();
    for (Path file : filesBelow(parent.resolve("one").resolve("records"))) {
      addWindows(Files.readAllBytes(file), windows);
    }

    for (Path file : filesBelow(parent.resolve("two").resolve("records"))) {
      assertThat(holdsAny(Files.readAllBytes(file), windows)).as(file.toString()).isFalse();
    }
  }

  private static String fill(Path folder) throws IOException {
    String code;
    try (PersonalStore store = StoreFixture.create(folder)) {
      store
          .records()
          .putSource(new Source(SOURCE, "journal-importer", PATH, Instant.EPOCH, Optional.empty()));
      store.records().commit(SOURCE, List.of(record(KEY), record(KEY + "2")), List.of());
      store.records().commit(SOURCE, List.of(), List.of(new ItemKey(KEY + "2")));
      store.documents().write("settings", DOCUMENT.getBytes(StandardCharsets.UTF_8));
      byte[] indexed = INDEXED.getBytes(StandardCharsets.UTF_8);
      try (EncryptedFileWriter index =
          store.indexFiles().create(store.indexFolder().resolve("segments_1"), "segments_1")) {
        index.write(indexed, 0, indexed.length);
      }
      try (Passphrase next = new Passphrase(NEXT_WORDS.toCharArray());
          RecoveryCode replaced = store.replaceRecoveryCode()) {
        store.changePassphrase(next, StoreFixture.QUICK);
        code = new String(replaced.reveal());
      }
    }
    return code.replace("-", "");
  }

  private static PersonalRecord record(String key) {
    String text = TEXT.repeat(400);
    return PersonalRecord.of(
        SOURCE,
        new ItemKey(key),
        Fingerprint.of((key + text).getBytes(StandardCharsets.UTF_8)),
        new RecordContent(
            RecordKind.NOTE,
            TITLE,
            Instant.parse("2026-01-17T10:00:00Z"),
            List.of(new Participant(AUTHOR, ADDRESS, Participant.Role.AUTHOR)),
            THREAD,
            text,
            Labels.OWN,
            LOCATION));
  }

  private static List<Charset> charsets() {
    return List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
  }

  private static Set<Long> windowsOf(List<String> texts) {
    Set<Long> windows = new HashSet<>();
    for (String text : texts) {
      charsets().forEach(charset -> addWindows(text.getBytes(charset), windows));
    }
    return windows;
  }

  private static void addWindows(byte[] bytes, Set<Long> windows) {
    for (int at = 0; at + WINDOW_BYTES <= bytes.length; at++) {
      windows.add(ByteBuffer.wrap(bytes).getLong(at));
    }
  }

  private static boolean holdsAny(byte[] bytes, Set<Long> windows) {
    for (int at = 0; at + WINDOW_BYTES <= bytes.length; at++) {
      if (windows.contains(ByteBuffer.wrap(bytes).getLong(at))) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
