package dev.sotto.benchmarks;

import dev.sotto.application.agent.AgentClient;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.vault.Locations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what asking through an unlocked agent adds to the answer itself: once from the arrival
 * of a request on, by a client in this process, and once as the shell sees it, with the client's
 * own start.
 *
 * <p>What is added is the whole time less what the answer says of itself, which begins with the
 * search. So it holds what comes after the answer too (its last bytes, the history) and is more
 * than what the limit is about.
 */
final class AgentAskBenchmark implements Benchmark {
  private static final double LIMIT_MILLISECONDS = 60;
  private static final double NANOS_PER_MILLISECOND = 1e6;
  private static final Pattern SEARCHED = Pattern.compile("search (\\d+) ms");

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    SottoCommands commands = SottoCommands.prepare(workplace);
    double unlocking = Stopwatch.milliseconds(() -> commands.run("unlock"));
    try {
      double first = beforeSearch(commands, Questions.ENGLISH.getFirst());
      List<Double> requests = new ArrayList<>();
      List<Double> walls = new ArrayList<>();
      List<Double> processes = new ArrayList<>();
      List<Double> lists = new ArrayList<>();
      int rounds = workplace.effort().of(25, 3);
      for (int round = -2; round < rounds; round++) {
        String question = Questions.ENGLISH.get(Math.floorMod(round, Questions.ENGLISH.size()));
        double request = beforeSearch(commands, question);
        double[] total = new double[1];
        double wall =
            Stopwatch.milliseconds(
                () -> total[0] = total(String.join("\n", commands.run("ask", "--json", question))));
        double list = Stopwatch.milliseconds(() -> commands.run("list"));
        if (round >= 0) {
          requests.add(request);
          walls.add(wall);
          processes.add(wall - total[0]);
          lists.add(list);
        }
      }
      report(report, rounds, unlocking, first, requests, walls, processes, lists);
    } finally {
      commands.run("lock");
    }
  }

  private static void report(
      Report report,
      int rounds,
      double unlocking,
      double first,
      List<Double> requests,
      List<Double> walls,
      List<Double> processes,
      List<Double> lists) {
    report.heading("Asking an unlocked agent");
    report.paragraph(
        "Questions over the sample life's notes and mails, " + rounds + " of each. Milliseconds.");
    report.table(
        List.of("what", "time", "limit"),
        List.of(
            List.of("`./sotto unlock`, until the prompt is back", "%.0f".formatted(unlocking), "–"),
            List.of(
                "first request after it, until its search begins", "%.0f".formatted(first), "–"),
            List.of(
                "**from a request's arrival until its search begins**",
                Spread.of(requests).text(1),
                "60"),
            List.of("`./sotto ask`, whole process", Spread.of(walls).text(0), "–"),
            List.of("of that, beyond the answer itself", Spread.of(processes).text(0), "–"),
            List.of("`./sotto list`, whole process", Spread.of(lists).text(0), "–")));
    report.paragraph(
        Spread.of(requests).median() <= LIMIT_MILLISECONDS
            ? "**Within the limit.**"
            : "**Not within the limit.**");
  }

  /**
   * Asks by a client in this process; returns the milliseconds from the request to the first bytes
   * of what was found, less those of the search.
   */
  private static double beforeSearch(SottoCommands commands, String question) throws IOException {
    FirstBytes out = new FirstBytes();
    Surroundings own = Surroundings.ofProcess();
    Surroundings surroundings =
        own.ofClient(
            own.variables(),
            Path.of("").toAbsolutePath(),
            own.in(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            own.err(),
            Surroundings.Terminal.ABSENT);
    try (AgentClient client =
        AgentClient.find(
                Locations.of(commands.home(), own.variables(), own.userHome()), own.variables())
            .orElseThrow(() -> new IOException("The agent has gone while it was measured"))) {
      long began = System.nanoTime();
      client.run(List.of("ask", "--timings", "--lang", "en", question), surroundings, _ -> {});
      return out.millisecondsSince(began) - searched(out.toString(StandardCharsets.UTF_8));
    }
  }

  private static double searched(String printed) throws IOException {
    Matcher found = SEARCHED.matcher(printed);
    if (!found.find()) {
      throw new IOException("The answer does not say how long the search took");
    }
    return Double.parseDouble(found.group(1));
  }

  /** Keeps bytes and when the first of them came. */
  private static final class FirstBytes extends ByteArrayOutputStream {
    private long first;

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (size() == 0) {
        first = System.nanoTime();
      }
      super.write(bytes, offset, length);
    }

    private double millisecondsSince(long began) {
      return (first - began) / NANOS_PER_MILLISECOND;
    }
  }

  private static double total(String json) {
    return JsonMapper.shared().readTree(json).at("/milliseconds/total").asDouble();
  }
}
