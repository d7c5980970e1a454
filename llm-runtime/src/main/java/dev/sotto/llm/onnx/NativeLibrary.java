package dev.sotto.llm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * ONNX Runtime's native library. Unpacked once into a folder and loaded from there, instead of into
 * the temporary folder at every start. Where the property {@link #PATH_PROPERTY} is set already,
 * that wins; on a system whose natives the jar does not name as expected, ONNX Runtime unpacks by
 * itself.
 *
 * <p>What was unpacked is compared with the jar by SHA-256 then, and by CRC-32C at each start.
 * Against somebody who may write to the folder that is no protection: a process that must not be
 * able to change what it loads is given a folder that it can only read.
 */
public final class NativeLibrary {
  /** Names the folder that the natives are loaded from. */
  public static final String PATH_PROPERTY = "onnxruntime.native.path";

  private NativeLibrary() {}

  /**
   * Returns ONNX Runtime's environment, loaded on first use.
   *
   * @param cacheFolder where the natives are unpacked if no folder of them is named
   * @throws IOException if the natives can't be unpacked
   */
  public static synchronized OrtEnvironment load(Path cacheFolder) throws IOException {
    if (System.getProperty(PATH_PROPERTY) == null) {
      unpackIn(cacheFolder)
          .ifPresent(folder -> System.setProperty(PATH_PROPERTY, folder.toString()));
    }
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "sotto");
  }

  /**
   * Returns the folder of this system's natives, unpacked now if they are not there or damaged.
   * Nothing is loaded.
   *
   * @param folder what the folder of the natives lies in
   * @return nothing if the jar has none for this system
   * @throws IOException if they can't be unpacked
   */
  public static Optional<Path> unpackIn(Path folder) throws IOException {
    String platform = platform();
    List<String> resources = resources(platform);
    if (resources.isEmpty()) {
      return Optional.empty();
    }
    Path natives =
        new FolderCache(folder)
            .get("onnxruntime-" + version() + "-" + platform, target -> unpack(resources, target));
    for (String resource : resources) {
      withoutWriting(natives.resolve(fileName(resource)));
    }
    return Optional.of(natives);
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
      Path file = target.resolve(fileName(resource));
      try (InputStream in = open(resource)) {
        Files.copy(in, file);
      }
      try (InputStream in = open(resource)) {
        if (!ImportedModel.sha256(in).equals(ImportedModel.sha256(file))) {
          throw new IOException(
              file.getFileName()
                  + " was unpacked and is not what ONNX Runtime's jar holds. Is the disk sound?");
        }
      }
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = OrtEnvironment.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("ONNX Runtime's jar has no " + resource);
    }
    return in;
  }

  private static String fileName(String resource) {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  private static void withoutWriting(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.isWritable(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }
  }
}
