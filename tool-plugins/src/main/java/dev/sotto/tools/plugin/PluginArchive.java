package dev.sotto.tools.plugin;

import dev.sotto.record.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CDI bean archive as it was read from its file: what is hashed, what is asked about and what is
 * loaded are these bytes. Immutable; the bytes are not copied.
 *
 * @param fileName the name of its file
 * @param content the file's bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record PluginArchive(String fileName, byte[] content) {
  /** The most bytes of an archive. */
  public static final int MAX_BYTES = 32 << 20;

  private static final int MAX_ENTRIES = 10_000;
  private static final long MAX_UNPACKED_BYTES = 256L << 20;
  private static final int MAX_BEANS_XML_BYTES = 64 << 10;
  private static final Pattern MODE =
      Pattern.compile("bean-discovery-mode\\s*=\\s*[\"'](all|annotated|none)[\"']");

  /** Which classes of the archive are beans. */
  public enum Discovery {
    /** All that can be. */
    ALL,
    /** Those with an annotation that makes them one. */
    ANNOTATED
  }

  /**
   * What is in the archive.
   *
   * @param discovery which classes are beans
   * @param classNames the classes' names
   */
  public record Contents(Discovery discovery, List<String> classNames) {
    public Contents {
      classNames = List.copyOf(classNames);
    }

    @Override
    public String toString() {
      return "Contents[" + discovery + ", " + classNames.size() + " classes]";
    }
  }

  /** Returns the SHA-256 of the bytes. */
  public Fingerprint hash() {
    return Fingerprint.of(content);
  }

  /**
   * Reads the list of classes, without loading one.
   *
   * @throws UnusablePluginException if this is no bean archive or too large
   */
  public Contents contents() {
    List<String> classNames = new ArrayList<>();
    Optional<Discovery> discovery = Optional.empty();
    long unpacked = 0;
    int entries = 0;
    try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(content))) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        String name = entry.getName();
        byte[] head = jar.readNBytes(MAX_BEANS_XML_BYTES);
        unpacked += head.length;
        for (long skipped = jar.skip(1 << 16); skipped > 0; skipped = jar.skip(1 << 16)) {
          unpacked += skipped;
          requireBounds(entries, unpacked);
        }
        requireBounds(++entries, unpacked);
        if (name.equals("META-INF/beans.xml")) {
          discovery = Optional.of(discovery(new String(head, StandardCharsets.UTF_8)));
        } else if (name.endsWith(".class")
            && !name.startsWith("META-INF/")
            && !name.endsWith("module-info.class")
            && !name.endsWith("package-info.class")) {
          classNames.add(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusablePluginException(fileName, "it is no JAR file that can be read", e);
    }
    if (discovery.isEmpty()) {
      throw new UnusablePluginException(
          fileName, "it has no META-INF/beans.xml, so it is no CDI bean archive");
    }
    return new Contents(discovery.get(), classNames);
  }

  private void requireBounds(int entries, long unpacked) {
    if (entries > MAX_ENTRIES || unpacked > MAX_UNPACKED_BYTES) {
      throw new UnusablePluginException(
          fileName,
          "it has more than %d entries or more than %d MiB unpacked"
              .formatted(MAX_ENTRIES, MAX_UNPACKED_BYTES >> 20));
    }
  }

  private Discovery discovery(String beansXml) {
    Matcher mode = MODE.matcher(beansXml);
    if (!mode.find() || mode.group(1).equals("annotated")) {
      return Discovery.ANNOTATED;
    }
    if (mode.group(1).equals("none")) {
      throw new UnusablePluginException(
          fileName, "its META-INF/beans.xml switches discovery off; use annotated or all");
    }
    return Discovery.ALL;
  }

  @Override
  public String toString() {
    return "PluginArchive[" + content.length + " bytes]";
  }
}
