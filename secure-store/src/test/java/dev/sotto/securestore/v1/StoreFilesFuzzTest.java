package dev.sotto.securestore.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.securestore.v1.StoreFilesFuzz.Format;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Replays what {@link StoreFilesFuzz} starts from and has found. {@code -Dsotto.fuzz.seeds=FOLDER}
 * makes the files to start from anew.
 */
final class StoreFilesFuzzTest {
  private static final int DAMAGED = 30;
  private static final List<String> WHOLE = List.of("-whole", "-inside", "-two-chunks");

  @Test
  void nothingOfTheCorpusDoesHarmAndWhatIsWholeIsRead() throws Exception {
    int whole = 0;
    for (Map.Entry<String, byte[]> seed : corpus().entrySet()) {
      StoreFilesFuzz.fuzzerTestOneInput(seed.getValue());
      if (WHOLE.stream().anyMatch(seed.getKey()::endsWith)) {
        assertThat(isRefused(seed.getValue())).as(seed.getKey()).isFalse();
        whole++;
      }
    }
    assertThat(whole).isEqualTo(2 * Format.values().length + 1);
  }

  @Test
  void whateverIsDoneToAWholeFileIsRefused() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (Map.Entry<String, byte[]> seed : corpus().entrySet()) {
      boolean authenticated =
          seed.getKey().endsWith("-whole")
              && !seed.getKey().startsWith("catalogue")
              && !seed.getKey().startsWith("record");
      for (int i = 0; i < DAMAGED; i++) {
        boolean refused = isRefused(damaged(seed.getValue(), random));
        assertThat(refused || !authenticated).as(seed.getKey()).isTrue();
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "sotto.fuzz.seeds", matches = ".+")
  void theFilesToStartFromAreMade() throws IOException {
    Path folder = Path.of(System.getProperty("sotto.fuzz.seeds"));
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> seed : StoreFileSeeds.all().entrySet()) {
      Files.write(folder.resolve(seed.getKey()), seed.getValue());
    }
  }

  private static boolean isRefused(byte[] input) throws IOException {
    return StoreFilesFuzz.isRefused(
        Format.values()[input[0]], input[1] == 1, Arrays.copyOfRange(input, 2, input.length));
  }

  private static byte[] damaged(byte[] input, SplittableRandom random) {
    int at = random.nextInt(2, input.length);
    byte[] damaged = input.clone();
    switch (random.nextInt(3)) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case 1 -> damaged = Arrays.copyOf(input, at);
      default -> {
        damaged = Arrays.copyOf(input, input.length + 1);
        System.arraycopy(input, at, damaged, at + 1, input.length - at);
        damaged[at] = (byte) (input[at] + 1);
      }
    }
    return damaged;
  }

  private static Map<String, byte[]> corpus() throws IOException, URISyntaxException {
    URL folder =
        Objects.requireNonNull(
            StoreFilesFuzz.class.getResource("/dev/sotto/securestore/v1/fuzz"), "no corpus");
    Map<String, byte[]> corpus = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.toList()) {
        corpus.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return corpus;
  }
}
