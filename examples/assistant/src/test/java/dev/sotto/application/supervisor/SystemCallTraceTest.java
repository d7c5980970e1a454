package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.application.importer.ImporterProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What all processes of a run ask of the kernel as {@code strace} sees it, where that is installed.
 * Every attempt to get out is traced, those of the measurement too; none may have succeeded.
 */
@Timeout(600)
final class SystemCallTraceTest {
  private static final String CALLS =
      "trace=network,io_uring_setup,io_uring_enter,io_uring_register,execve";
  private static final Pattern STRACE = Pattern.compile(".*/strace");
  private static final Pattern OF_THE_NETWORK =
      Pattern.compile("^\\d+ +(<\\.\\.\\. )?(?!execve)[a-z_0-9]+(\\(| resumed).*");
  private static final Pattern SUCCEEDED = Pattern.compile(".*= \\d+.*");
  private static final Pattern REFUSED_SOCKET =
      Pattern.compile("^\\d+ +socket\\(.* = -1 (EPERM|EACCES) .*");

  @TempDir private Path folder;
  private SupervisedHome home;
  private Path trace;

  @BeforeEach
  void begin() throws IOException {
    assumeThat(
            List.of(Path.of("/usr/bin/strace"), Path.of("/bin/strace")).stream()
                .anyMatch(Files::isExecutable))
        .as("strace")
        .isTrue();
    home = SupervisedHome.withStoreIn(folder);
    trace = folder.resolve("trace");
  }

  @Test
  void anImportReachesNoNetwork() throws Exception {
    home.write(2);

    List<String> lines = traced("add", home.notes().toString());

    assertThat(lines).anyMatch(line -> executes(line, ImporterProcess.class));
    assertThatNothingGotOut(lines);
  }

  @Test
  void anAnswerReachesNoNetwork() throws Exception {
    home.write(2);
    home.runs("add", home.notes().toString()).succeeded();

    List<String> lines = traced("ask", "On which shelf is jar 1?");

    assertThat(lines).as("a control").anyMatch(line -> REFUSED_SOCKET.matcher(line).matches());
    assertThatNothingGotOut(lines);
  }

  private List<String> traced(String... arguments) throws IOException, InterruptedException {
    home.startsUnder(
            List.of("strace", "-f", "-qq", "-s", "20000", "-o", trace.toString(), "-e", CALLS),
            arguments)
        .toItsEnd()
        .succeeded();
    return Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
  }

  private static void assertThatNothingGotOut(List<String> lines) {
    assertThat(lines).anyMatch(line -> executes(line, VaultProcess.class));
    assertThat(lines)
        .filteredOn(line -> OF_THE_NETWORK.matcher(line).matches())
        .noneMatch(line -> SUCCEEDED.matcher(line).matches());
  }

  private static boolean executes(String line, Class<?> program) {
    return line.contains("execve(") && line.contains('"' + program.getName() + '"');
  }
}
