package dev.sotto.benchmarks;

import dev.sotto.application.demo.SampleLife;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code ./sotto} over a store with the sample life's notes and mails.
 *
 * @param root the root folder of the source tree
 * @param home the folder that holds the store
 * @param passphrase a file with its passphrase
 * @param cacheHome for prepared models
 */
record SottoCommands(Path root, Path home, Path passphrase, Path cacheHome) {
  /** The exit status of an answer that says that the records do not hold it. */
  private static final int ABSTAINED = 3;

  /** Makes the store. */
  static SottoCommands prepare(Workplace workplace) throws IOException {
    Path life = workplace.folder().resolve("life");
    SampleLife.copyTo(life);
    Path passphrase = workplace.folder().resolve("passphrase");
    Files.createFile(
        passphrase,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passphrase, "for measuring only\n");
    Path cacheHome = Files.createDirectories(workplace.root().resolve("benchmarks/target/cache"));
    SottoCommands commands =
        new SottoCommands(
            workplace.root(), workplace.folder().resolve("home"), passphrase, cacheHome);
    commands.run("init", "--me", "Mara Lindqvist", "--me", "Mara", "--zone", "Europe/Berlin");
    for (Path source : SampleStore.sources(life)) {
      commands.run("add", source.toString());
    }
    return commands;
  }

  Path store() {
    return home.resolve("store");
  }

  Path modelCache() {
    return cacheHome.resolve("sotto").resolve("models");
  }

  /** Runs a command to its end and returns the lines that it has written. */
  List<String> run(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(root.resolve("sotto").toString()));
    command.addAll(List.of(words));
    command.addAll(
        List.of(
            "--home", home.toString(), "--passphrase-file", passphrase.toString(), "--lang", "en"));
    return output(command);
  }

  /** Runs any program to its end and returns the lines that it has written. */
  List<String> output(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_CACHE_HOME", cacheHome.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines = reader.lines().toList();
    }
    try {
      int status = process.waitFor();
      if (status != 0 && status != ABSTAINED) {
        throw new IOException(command.getFirst() + " ended with status " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + command.getFirst(), e);
    }
    return lines;
  }

  @Override
  public String toString() {
    return "SottoCommands[]";
  }
}
