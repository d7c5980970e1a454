package dev.sotto.tools.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes archives of the sample plugin's classes. */
public final class SampleArchives {
  /** The declaration of a bean archive. */
  public static final Map<String, byte[]> BEANS_XML =
      Map.of(
          "META-INF/beans.xml",
          "<beans version=\"4.0\" bean-discovery-mode=\"annotated\"/>"
              .getBytes(StandardCharsets.UTF_8));

  private SampleArchives() {}

  /** Returns the whole sample plugin. */
  public static PluginArchive sample() throws IOException {
    return archive(
        "sample.jar", List.of("SampleTool", "SampleTool$Nothing", "Greeting"), BEANS_XML);
  }

  /** Returns an archive of some of the sample's classes and other entries. */
  public static PluginArchive archive(
      String fileName, List<String> classes, Map<String, byte[]> others) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>(others);
    for (String name : classes) {
      String path = "dev/sotto/tools/plugin/sample/" + name + ".class";
      try (InputStream in = SampleArchives.class.getResourceAsStream("/" + path)) {
        entries.put(path, in.readAllBytes());
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        JarEntry header = new JarEntry(entry.getKey());
        header.setTime(0);
        jar.putNextEntry(header);
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return new PluginArchive(fileName, bytes.toByteArray());
  }
}
