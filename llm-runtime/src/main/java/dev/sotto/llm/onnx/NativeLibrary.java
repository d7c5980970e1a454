package dev.sotto.llm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ONNX Runtime's native library. Unpacked once into a cache folder and loaded from there, instead
 * of into the temporary folder at every start. Where the property {@code onnxruntime.native.path}
 * is set already, that wins; on a system whose natives the jar does not name as expected, ONNX
 * Runtime unpacks by itself.
 */
public final class NativeLibrary {
  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  private NativeLibrary() {}

  /**
   * Returns ONNX Runtime's environment, loaded on first use.
   *
   * @throws IOException if the natives can't be unpacked
   */
  public static synchronized OrtEnvironment load(Path cacheFolder) throws IOException {
    if (System.getProperty(PATH_PROPERTY) == null) {
      String platform = platform();
      List<String> resources = resources(platform);
      if (!resources.isEmpty()) {
        Path folder =
            new FolderCache(cacheFolder)
                .get(
                    "onnxruntime-" + version() + "-" + platform,
                    target -> unpack(resources, target));
        System.setProperty(PATH_PROPERTY, folder.toString());
      }
    }
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "sotto");
  }

  private static String version() {
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    return version == null ? "1.28.0" : version;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String family = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
    return family + "-" + (machine.equals("amd64") || machine.equals("x86_64") ? "x64" : machine);
  }

  private static List<String> resources(String platform) {
    List<String> resources = new ArrayList<>();
    for (String library :
        List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared")) {
      String resource = "/ai/onnxruntime/native/" + platform + "/" + System.mapLibraryName(library);
      if (OrtEnvironment.class.getResource(resource) != null) {
        resources.add(resource);
      }
    }
    return resources;
  }

  private static void unpack(List<String> resources, Path target) throws IOException {
    for (String resource : resources) {
      try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("ONNX Runtime's jar has no " + resource);
        }
        Files.copy(in, target.resolve(resource.substring(resource.lastIndexOf('/') + 1)));
      }
    }
  }
}
