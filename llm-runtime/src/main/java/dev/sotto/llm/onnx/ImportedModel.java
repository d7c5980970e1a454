package dev.sotto.llm.onnx;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A model that was imported into the cache folder: the head of its GGUF file, its graph and its
 * weights.
 *
 * @param sha256 hash of the GGUF file, 64 hexadecimal digits
 * @param folder where the files lie
 */
public record ImportedModel(String sha256, Path folder) {
  /** Rises with every change of the graph or the weights' layout. */
  static final int IMPORTER_VERSION = 1;

  private static final String HEAD = "head.gguf";
  private static final String GRAPH = "model.onnx";
  private static final String WEIGHTS = "weights.bin";

  /** Gives the model file when it is needed. */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns the path of the GGUF file.
     *
     * @param scratch an empty place to put it, if it is not a file yet; removed afterwards
     */
    Path locate(Path scratch) throws IOException;
  }

  /** Returns the head of the GGUF file. */
  public Path head() {
    return folder.resolve(HEAD);
  }

  /** Returns the graph. */
  public Path graph() {
    return folder.resolve(GRAPH);
  }

  /**
   * Returns an imported model that is there and whole.
   *
   * @throws IOException if the cache can't be read
   */
  public static Optional<ImportedModel> find(String sha256, Path cacheFolder) throws IOException {
    return new FolderCache(cacheFolder)
        .find(entryName(sha256))
        .map(folder -> new ImportedModel(sha256, folder));
  }

  /**
   * Returns an imported model, imported now if it is not there or damaged.
   *
   * @param sha256 hash that the file must have
   * @param source where the file comes from
   * @param cacheFolder where imported models lie
   * @param listener told while it is imported
   * @throws UnsupportedModelException if the file has another hash or can't be imported
   * @throws IOException if it can't be read or written
   */
  public static ImportedModel get(
      String sha256, Source source, Path cacheFolder, PreparationListener listener)
      throws IOException {
    Path folder =
        new FolderCache(cacheFolder)
            .get(entryName(sha256), target -> make(sha256, source, target, listener));
    return new ImportedModel(sha256, folder);
  }

  private static String entryName(String sha256) {
    return "model-" + sha256 + "-v" + IMPORTER_VERSION;
  }

  private static void make(String sha256, Source source, Path target, PreparationListener listener)
      throws IOException {
    Path scratch = target.resolve("source.gguf");
    Path path = source.locate(scratch);
    requireHash(path, sha256);
    try (GgufFile file = GgufFile.open(path);
        WeightFile weights =
            new WeightFile(
                target.resolve(WEIGHTS),
                done ->
                    listener.preparing(
                        Math.min(done, file.content().byteSize()), file.content().byteSize()))) {
      Files.write(target.resolve(GRAPH), ModelGraph.build(file, weights, WEIGHTS));
      try (OutputStream out = Files.newOutputStream(target.resolve(HEAD));
          WritableByteChannel channel = Channels.newChannel(out)) {
        channel.write(file.head().asByteBuffer());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  /**
   * Removes what was imported of a model, if anything was.
   *
   * @throws IOException if it can't be removed
   */
  public static void remove(String sha256, Path cacheFolder) throws IOException {
    new FolderCache(cacheFolder).remove(entryName(sha256));
  }

  private static void requireHash(Path path, String sha256) throws IOException {
    String found = sha256(path);
    if (!found.equals(sha256)) {
      throw new UnsupportedModelException(
          path.getFileName()
              + " has the SHA-256 "
              + found
              + "; expected is "
              + sha256
              + ". Get the file again.");
    }
  }

  /**
   * Returns a file's hash as 64 hexadecimal digits.
   *
   * @throws IOException if it can't be read
   */
  public static String sha256(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return sha256(in);
    }
  }

  /** Returns the hash of all that comes, as 64 hexadecimal digits. */
  static String sha256(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 18];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256; this one has not", e);
    }
  }
}
