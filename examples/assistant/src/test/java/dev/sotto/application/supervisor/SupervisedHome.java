package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.application.vault.Profile;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.AnchorFolder;
import dev.sotto.securestore.NewStore;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.confinement.ConfinementSupport;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person's folders, all within one that is removed after the test: home, notes, runtime and
 * temporary files. Commands run as a person starts them, by a supervisor in processes of their own.
 */
final class SupervisedHome {
  private static final String PASSPHRASE = "lantern orbit pebble";
  private static final Path CACHE = Path.of("target", "caches").toAbsolutePath();
  private static final KeyDerivationPreset QUICK = new KeyDerivationPreset(8 << 10, 1, 1);
  private static final int NOTE_NUMBER_OFFSET = 1000;
  private static final Duration LOCK_OF_THE_DEAD = Duration.ofSeconds(10);
  private static final int POLL_MILLIS = 20;

  private final Path folder;
  private final AtomicInteger started;
  private final Entry entry;
  private int written;

  /** Whether commands are told where the passphrase is. */
  private enum Entry {
    PASSPHRASE_FILE,
    NONE
  }

  private SupervisedHome(Path folder, AtomicInteger started, Entry entry) {
    this.folder = folder;
    this.started = started;
    this.entry = entry;
  }

  /** Returns the same home, whose commands can't have the passphrase. */
  SupervisedHome withoutPassphrase() {
    return new SupervisedHome(folder, started, Entry.NONE);
  }

  /** Returns a home without a store; skips the test where the kernel can't confine. */
  static SupervisedHome in(Path folder) throws IOException {
    ConfinementSupport support = ConfinementSupport.ofThisSystem();
    assumeThat(support.linux() && support.filters() && support.landlockVersion() > 0)
        .as("Linux with seccomp and Landlock")
        .isTrue();
    SupervisedHome home =
        new SupervisedHome(folder.toRealPath(), new AtomicInteger(), Entry.PASSPHRASE_FILE);
    for (Path own : List.of(home.temporary(), home.runtime())) {
      Files.createDirectories(own);
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    }
    Files.createDirectories(home.notes());
    Files.writeString(home.passphrase(), PASSPHRASE + "\n");
    Files.setPosixFilePermissions(home.passphrase(), PosixFilePermissions.fromString("rw-------"));
    return home;
  }

  /** Returns a home with an empty store, whose passphrase is quick to stretch. */
  static SupervisedHome withStoreIn(Path folder) throws IOException {
    SupervisedHome home = in(folder);
    Files.createDirectories(home.home());
    try (Passphrase passphrase = new Passphrase(PASSPHRASE.toCharArray())) {
      NewStore made =
          PersonalStore.create(
              home.home().resolve("store"),
              passphrase,
              QUICK,
              new SecureRandom(),
              new AnchorFolder(home.folder.resolve("state/sotto")));
      try (PersonalStore store = made.store()) {
        new Profile(List.of("Mara Lindqvist"), List.of("mara@lindqvist.example"), SampleLife.ZONE)
            .write(store.documents());
      }
      made.recoveryCode().close();
    }
    return home;
  }

  Path home() {
    return folder.resolve("home");
  }

  Path notes() {
    return folder.resolve("notes");
  }

  Path temporary() {
    return folder.resolve("temporary");
  }

  Path runtime() {
    return folder.resolve("runtime");
  }

  /** Returns the folder that native libraries are unpacked in. */
  Path natives() {
    return CACHE.resolve("sotto").resolve("natives");
  }

  /** Returns the folder of prepared models. */
  Path modelCache() {
    return CACHE.resolve("sotto").resolve("models");
  }

  private Path passphrase() {
    return folder.resolve("passphrase");
  }

  /** Adds notes to the folder of notes; each becomes one record. */
  void write(int notes) throws IOException {
    for (int i = 0; i < notes; i++) {
      Files.writeString(
          notes().resolve("note-%05d.md".formatted(written)),
          "# Jar %d%n%nShelf %d.%n".formatted(written, written + NOTE_NUMBER_OFFSET));
      written++;
    }
  }

  /** Returns how many notes were written. */
  int written() {
    return written;
  }

  /** Starts a command. */
  SupervisedRun starts(String... arguments) throws IOException {
    return startsUnder(List.of(), arguments);
  }

  /** Starts a command by another program, which is told Sotto's command line after its own. */
  SupervisedRun startsUnder(List<String> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(command());
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** Returns the command that a person's arguments are appended to. */
  List<String> command() {
    return List.of(
        VaultLaunch.java().toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-Djava.io.tmpdir=" + temporary(),
        "-cp",
        System.getProperty("java.class.path"),
        "dev.sotto.application.SupervisorProcess");
  }

  /** Starts a program with the variables of a person. */
  SupervisedRun start(List<String> command) throws IOException {
    ProcessBuilder builder = person(command);
    int number = started.getAndIncrement();
    Path out = folder.resolve("out-" + number);
    Path err = folder.resolve("err-" + number);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new SupervisedRun(builder.start(), folder, out, err);
  }

  /**
   * Starts a command at a terminal of its own, by script(1): what is written to the process is
   * typed there.
   *
   * @param screen the file that what is shown goes to
   */
  Process startsAtATerminal(Path screen, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of(arguments));
    String line =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return person(List.of("script", "-q", "-f", "-e", "-c", line, "/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(screen.toFile())
        .start();
  }

  private ProcessBuilder person(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SOTTO_HOME", home().toString());
    builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("XDG_RUNTIME_DIR", runtime().toString());
    if (entry == Entry.PASSPHRASE_FILE) {
      builder.environment().put("SOTTO_PASSPHRASE_FILE", passphrase().toString());
    }
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** Runs a command to its end. */
  SupervisedRun runs(String... arguments) throws IOException, InterruptedException {
    return starts(arguments).toItsEnd();
  }

  /** Returns how many records the store has, as a new start tells it. */
  int records() throws IOException, InterruptedException {
    int records = 0;
    for (var source : runs("list", "--json").succeeded().json().at("/sources")) {
      records += source.at("/records").asInt();
    }
    return records;
  }

  /**
   * Returns how many records the store has, as this process reads it. Waits for the lock of a
   * process that was killed, which the kernel may release a moment after it is gone from view.
   */
  int stored() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LOCK_OF_THE_DEAD.toNanos();
    while (true) {
      try {
        return read();
      } catch (StoreException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private int read() throws IOException {
    try (Passphrase passphrase = new Passphrase(PASSPHRASE.toCharArray());
        PersonalStore store =
            PersonalStore.unlock(home().resolve("store"), passphrase, Access.READ)) {
      int records = 0;
      for (Source source : store.records().sources()) {
        records += store.records().recordIds(source.id()).size();
      }
      return records;
    }
  }

  /** Returns what runs have left where their folders were. */
  List<Path> leftByRuns() throws IOException {
    List<Path> left = new ArrayList<>();
    for (Path place : List.of(temporary(), runtime())) {
      try (Stream<Path> paths = Files.walk(place)) {
        left.addAll(
            paths
                .filter(path -> !path.equals(place))
                .filter(path -> !path.equals(runtime().resolve("sotto")))
                .toList());
      }
    }
    return left;
  }

  /** Writes a program of the shell. */
  Path script(String text) throws IOException {
    return Files.write(folder.resolve("script.sh"), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "SupervisedHome[" + written + " notes]";
  }
}
