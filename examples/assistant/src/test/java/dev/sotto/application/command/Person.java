package dev.sotto.application.command;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.vault.Profile;
import dev.sotto.securestore.AnchorFolder;
import dev.sotto.securestore.NewStore;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Somebody who runs commands in a home folder of their own, in this process. Prepared models are
 * shared by all of them, so that the language model is imported once.
 */
final class Person {
  static final String PASSPHRASE = "lantern orbit pebble";

  private static final Path CACHE = Path.of("target", "caches").toAbsolutePath();
  private static final KeyDerivationPreset QUICK = new KeyDerivationPreset(8 << 10, 1, 1);

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private final Clock clock = SampleLife.clock();
  private Surroundings.Terminal terminal = Surroundings.Terminal.ABSENT;
  private Interruption interruption = new Interruption();

  private Person(Path folder) {
    this.folder = folder;
    variables.put("SOTTO_HOME", home().toString());
    variables.put("XDG_CACHE_HOME", CACHE.toString());
    variables.put("XDG_STATE_HOME", state().getParent().toString());
    variables.put("SOTTO_PASSPHRASE_FILE", folder.resolve("passphrase").toString());
  }

  /** Returns somebody without a store. */
  static Person in(Path folder) throws IOException {
    Person person = new Person(folder);
    writePassphrase(folder.resolve("passphrase"), PASSPHRASE);
    return person;
  }

  /** Returns somebody with an empty store, whose passphrase is quick to stretch. */
  static Person withStoreIn(Path folder) throws IOException {
    Person person = in(folder);
    Files.createDirectories(person.home());
    try (Passphrase passphrase = new Passphrase(PASSPHRASE.toCharArray())) {
      NewStore made =
          PersonalStore.create(
              person.store(),
              passphrase,
              QUICK,
              new SecureRandom(),
              new AnchorFolder(person.state()));
      try (PersonalStore store = made.store()) {
        new Profile(List.of("Mara Lindqvist"), List.of("mara@lindqvist.example"), SampleLife.ZONE)
            .write(store.documents());
      }
      made.recoveryCode().close();
    }
    return person;
  }

  /** Returns somebody with a copy of this person's store. */
  Person copiedTo(Path other) throws IOException {
    Person copy = in(other);
    try (Stream<Path> paths = Files.walk(home())) {
      for (Path path : paths.sorted().toList()) {
        Path target = copy.home().resolve(home().relativize(path).toString());
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Files.createDirectories(copy.state());
    try (Stream<Path> anchors = Files.list(state())) {
      for (Path path : anchors.toList()) {
        Files.copy(path, copy.state().resolve(path.getFileName()));
      }
    }
    return copy;
  }

  /** Writes a file that only its owner can read. */
  static Path writePassphrase(Path file, String passphrase) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, passphrase + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  Path home() {
    return folder.resolve("home");
  }

  /** Returns the folder that remembers which form of the store was seen last. */
  Path state() {
    return folder.resolve("state/sotto");
  }

  /** Loses what is remembered of the store outside of it. */
  void forgetsWhatWasSeen() throws IOException {
    try (Stream<Path> anchors = Files.list(state())) {
      for (Path anchor : anchors.toList()) {
        Files.delete(anchor);
      }
    }
  }

  Path store() {
    return home().resolve("store");
  }

  /** Returns the store's files that hold something, sorted. */
  List<Path> storeFiles() throws IOException {
    try (Stream<Path> paths = Files.walk(store())) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> path.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  /** Returns the environment variables. */
  Map<String, String> variables() {
    return variables;
  }

  Person withVariable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Person atATerminal() {
    terminal = Surroundings.Terminal.PRESENT;
    return withVariable("TERM", "xterm-256color");
  }

  /** Gives every command from now on this way to be interrupted. */
  Person interruptedBy(Interruption other) {
    interruption = other;
    return this;
  }

  /** Runs a command that is typed nothing. */
  Outcome runs(String... arguments) {
    return typing("", arguments);
  }

  /** Runs a command and types into it. */
  Outcome typing(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            variables,
            folder,
            Path.of("").toAbsolutePath(),
            new BufferedReader(new StringReader(input)),
            Surroundings.utf8(out),
            Surroundings.utf8(err),
            terminal,
            clock,
            SecureRandom::new);
    int status = SottoCommand.run(surroundings, interruption, arguments);
    surroundings.out().flush();
    surroundings.err().flush();
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Starts a command in a process of its own, without a terminal. */
  Process starts(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.sotto.application.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("printed").toFile());
    return builder.start();
  }

  /** Returns what the last process of its own printed. */
  String printed() throws IOException {
    return Files.readString(folder.resolve("printed"));
  }
}
