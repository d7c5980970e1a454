package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.llm.gguf.TensorType;
import dev.sotto.llm.onnx.FolderCache;
import dev.sotto.llm.onnx.ImportedModel;
import dev.sotto.llm.onnx.NativeLibrary;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCacheTest {
  private static final List<String> FILES =
      List.of("head.gguf", "manifest", "model.onnx", "weights.bin");

  @TempDir Path folder;
  private final AtomicInteger imports = new AtomicInteger();
  private Path cache;
  private Path gguf;
  private String sha256;

  @BeforeAll
  static void unpackNativesWhereTheyStay() throws IOException {
    NativeLibrary.load(TestCache.FOLDER);
  }

  @BeforeEach
  void writeModel() throws IOException {
    cache = folder.resolve("cache");
    gguf = TinyModel.tied(TensorType.Q4_0).writeTo(folder);
    sha256 = ImportedModel.sha256(gguf);
  }

  @Test
  void importsAModelOnce() throws IOException {
    ImportedModel first = get();
    ImportedModel second = get();

    assertThat(second).isEqualTo(first);
    assertThat(imports).hasValue(1);
    assertThat(names(first.folder())).isEqualTo(FILES);
    assertThat(names(cache)).containsExactly(".lock", "model-" + sha256 + "-v1");
  }

  @Test
  void writesTheManifestThatItsFormatDescribes() throws IOException {
    List<String> lines = Files.readAllLines(get().folder().resolve("manifest"));

    assertThat(lines).hasSize(5);
    assertThat(lines.getFirst()).isEqualTo("sotto-cache 1");
    assertThat(lines.get(1)).matches("\\d+ [0-9a-f]{8} head.gguf");
    assertThat(lines.get(2)).matches("\\d+ [0-9a-f]{8} model.onnx");
    assertThat(lines.get(3)).matches("\\d+ [0-9a-f]{8} weights.bin");
    assertThat(lines.getLast()).isEqualTo("end 3");
  }

  @Test
  void writesTheSameManifestWhereDigitsAreWrittenOtherwise() throws IOException {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(get().folder().resolve("manifest")).content().matches("\\p{ASCII}+");
      assertThat(ImportedModel.find(sha256, cache)).isPresent();
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void importsTheSameModelToTheSameBytes() throws IOException {
    Path first = get().folder();
    Path elsewhere = folder.resolve("elsewhere");
    Path second =
        ImportedModel.get(sha256, scratch -> gguf, elsewhere, PreparationListener.SILENT).folder();

    for (String name : FILES) {
      assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"head.gguf", "manifest", "model.onnx", "weights.bin"})
  void importsAgainWhenAFileIsMissing(String name) throws IOException {
    Path entry = get().folder();
    Files.delete(entry.resolve(name));

    assertRebuilt();
  }

  @ParameterizedTest
  @ValueSource(strings = {"head.gguf", "manifest", "model.onnx", "weights.bin"})
  void importsAgainWhenAFileIsCut(String name) throws IOException {
    Path file = get().folder().resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));

      assertRebuilt();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"head.gguf", "model.onnx", "weights.bin"})
  void importsAgainWhenAByteIsFlipped(String name) throws IOException {
    Path file = get().folder().resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {0, bytes.length / 3, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);

      assertRebuilt();
    }
  }

  @Test
  void importsAgainWhicheverByteOfTheManifestIsFlipped() throws IOException {
    Path file = get().folder().resolve("manifest");
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at++) {
      for (byte other : new byte[] {0, '/', '.', ' ', '\n', (byte) 0xFF}) {
        if (bytes[at] != other) {
          byte[] damaged = bytes.clone();
          damaged[at] = other;
          Files.write(file, damaged);

          assertThat(ImportedModel.find(sha256, cache))
              .as("byte %s of the manifest is %s", at, other)
              .isEmpty();
        }
      }
    }

    assertRebuilt();
  }

  @Test
  void importsAgainWhenTheManifestIsAFolderOrTheEntryAFile() throws IOException {
    Path entry = get().folder();
    Files.delete(entry.resolve("manifest"));
    Files.createDirectory(entry.resolve("manifest"));
    assertRebuilt();

    for (String name : FILES) {
      Files.delete(entry.resolve(name));
    }
    Files.delete(entry);
    Files.writeString(entry, "not a folder");
    assertRebuilt();
  }

  @Test
  void followsNoLinkFromAnEntry() throws IOException {
    Path entry = get().folder();
    Path moved =
        Files.move(
            entry.resolve("weights.bin"),
            folder.resolve("moved"),
            StandardCopyOption.REPLACE_EXISTING);
    try {
      Files.createSymbolicLink(entry.resolve("weights.bin"), moved);
    } catch (UnsupportedOperationException | IOException e) {
      Assumptions.abort("Links can't be made here");
    }

    assertRebuilt();
    assertThat(moved).exists();
  }

  private void assertRebuilt() throws IOException {
    int before = imports.get();
    assertThat(ImportedModel.find(sha256, cache)).isEmpty();

    ImportedModel model = get();

    assertThat(imports).hasValue(before + 1);
    assertThat(names(model.folder())).isEqualTo(FILES);
    assertThat(ImportedModel.find(sha256, cache)).contains(model);
  }

  @Test
  void leavesNothingOfAnImportThatFails() throws IOException {
    assertThatThrownBy(() ->
            ImportedModel.get(
                sha256,
                scratch -> {
                  Files.write(scratch, new byte[1000]);
                  throw new IOException("The disk is full");
                },
                cache,
                PreparationListener.SILENT))
        .isInstanceOf(IOException.class)
        .hasMessage("The disk is full");

    assertThat(names(cache)).containsExactly(".lock");
    assertThat(get().folder()).isDirectory();
  }

  @Test
  void leavesNothingOfAnImportThatIsAbandonedHalfway() throws IOException {
    assertThatThrownBy(() ->
            ImportedModel.get(
                sha256,
                scratch -> gguf,
                cache,
                (done, total) -> {
                  throw new IllegalStateException("Enough at " + done + " of " + total);
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Enough at ");

    assertThat(names(cache)).containsExactly(".lock");
    assertThat(get().folder()).isDirectory();
  }

  @Test
  void clearsAwayWhatAKilledImportLeft() throws IOException {
    Path leftover = Files.createDirectories(cache.resolve(".partial-killed"));
    Files.write(leftover.resolve("weights.bin"), new byte[5000]);
    Files.write(leftover.resolve("source.gguf"), new byte[10]);

    get();

    assertThat(names(cache)).containsExactly(".lock", "model-" + sha256 + "-v1");
  }

  @Test
  void refusesAFileOfAnotherHashAndNamesBoth() throws IOException {
    String other = "0".repeat(64);

    assertThatThrownBy(
            () -> ImportedModel.get(other, scratch -> gguf, cache, PreparationListener.SILENT))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("tiny.gguf", sha256, other);
    assertThat(names(cache)).containsExactly(".lock");
  }

  @Test
  void importsOnceForManyThreads() throws Exception {
    List<Callable<ImportedModel>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(this::get);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<ImportedModel> result : threads.invokeAll(calls)) {
        assertThat(result.get().folder()).isDirectory();
      }
    }

    assertThat(imports).hasValue(1);
  }

  @Test
  void tellsHowFarTheImportIsAndNothingTheSecondTime() throws IOException {
    List<Long> told = new ArrayList<>();
    PreparationListener listener = (done, total) -> told.add(done);

    ImportedModel.get(sha256, scratch -> gguf, cache, listener);
    int first = told.size();
    ImportedModel.get(sha256, scratch -> gguf, cache, listener);

    assertThat(told).hasSize(first).hasSizeGreaterThan(10).isSorted();
  }

  @Test
  void opensAnImportedModelWithoutItsFileAndRefusesOneThatIsNotThere() throws IOException {
    OnnxLanguageModel.open(gguf, cache, 1, PreparationListener.SILENT).close();
    Files.delete(gguf);

    try (OnnxLanguageModel model = OnnxLanguageModel.openImported(sha256, cache, 1)) {
      assertThat(model.description().sha256()).isEqualTo(sha256);
    }
    assertThatThrownBy(() -> OnnxLanguageModel.openImported("1".repeat(64), cache, 1))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("not imported on this computer");
  }

  @Test
  void makesItsFolderForItsOwnerAlone() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));

    get();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
  }

  @Test
  void keepsEntriesApartByTheirNames() throws IOException {
    FolderCache entries = new FolderCache(cache);

    Path a = entries.get("a", target -> Files.writeString(target.resolve("x"), "of a"));
    Path b = entries.get("b", target -> Files.writeString(target.resolve("x"), "of b"));

    assertThat(a.resolve("x")).hasContent("of a");
    assertThat(b.resolve("x")).content(StandardCharsets.UTF_8).isEqualTo("of b");
  }

  private ImportedModel get() throws IOException {
    return ImportedModel.get(
        sha256,
        scratch -> {
          imports.incrementAndGet();
          return gguf;
        },
        cache,
        PreparationListener.SILENT);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
