package dev.sotto.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
final class NativeLibraryTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir private Path folder;

  @Test
  void unpackedNativesCanOnlyBeRead() throws IOException {
    Path natives = NativeLibrary.unpackIn(folder).orElseThrow();

    List<Path> libraries = libraries(natives);

    assertThat(libraries).hasSizeGreaterThanOrEqualTo(2);
    for (Path library : libraries) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library)))
          .isEqualTo("r--------");
    }
  }

  @Test
  void wholeNativesStayAndDamagedOnesAreUnpackedAnew() throws IOException {
    Path natives = NativeLibrary.unpackIn(folder).orElseThrow();
    Path library = libraries(natives).getFirst();
    Files.setLastModifiedTime(library, LONG_AGO);

    NativeLibrary.unpackIn(folder);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(LONG_AGO);

    byte[] whole = Files.readAllBytes(library);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-------"));
    Files.write(library, damaged);
    NativeLibrary.unpackIn(folder);

    assertThat(Files.readAllBytes(library)).isEqualTo(whole);
  }

  private static List<Path> libraries(Path natives) throws IOException {
    try (Stream<Path> files = Files.list(natives)) {
      return files
          .filter(file -> !file.getFileName().toString().equals("manifest"))
          .sorted()
          .toList();
    }
  }
}
