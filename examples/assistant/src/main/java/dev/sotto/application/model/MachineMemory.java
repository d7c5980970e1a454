package dev.sotto.application.model;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory there is for a model. */
public final class MachineMemory {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable: +(\\d+) kB$");
  private static final int UNIT_BYTES = 1024;

  private MachineMemory() {}

  /**
   * Returns the bytes that programs could have now without others being moved out, as the kernel
   * estimates it, at most what the Java machine takes for the memory of the machine or container;
   * where the kernel does not tell, all of that. A confined process does not see a container's
   * limit.
   */
  public static long availableBytes() {
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    try {
      Matcher matcher = AVAILABLE.matcher(Files.readString(MEMORY));
      return matcher.find() ? Math.min(all, UNIT_BYTES * Long.parseLong(matcher.group(1))) : all;
    } catch (IOException e) {
      return all;
    }
  }
}
