package dev.sotto.application.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for pieces of known texts in files, byte by byte: every run of 8 bytes of a text in UTF-8
 * and in UTF-16 of both byte orders. Runs of fewer than 3 different bytes (rulers, indentation) do
 * not count. It finds readable text, not text that is compressed or coded in another way. For one
 * thread.
 */
public final class PlaintextScan {
  private static final int RUN = Long.BYTES;
  private static final int LEAST_DIFFERENT = 3;
  private static final List<Charset> CODINGS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  private final Set<Long> runs = new HashSet<>();

  /** Adds a text to look for. */
  public void add(String text) {
    for (Charset coding : CODINGS) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(coding));
      for (int at = 0; at + RUN <= bytes.capacity(); at++) {
        long run = bytes.getLong(at);
        if (differentBytes(run) >= LEAST_DIFFERENT) {
          runs.add(run);
        }
      }
    }
  }

  /** Returns how many different runs are looked for. */
  public int size() {
    return runs.size();
  }

  /** Returns at how many places of a file a run stands. */
  public long count(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    long found = 0;
    for (int at = 0; at + RUN <= bytes.capacity(); at++) {
      if (runs.contains(bytes.getLong(at))) {
        found++;
      }
    }
    return found;
  }

  private static int differentBytes(long run) {
    Set<Byte> different = new HashSet<>();
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      different.add((byte) (run >>> shift));
    }
    return different.size();
  }

  @Override
  public String toString() {
    return "PlaintextScan[" + runs.size() + " runs]";
  }
}
