package dev.sotto.tools;

import dev.sotto.importing.ImportSink;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A file of text that was read as a whole.
 *
 * @param fingerprint the fingerprint of its bytes
 * @param text its text, line ends as {@code \n}
 */
public record TextFile(Fingerprint fingerprint, String text) {
  /**
   * Reads a file that the sink wants. Where it is too large, binary or can't be read, the sink is
   * told; a file that is gone by now is passed over.
   *
   * @param key its item
   * @param maxBytes how large it may be
   * @param kind what it is called when it is too large, such as {@code a note}
   * @return empty where there is nothing to hand on
   */
  public static Optional<TextFile> wanted(
      SourceFile file, ItemKey key, int maxBytes, String kind, ImportSink sink) throws IOException {
    byte[] bytes;
    try {
      bytes = file.head(maxBytes + 1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      sink.problem(key, SourceFiles.reason(e));
      return Optional.empty();
    }
    if (bytes.length > maxBytes) {
      sink.problem(
          key,
          "The file is larger than the "
              + (maxBytes >> 20)
              + " MiB that "
              + kind
              + " may have. Split it and sync again.");
      return Optional.empty();
    }
    Fingerprint fingerprint = Fingerprint.of(bytes);
    if (!sink.wants(key, fingerprint)) {
      return Optional.empty();
    }
    if (TextDecoding.isBinary(bytes)) {
      sink.problem(
          key,
          "The file holds zero bytes, so it is not text. Save it as UTF-8 text and sync again.");
      return Optional.empty();
    }
    return Optional.of(
        new TextFile(fingerprint, TextDecoding.normalizeLineEnds(TextDecoding.decode(bytes))));
  }

  @Override
  public String toString() {
    return "TextFile[" + text.length() + " characters]";
  }
}
