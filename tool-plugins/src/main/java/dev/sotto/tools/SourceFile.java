package dev.sotto.tools;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * One entry below a source's path, as it was when the folder was listed.
 *
 * @param path where it is
 * @param relative its path within the source with {@code /} between names; the file name where the
 *     source is a single file
 * @param kind what it is
 * @param sizeBytes its size, 0 unless it is a regular file
 * @param modified when it was last changed
 */
public record SourceFile(Path path, String relative, Kind kind, long sizeBytes, Instant modified) {
  /** What an entry of a folder is. */
  public enum Kind {
    REGULAR,
    /** A symbolic link, to whatever: never followed. */
    LINK,
    /** A pipe, socket or device: never opened. */
    SPECIAL,
    /** A folder that can't be listed. */
    CLOSED_FOLDER,
    /** A folder so deep that it isn't entered. */
    TOO_DEEP_FOLDER
  }

  /** Returns the part after the last {@code .} of the name in lower case, or an empty string. */
  public String extension() {
    return SourceFiles.extension(name());
  }

  /** Returns the last name of the path. */
  public String name() {
    return relative.substring(relative.lastIndexOf('/') + 1);
  }

  /** Returns why this entry can't be read and what to do, or an empty string for a regular file. */
  public String obstacle() {
    return switch (kind) {
      case REGULAR -> "";
      case LINK ->
          "It is a symbolic link, and links are not followed. Add the file or folder it points to"
              + " as a source of its own.";
      case SPECIAL ->
          "It is a pipe, socket or device and is not opened. Move it out of the folder.";
      case CLOSED_FOLDER ->
          "The folder can't be listed: permission denied. Allow reading it and sync again.";
      case TOO_DEEP_FOLDER ->
          "The folder lies more than "
              + SourceFiles.MAX_DEPTH
              + " folders deep and is not entered. Add it as a source of its own.";
    };
  }

  /** Opens a regular file; fails if it has become a link. The caller closes the stream. */
  public InputStream open() throws IOException {
    return new BufferedInputStream(
        Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), 1 << 16);
  }

  /** Returns at most this many bytes from the start of a regular file. */
  public byte[] head(int maxBytes) throws IOException {
    try (InputStream in =
        Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(maxBytes);
    }
  }

  @Override
  public String toString() {
    return "SourceFile[" + kind + ", " + sizeBytes + " bytes]";
  }
}
