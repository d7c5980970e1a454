package dev.sotto.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs one benchmark and writes its section to the standard output; {@code benchmarks/run} runs
 * all, each in a process of its own.
 */
final class Benchmarks {
  private Benchmarks() {}

  /**
   * Takes the name of a benchmark, the root folder of the source tree, and {@code --quick} for a
   * few rounds on little data.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println(
          "Usage: NAME ROOT [--quick]; names: machine, decode, guessing-ahead, first-token, import,"
              + " directory, cold-ask, agent-ask, scale, scale=PASSAGES, scale-million");
      System.exit(2);
    }
    Benchmark benchmark = named(arguments[0]);
    boolean quick = List.of(arguments).contains("--quick");
    try (Workplace workplace =
        Workplace.make(Path.of(arguments[1]), quick ? Effort.QUICK : Effort.FULL)) {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      benchmark.run(workplace, new Report(out));
      out.flush();
    }
  }

  private static Benchmark named(String name) {
    return switch (name) {
      case "machine" -> new MachineFacts();
      case "decode" -> new DecodeBenchmark();
      case "guessing-ahead" -> new GuessingAheadBenchmark();
      case "first-token" -> new FirstTokenBenchmark();
      case "import" -> new ImportBenchmark();
      case "directory" -> new EncryptedDirectoryBenchmark();
      case "cold-ask" -> new ColdAskBenchmark();
      case "agent-ask" -> new AgentAskBenchmark();
      case "scale" -> new ScaleBenchmark(100_000);
      case "scale-million" -> new ScaleBenchmark(1_000_000);
      case String scale when scale.matches("scale=[0-9]{4,7}") ->
          new ScaleBenchmark(Long.parseLong(scale.substring("scale=".length())));
      default -> throw new IllegalArgumentException("There is no benchmark named " + name);
    };
  }
}
