package dev.sotto.application.terminal;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** A terminal at which somebody is present; keeps what is written on it. */
final class AttendedScreen {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  Surroundings surroundings() {
    return new Surroundings(
        Map.of(),
        Path.of("/"),
        Path.of("/"),
        Surroundings.reader(InputStream.nullInputStream()),
        Surroundings.utf8(written),
        Surroundings.utf8(written),
        Surroundings.Terminal.PRESENT,
        Clock.systemUTC(),
        SecureRandom::new);
  }

  /** Returns all that was written. */
  String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
