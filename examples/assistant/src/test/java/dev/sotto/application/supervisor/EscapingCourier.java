package dev.sotto.application.supervisor;

import dev.sotto.application.courier.CourierProgram;
import dev.sotto.consent.Delivery;
import dev.sotto.consent.process.OutboundRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A courier that was taken over: in place of carrying a request it tries to reach what is not its
 * own, and answers with what came of it. What it is after lies beside its class, where a confined
 * process can read it.
 */
final class EscapingCourier {
  private static final String AIMS = "aims.txt";

  private EscapingCourier() {}

  private interface Attempt {
    void make() throws Exception;
  }

  public static void main(String[] arguments) {
    List<Path> aims = aims();
    System.exit(
        CourierProgram.run(
            arguments,
            threads -> {
              try (ServerSocket unbound = new ServerSocket()) {
                unbound.setReuseAddress(true);
              }
              return (request, cancellation) -> answer(request, attempts(aims));
            }));
  }

  private static Delivery answer(OutboundRequest request, Map<String, String> outcomes) {
    StringBuilder lines = new StringBuilder();
    outcomes.forEach(
        (attempt, outcome) -> lines.append(attempt).append(' ').append(outcome).append('\n'));
    return new Delivery.Answered(
        200,
        request.responseType(),
        lines.toString().getBytes(StandardCharsets.UTF_8),
        new Delivery.Sent(request.bytes().length, request.hash()));
  }

  /** Has couriers that are started from now on aim at a folder, a file in it, a folder to write. */
  static void aimAt(Path folder, Path file, Path writable) throws IOException, URISyntaxException {
    Path classes =
        Path.of(EscapingCourier.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.writeString(
        classes.resolve(EscapingCourier.class.getPackageName().replace('.', '/')).resolve(AIMS),
        folder + "\n" + file + "\n" + writable + "\n");
  }

  static List<Path> aims() {
    try (InputStream in = Objects.requireNonNull(EscapingCourier.class.getResourceAsStream(AIMS))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Path::of).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes all attempts and returns what came of each: {@code done} or {@code refused}. */
  static Map<String, String> attempts(List<Path> aims) {
    Map<String, Attempt> attempts = new TreeMap<>();
    attempts.put(
        "list-folder",
        () -> {
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(aims.get(0))) {
            entries.iterator().hasNext();
          }
        });
    attempts.put("read-file", () -> Files.readAllBytes(aims.get(1)));
    attempts.put("overwrite-file", () -> Files.writeString(aims.get(1), "overwritten"));
    attempts.put("write-file", () -> Files.writeString(aims.get(2).resolve("loot"), "loot"));
    attempts.put("write-here", () -> Files.writeString(Path.of("loot"), "loot"));
    attempts.put("start-program", () -> new ProcessBuilder("/bin/true").start().waitFor());
    attempts.put("listen", () -> new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close());
    Map<String, String> outcomes = new TreeMap<>();
    attempts.forEach((name, attempt) -> {
      try {
        attempt.make();
        outcomes.put(name, "done");
      } catch (Exception | LinkageError e) {
        outcomes.put(name, "refused");
      }
    });
    return outcomes;
  }
}
