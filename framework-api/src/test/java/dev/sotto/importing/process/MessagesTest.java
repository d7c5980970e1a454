package dev.sotto.importing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.importing.Importer;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.process.ConstantCode;
import dev.sotto.process.Frames;
import dev.sotto.process.ProtocolException;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.EventDetails;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of the messages between vault and importer. */
final class MessagesTest {
  private static final ToImporterCodec TO_IMPORTER = new ToImporterCodec();
  private static final FromImporterCodec FROM_IMPORTER = new FromImporterCodec();
  private static final int MESSAGES = 4_000;
  private static final int DAMAGED = 60_000;

  @Test
  void everyMessageToAnImporterComesBackAsItWas() throws ProtocolException {
    RandomMessages messages = new RandomMessages(1);
    Set<Class<?>> seen = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      ToImporter message = messages.toImporter();

      ToImporter back = Frames.decode(TO_IMPORTER, Frames.encode(TO_IMPORTER, message)).getFirst();

      if (message instanceof ToImporter.Scan scan) {
        assertThat(back)
            .usingRecursiveComparison()
            .isEqualTo(scan); // The salt is an array, which equals compares by identity.
      } else {
        assertThat(back).isEqualTo(message);
      }
      seen.add(message.getClass());
    }
    assertThat(seen).containsExactlyInAnyOrder(ToImporter.class.getPermittedSubclasses());
  }

  @Test
  void everyMessageOfAnImporterComesBackAsItWas() throws ProtocolException {
    RandomMessages messages = new RandomMessages(2);
    Set<Class<?>> seen = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      FromImporter message = messages.fromImporter();

      assertThat(Frames.decode(FROM_IMPORTER, Frames.encode(FROM_IMPORTER, message)))
          .containsExactly(message);
      seen.add(message.getClass());
    }
    assertThat(seen)
        .containsAll(
            Stream.of(FromImporter.class.getPermittedSubclasses())
                .filter(FromImporter.class::isAssignableFrom)
                .filter(type -> !type.isEnum())
                .toList());
  }

  @Test
  void everyConstantHasANumberOfItsOwn() {
    assertNumbered(ContentFields.KINDS, RecordKind.values());
    assertNumbered(ContentFields.ROLES, Participant.Role.values());
    assertNumbered(ContentFields.INTEGRITIES, Integrity.values());
    assertNumbered(ContentFields.CONFIDENTIALITIES, Confidentiality.values());
    assertNumbered(ContentFields.STATUSES, EventDetails.Status.values());
    assertNumbered(FromImporterCodec.MATCHES, Importer.Match.values());
    assertNumbered(FromImporterCodec.FAILURES, FromImporter.Failure.values());
  }

  /** Made by hand after docs/format/process-messages-v1.md. */
  @Test
  void theBytesAreThoseOfTheFormat() {
    FromImporter offered =
        new FromImporter.Offered(new ItemKey("ä"), new Fingerprint("0123456789abcdef".repeat(4)));
    FromImporter item =
        new FromImporter.Item(
            new RecordContent(
                RecordKind.EMAIL,
                "T",
                Instant.ofEpochSecond(1, 2),
                List.of(new Participant("N", "", Participant.Role.RECIPIENT)),
                "",
                "\uD83D",
                new Labels(Integrity.EXTERNAL, Confidentiality.SENSITIVE),
                "l"));

    assertThat(hex(Frames.encode(FROM_IMPORTER, offered)))
        .isEqualTo("00000028" + "04" + "0000000002c3a4" + "0123456789abcdef".repeat(4));
    assertThat(hex(Frames.encode(FROM_IMPORTER, item)))
        .isEqualTo(
            "0000003d"
                + "05"
                + "02"
                + "000000000154"
                + "0000000000000001"
                + "00000002"
                + "00000001"
                + "00000000014e"
                + "0000000000"
                + "02"
                + "0000000000"
                + "0100000002d83d"
                + "03"
                + "03"
                + "00000000016c"
                + "00000000"
                + "00");
  }

  @Test
  void aDamagedMessageIsAMessageOrRefusedAndNothingElse() {
    SplittableRandom random = new SplittableRandom(3);
    RandomMessages messages = new RandomMessages(4);
    int refused = 0;
    for (int i = 0; i < DAMAGED; i++) {
      boolean toImporter = random.nextBoolean();
      byte[] bytes =
          toImporter
              ? Frames.encode(TO_IMPORTER, messages.toImporter())
              : Frames.encode(FROM_IMPORTER, messages.fromImporter());
      refused += MessagesFuzz.isRefused(toImporter, damaged(bytes, random)) ? 1 : 0;
    }
    assertThat(refused).isBetween(DAMAGED / 4, DAMAGED - 1);
  }

  /** What a fuzzer keeps because it reached something new; see MessagesFuzz. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void nothingOfTheCorpusDoesHarm(int direction) throws IOException, URISyntaxException {
    URL corpus = MessagesFuzz.class.getResource("/dev/sotto/importing/process/fuzz");
    assertThat(corpus).isNotNull();
    try (Stream<Path> files = Files.list(Path.of(corpus.toURI()))) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(file -> {
            byte[] bytes = Files.readAllBytes(file);
            MessagesFuzz.isRefused(direction == 0, bytes);
            MessagesFuzz.fuzzerTestOneInput(bytes);
          });
    }
  }

  @Test
  void whatIsBeyondTheBoundsIsNotWritten() {
    FromImporter long1 =
        new FromImporter.Problem(new ItemKey("k"), "r".repeat(FromImporterCodec.MAX_REASON + 1));
    TreeMap<String, Long> counts = new TreeMap<>();
    for (int i = 0; i <= FromImporterCodec.MAX_EXTENSIONS; i++) {
      counts.put("x" + i, 1L);
    }

    assertThatThrownBy(() -> Frames.encode(FROM_IMPORTER, long1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("rrr");
    assertThatThrownBy(() ->
            Frames.encode(FROM_IMPORTER, new FromImporter.LeftOut(new UnreadFiles(counts, 0))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unreadFilesOfTooManyKindsAreCountedTogether() throws ProtocolException {
    TreeMap<String, Long> counts = new TreeMap<>(Map.of("e".repeat(300), 7L));
    for (int i = 0; i < 2 * FromImporterCodec.MAX_EXTENSIONS; i++) {
      counts.put("x" + i, 1L);
    }
    UnreadFiles all = new UnreadFiles(counts, 3);

    FromImporter sent = new FromImporter.LeftOut(ChannelSink.withFewExtensions(all));

    assertThat(Frames.decode(FROM_IMPORTER, Frames.encode(FROM_IMPORTER, sent)))
        .containsExactly(sent);
    assertThat(((FromImporter.LeftOut) sent).files().files()).isEqualTo(all.files());
  }

  private static byte[] damaged(byte[] bytes, SplittableRandom random) {
    byte[] damaged = bytes.clone();
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int place = random.nextInt(damaged.length);
      switch (random.nextInt(5)) {
        case 0 -> damaged[place] = (byte) random.nextInt();
        case 1 -> damaged[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> damaged = Arrays.copyOf(damaged, Math.max(1, place));
        case 3 -> damaged = Arrays.copyOf(damaged, damaged.length + random.nextInt(9));
        default -> damaged[place] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
      }
    }
    return damaged;
  }

  @SafeVarargs
  private static <E extends Enum<E>> void assertNumbered(ConstantCode<E> code, E... constants) {
    assertThat(Stream.of(constants).map(code::of)).doesNotHaveDuplicates().allMatch(n -> n > 0);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
