package dev.sotto.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures {@code ./sotto ask} from the shell's point of view: a new process each time, from its
 * start to its end, beside a process that does nothing but unlock the same store.
 */
final class ColdAskBenchmark implements Benchmark {
  private static final double LIMIT_MILLISECONDS = 5_000;

  /** A step of a program, as it printed it. */
  private record Step(String name, double milliseconds) {}

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    Effort effort = workplace.effort();
    SottoCommands place = SottoCommands.prepare(workplace);
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
      double wall = Stopwatch.milliseconds(() -> place.run("ask", question));
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

  private static List<Step> steps(SottoCommands place, Class<?> program, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    List<Step> steps = new ArrayList<>();
    for (String line : place.output(command)) {
      String[] parts = line.split("\t", 2);
      steps.add(new Step(parts[0], Double.parseDouble(parts[1])));
    }
    return steps;
  }
}
