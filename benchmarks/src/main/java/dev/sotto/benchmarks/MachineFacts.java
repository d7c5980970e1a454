package dev.sotto.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the figures were measured on. */
final class MachineFacts implements Benchmark {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    report.heading("Machine");
    report.table(
        List.of("what", "is"),
        List.of(
            List.of("processor", processor()),
            List.of("cores", String.valueOf(Runtime.getRuntime().availableProcessors())),
            List.of("load average before", loadAverage()),
            List.of("operating system", property("os.name") + " " + property("os.arch")),
            List.of("Java", property("java.vm.name") + " " + property("java.runtime.version")),
            List.of("effort", workplace.effort().name().toLowerCase(Locale.ROOT))));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String loadAverage() {
    return String.format(
        Locale.ROOT, "%.2f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() throws IOException {
    if (!Files.exists(PROCESSORS)) {
      return "unknown";
    }
    return Files.readAllLines(PROCESSORS).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
