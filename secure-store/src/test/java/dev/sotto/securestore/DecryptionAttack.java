package dev.sotto.securestore;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.securestore.v1.ChunkedFileReader;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody with the recovery code, the key table of one time and files of the same or another time,
 * as an undeleting tool may find them: tries every key as every kind on every file, and looks for
 * words in all that opens.
 */
final class DecryptionAttack {
  private final char[] recoveryCode;

  DecryptionAttack(char[] recoveryCode) {
    this.recoveryCode = recoveryCode.clone();
  }

  /** Returns in how many files the words are found. */
  int filesHolding(String words, Path files, Path keysOf) throws IOException {
    FileOperations disk = FileOperations.onDisk();
    SecureRandom random = new SecureRandom();
    int found = 0;
    try (KeyRing ring =
            KeyRing.unlock(
                disk,
                keysOf.resolve("keys"),
                slots -> slots.unlock(RecoveryCode.parse(recoveryCode)),
                random);
        Stream<Path> walk = Files.walk(files)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (opensWith(ring, file, words)) {
          found++;
        }
      }
    }
    return found;
  }

  private static boolean opensWith(KeyRing ring, Path file, String words) throws IOException {
    String name = file.getFileName().toString().replaceFirst("[.]tmp$", "");
    for (DataKey key : ring.all()) {
      for (FileKind kind : FileKind.values()) {
        ChunkedFiles files = ring.files(kind, List.of(key));
        if (files.keyOf(file, name).isPresent() && holds(files, file, name, words)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean holds(ChunkedFiles files, Path file, String name, String words)
      throws IOException {
    try (ChunkedFileReader reader = files.open(file, name)) {
      return new String(reader.read(0, (int) reader.length()), StandardCharsets.ISO_8859_1)
          .contains(words);
    } catch (TamperedFileException cutOff) {
      return false;
    }
  }
}
