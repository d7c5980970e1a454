package dev.sotto.index;

import dev.sotto.storage.TamperedFileException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.CorruptIndexException;
import org.jspecify.annotations.Nullable;

/** Tells from what Lucene threw whether a file of the index is damaged. Stateless. */
final class IndexDamage {
  private IndexDamage() {}

  /** Returns the damage that a failure comes from, if it comes from one. */
  static Optional<TamperedFileException> in(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    TamperedFileException found = find(failure, seen, Reading.AUTHENTICATION);
    if (found == null) {
      seen.clear();
      found = find(failure, seen, Reading.STRUCTURE);
    }
    return Optional.ofNullable(found);
  }

  private enum Reading {
    AUTHENTICATION,
    STRUCTURE
  }

  private static @Nullable TamperedFileException find(
      @Nullable Throwable failure, Set<Throwable> seen, Reading reading) {
    if (failure == null || !seen.add(failure)) {
      return null;
    }
    TamperedFileException found = read(failure, reading);
    if (found == null) {
      found = find(failure.getCause(), seen, reading);
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      if (found == null) {
        found = find(suppressed, seen, reading);
      }
    }
    return found;
  }

  private static @Nullable TamperedFileException read(Throwable failure, Reading reading) {
    if (reading == Reading.AUTHENTICATION) {
      return failure instanceof TamperedFileException tampered ? tampered : null;
    }
    return switch (failure) {
      case NoSuchFileException missing when missing.getFile() != null ->
          tampered(
              String.valueOf(Path.of(missing.getFile()).getFileName()), "it is missing", missing);
      case FileNotFoundException missing ->
          tampered("index", "one of its files is missing", missing);
      case CorruptIndexException corrupt ->
          tampered("index", "its structure does not fit together", corrupt);
      case EOFException end -> tampered("index", "one of its files ends too early", end);
      default -> null;
    };
  }

  private static TamperedFileException tampered(String file, String finding, IOException cause) {
    TamperedFileException tampered = new TamperedFileException(file, finding);
    tampered.initCause(cause);
    return tampered;
  }
}
