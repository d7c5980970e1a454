package dev.sotto.securestore.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Java programs usually do goes on working in a sealed process; and what it takes to do it.
 */
@Timeout(120)
final class SystemCallsOfJavaTest {
  /**
   * Made by the C library or the Java machine and refused, which both bear. A call that turns up
   * beside these is either needed, and then listed with its reason, or borne, and then added here.
   */
  private static final Set<String> BORNE = Set.of("clone3", "socket", "connect");

  private static final Pattern LINE_OF_SUMMARY =
      Pattern.compile("^\\s*[0-9.]+\\s+[0-9.]+\\s+\\d+\\s+\\d+\\s+(?:\\d+\\s+)?([a-z_0-9]+)$");

  @TempDir private Path folder;
  private Path classes;
  private Path own;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(
        ConfinementSupport.ofThisSystem().complete(), ConfinementSupport.ofThisSystem().missing());
    classes = ForkedJava.classesForEverybody(folder);
    own = Files.createDirectory(folder.resolve("own"));
  }

  @Test
  void whatJavaProgramsUsuallyDoWorksInASealedProcess() throws Exception {
    Path javaHome = Path.of(System.getProperty("java.home"));
    Confinement confinement = Confinement.ofJava(javaHome).reading(classes).writing(own);
    ConfinedCommand command =
        ConfinedCommand.of(commandLine(), Map.of("LANG", "C.UTF-8"), own)
            .with(StandardStream.EMPTY, StandardStream.PIPED, StandardStream.INHERITED);
    try (ConfinedProcess process = new ConfinedLauncher().start(command, confinement)) {
      String told = new String(process.standardOutput().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(told.lines()).noneMatch(line -> line.startsWith("failed")).endsWith("done");
      assertThat(process.waitFor()).isEqualTo(new ProcessEnd.Exited(0));
    }
  }

  @Test
  void noCallIsMadeThatIsNeitherListedNorKnownToBeBorne() throws Exception {
    Path summary = folder.resolve("summary");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("strace", "-f", "-c", "-o", summary.toString()));
    command.addAll(commandLine());
    Process traced;
    try {
      traced =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("told").toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "strace is not installed");
      return;
    }
    boolean ended = traced.waitFor(100, TimeUnit.SECONDS);
    traced.destroyForcibly();
    String told = Files.readString(folder.resolve("told"));
    assumeTrue(ended && told.contains("done"), "strace can't trace here: " + told);

    Set<String> made = new TreeSet<>();
    for (String line : Files.readAllLines(summary)) {
      var matcher = LINE_OF_SUMMARY.matcher(line);
      if (matcher.matches() && !matcher.group(1).equals("total")) {
        made.add(matcher.group(1));
      }
    }
    assertThat(made).contains("openat", "futex", "mmap");
    made.removeAll(
        Arrays.stream(SystemCall.values())
            .map(call -> call.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
    made.removeAll(BORNE);
    assertThat(made).as("calls that are neither listed nor known to be borne").isEmpty();
  }

  private List<String> commandLine() {
    return List.of(
        ForkedJava.java().toString(),
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-Xmx256m",
        "-Djava.io.tmpdir=" + own,
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classes.toString(),
        JavaWork.class.getName(),
        own.toString());
  }
}
