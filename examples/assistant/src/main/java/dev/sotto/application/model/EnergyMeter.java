package dev.sotto.application.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the processors' own counters say of the energy of the whole machine, where they may be read:
 * often by root alone. Other programs' work counts too. Source: the kernel's powercap interface.
 */
public final class EnergyMeter {
  /** Where the counters lie. */
  public static final String FOLDER = "/sys/devices/virtual/powercap/intel-rapl";

  private static final double MICRO = 1e-6;

  private final Path folder;

  /** Reads the counters of this machine. */
  public EnergyMeter() {
    this(Path.of(FOLDER));
  }

  EnergyMeter(Path folder) {
    this.folder = folder;
  }

  /**
   * Counters at one moment.
   *
   * @param counters microjoules by package; empty where none can be read
   */
  public record Reading(Map<Path, Long> counters) {
    public Reading {
      counters = Map.copyOf(counters);
    }

    @Override
    public String toString() {
      return "Reading[" + counters.size() + " counters]";
    }
  }

  /** Reads the counters; none where that is refused. */
  public Reading read() {
    Map<Path, Long> counters = new HashMap<>();
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(folder, "intel-rapl:*")) {
      for (Path one : packages) {
        counters.put(one, number(one.resolve("energy_uj")));
      }
    } catch (IOException | NumberFormatException e) {
      return new Reading(Map.of());
    }
    return new Reading(counters);
  }

  /** Returns the joules from one reading to a later one, or nothing where they are not known. */
  public OptionalDouble joules(Reading from, Reading to) {
    if (from.counters().isEmpty() || !from.counters().keySet().equals(to.counters().keySet())) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (Map.Entry<Path, Long> counter : from.counters().entrySet()) {
      long used = to.counters().getOrDefault(counter.getKey(), 0L) - counter.getValue();
      try {
        sum += used >= 0 ? used : used + number(counter.getKey().resolve("max_energy_range_uj"));
      } catch (IOException | NumberFormatException e) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.of(sum * MICRO);
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }
}
