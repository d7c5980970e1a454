package dev.sotto.llm.gguf;

import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A GGUF model file (versions 2 and 3), memory-mapped read-only. Safe for all threads; the map
 * lives until {@link #close}. A file that is cut off, lies about its lengths or holds a tensor type
 * that can't be read is refused on opening; the numbers in the tensors are not looked at.
 */
public final class GgufFile implements AutoCloseable {
  private final Arena arena;
  private final MemorySegment file;
  private final GgufMetadata metadata;
  private final Map<String, GgufTensor> tensors;
  private final long headBytes;

  private GgufFile(
      Arena arena,
      MemorySegment file,
      GgufMetadata metadata,
      Map<String, GgufTensor> tensors,
      long headBytes) {
    this.arena = arena;
    this.file = file;
    this.metadata = metadata;
    this.tensors = tensors;
    this.headBytes = headBytes;
  }

  /**
   * Opens a model file.
   *
   * @throws UnsupportedModelException if it is damaged or holds a type that is not supported
   * @throws IOException if it can't be read
   */
  public static GgufFile open(Path path) throws IOException {
    return open(path, GgufFile::tensors);
  }

  /**
   * Opens the head of a model file that was cut off after its tensor descriptions. It has metadata
   * and no tensors.
   *
   * @throws UnsupportedModelException if it is damaged
   * @throws IOException if it can't be read
   */
  public static GgufFile openHead(Path path) throws IOException {
    return open(path, (name, head, file) -> new LinkedHashMap<>());
  }

  @SuppressWarnings("MustBeClosedChecker")
  private static GgufFile open(Path path, TensorReader reader) throws IOException {
    String name = String.valueOf(path.getFileName());
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      GgufReader.Head head = new GgufReader(name, file).read();
      return new GgufFile(
          arena, file, head.metadata(), reader.read(name, head, file), head.headBytes());
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static Map<String, GgufTensor> tensors(
      String fileName, GgufReader.Head head, MemorySegment file) {
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    for (GgufReader.Description description : head.tensors()) {
      String name = description.name();
      TensorType type = typeOf(fileName, description);
      GgufTensor tensor =
          new GgufTensor(
              name, type, description.dimensions(), data(fileName, description, type, head, file));
      if (tensors.putIfAbsent(name, tensor) != null) {
        throw new UnsupportedModelException(
            fileName + " is damaged: tensor " + name + " stands twice");
      }
    }
    refuseOverlaps(fileName, tensors.values());
    return tensors;
  }

  static TensorType typeOf(String fileName, GgufReader.Description description) {
    return TensorType.find(description.type())
        .orElseThrow(() -> unknownType(fileName, description.name(), description.type()));
  }

  private static UnsupportedModelException unknownType(String fileName, String tensor, int number) {
    return new UnsupportedModelException(
        "Tensor "
            + tensor
            + " of "
            + fileName
            + " is stored as "
            + TensorType.nameOf(number)
            + "; supported are "
            + Stream.of(TensorType.values()).map(Enum::name).collect(Collectors.joining(", "))
            + ". Get the model quantised as one of these.");
  }

  private static void refuseOverlaps(String fileName, Collection<GgufTensor> tensors) {
    List<GgufTensor> byAddress = new ArrayList<>(tensors);
    byAddress.sort(Comparator.comparingLong(tensor -> tensor.data().address()));
    for (int i = 1; i < byAddress.size(); i++) {
      MemorySegment before = byAddress.get(i - 1).data();
      if (before.address() + before.byteSize() > byAddress.get(i).data().address()) {
        throw new UnsupportedModelException(
            fileName
                + " is damaged or cut off: the tensors "
                + byAddress.get(i - 1).name()
                + " and "
                + byAddress.get(i).name()
                + " overlap. Get the file again.");
      }
    }
  }

  private static MemorySegment data(
      String fileName,
      GgufReader.Description description,
      TensorType type,
      GgufReader.Head head,
      MemorySegment file) {
    long columns = description.dimensions().getFirst();
    if (columns % type.blockElements() != 0) {
      throw new UnsupportedModelException(
          "Tensor "
              + description.name()
              + " of "
              + fileName
              + " has rows of "
              + columns
              + " numbers; "
              + type
              + " needs a multiple of "
              + type.blockElements());
    }
    long available = file.byteSize() - head.dataStart();
    long bytes = type.rowBytes(columns);
    List<Long> further = description.dimensions().subList(1, description.dimensions().size());
    for (long size : further) {
      bytes = bytes > available / size ? Long.MAX_VALUE : bytes * size;
    }
    long offset = description.offset();
    if (offset % head.alignment() != 0) {
      throw new UnsupportedModelException(
          fileName
              + " is damaged or cut off: tensor "
              + description.name()
              + " begins at "
              + offset
              + ", not at a multiple of "
              + head.alignment()
              + ". Get the file again.");
    }
    if (offset < 0 || bytes > available || offset > available - bytes) {
      throw new UnsupportedModelException(
          fileName
              + " is damaged or cut off: tensor "
              + description.name()
              + " ends beyond the file's "
              + file.byteSize()
              + " bytes. Get the file again.");
    }
    return file.asSlice(head.dataStart() + offset, bytes);
  }

  /** Returns the key-value pairs. */
  public GgufMetadata metadata() {
    return metadata;
  }

  /** Returns all tensors, in the order of the file. */
  public SequencedCollection<GgufTensor> tensors() {
    return new ArrayList<>(tensors.values());
  }

  /** Returns the tensor of this name. */
  public Optional<GgufTensor> findTensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Returns the bytes of the file up to the end of the tensor descriptions. */
  public MemorySegment head() {
    return file.asSlice(0, headBytes);
  }

  /** Returns the whole file. */
  public MemorySegment content() {
    return file;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  @FunctionalInterface
  private interface TensorReader {
    Map<String, GgufTensor> read(String fileName, GgufReader.Head head, MemorySegment file);
  }
}
