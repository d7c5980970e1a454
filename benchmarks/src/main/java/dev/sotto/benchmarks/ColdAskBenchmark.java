package dev.sotto.benchmarks;

import dev.sotto.application.demo.SampleLife;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures {@code ./sotto ask} from the shell's point of view: a new process each time, from its
 * start to its end, beside a process that does nothing but unlock the same store.
 */
final class ColdAskBenchmark implements Benchmark {
  /** The exit status of an answer that says that the records do not hold it. */
  private static final int ABSTAINED = 3;

  private static final double LIMIT_MILLISECONDS = 5_000;

  /** A step of a program, as it printed it. */
  private record Step(String name, double milliseconds) {}

  private record Place(Path root, Path home, Path passphrase, Path cacheHome) {
    Path store() {
      return home.resolve("store");
    }

    Path modelCache() {
      return cacheHome.resolve("sotto");
    }
  }

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    Effort effort = workplace.effort();
    Place place = prepare(workplace);
    List<Double> walls = new ArrayList<>();
    List<Double> unlocks = new ArrayList<>();
    List<Double> beyond = new ArrayList<>();
    Map<String, List<Double>> steps = new LinkedHashMap<>();
    int rounds = effort.of(7, 2);
    for (int round = -1; round < rounds; round++) {
      String question = Questions.ENGLISH.get(Math.floorMod(round, Questions.ENGLISH.size()));
      double unlock =
          steps(place, KeyDerivation.class, place.store(), place.passphrase())
              .getFirst()
              .milliseconds();
      double wall = Stopwatch.milliseconds(() -> sotto(place, "ask", question));
      List<Step> taken =
          steps(
              place,
              ColdAskSteps.class,
              place.store(),
              place.passphrase(),
              place.modelCache(),
              question);
      if (round >= 0) {
        walls.add(wall);
        unlocks.add(unlock);
        beyond.add(wall - unlock);
        for (Step step : taken) {
          steps.computeIfAbsent(step.name(), missing -> new ArrayList<>()).add(step.milliseconds());
        }
      }
    }
    report(report, rounds, walls, unlocks, beyond, steps);
  }

  private static void report(
      Report report,
      int rounds,
      List<Double> walls,
      List<Double> unlocks,
      List<Double> beyond,
      Map<String, List<Double>> steps) {
    report.heading("Cold ask");
    report.paragraph(
        "`./sotto ask QUESTION` over the sample life's notes and mails, "
            + rounds
            + " new processes, files in the system's cache, models prepared before. Milliseconds.");
    report.table(
        List.of("what", "time", "limit"),
        List.of(
            List.of("whole process, launcher included", Spread.of(walls).text(0), "–"),
            List.of("unlocking alone in a new process", Spread.of(unlocks).text(0), "–"),
            List.of("**beyond key derivation**", Spread.of(beyond).text(0), "5,000")));
    double median = Spread.of(beyond).median();
    report.paragraph(
        median <= LIMIT_MILLISECONDS ? "**Within the limit.**" : "**Not within the limit.**");
    report.paragraph(
        "Where it goes, by a program that takes the same steps without the command line. Models"
            + " load beside unlocking; steps in brackets lie within or beside the others.");
    List<List<String>> rows = new ArrayList<>();
    steps.forEach((name, times) -> rows.add(List.of(name, Spread.of(times).text(0))));
    report.table(List.of("step", "time"), rows);
  }

  private static Place prepare(Workplace workplace) throws IOException {
    Path life = workplace.folder().resolve("life");
    SampleLife.copyTo(life);
    Path passphrase = workplace.folder().resolve("passphrase");
    Files.createFile(
        passphrase,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passphrase, "for measuring only\n");
    Path cacheHome = Files.createDirectories(workplace.root().resolve("benchmarks/target/cache"));
    Place place =
        new Place(workplace.root(), workplace.folder().resolve("home"), passphrase, cacheHome);
    sotto(place, "init", "--me", "Mara Lindqvist", "--me", "Mara", "--zone", "Europe/Berlin");
    for (Path source : SampleStore.sources(life)) {
      sotto(place, "add", source.toString());
    }
    return place;
  }

  private static void sotto(Place place, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(place.root().resolve("sotto").toString()));
    command.addAll(List.of(words));
    command.addAll(
        List.of(
            "--home",
            place.home().toString(),
            "--passphrase-file",
            place.passphrase().toString(),
            "--lang",
            "en"));
    output(place, command);
  }

  private static List<Step> steps(Place place, Class<?> program, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    List<Step> steps = new ArrayList<>();
    for (String line : output(place, command)) {
      String[] parts = line.split("\t", 2);
      steps.add(new Step(parts[0], Double.parseDouble(parts[1])));
    }
    return steps;
  }

  private static List<String> output(Place place, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_CACHE_HOME", place.cacheHome().toString());
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
}
