package dev.sotto.tools.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Archives that were made to fill a disk or memory, or to lead out of themselves. */
@Timeout(60)
final class HostileArchivesTest {
  private static final ZipLimits LIMITS = new ZipLimits(200, 64L << 20, 100, 1 << 20, 2, 8 << 20);

  @TempDir Path folder;

  @BeforeEach
  void writesAGoodArchive() throws IOException {
    Files.write(folder.resolve("good.zip"), Zips.of("good.md", "Good.\n"));
  }

  @Test
  void readsNoMemberThatUnpacksToFarMoreThanItIs() throws IOException {
    write("bomb.zip", zip("a.md", "Kept.\n".getBytes(UTF_8), "bomb.md", new byte[32 << 20]));

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("bomb.zip/a.md", "good.zip/good.md");
    assertThat(sink.problems()).containsOnlyKeys("bomb.zip/bomb.md");
    assertThat(sink.problems().get("bomb.zip/bomb.md")).contains("100 times");
  }

  @Test
  void readsNoMemberThatUnpacksToMoreThanItSays() throws IOException {
    byte[] text = "Apples and pears. ".repeat(40_000).getBytes(UTF_8);
    RawZip zip = new RawZip();
    zip.member("liar.md", deflated(text), 8, 100, crc(text));
    zip.member("honest.md", deflated(text), 8, text.length, crc(text));
    zip.member("damaged.md", deflated(text), 8, text.length, crc(text) + 1);
    write("sizes.zip", zip.bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.zip/good.md", "sizes.zip/honest.md");
    assertThat(sink.problems()).containsOnlyKeys("sizes.zip/liar.md", "sizes.zip/damaged.md");
  }

  @Test
  void unpacksNoMoreThanItsLimitInAllMembersTogether() throws IOException {
    byte[] random = new byte[1 << 20];
    new Random(7714).nextBytes(random);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      byte[] block = Arrays.copyOf(random, 20 << 20);
      for (int i = 0; i < 4; i++) {
        Zips.add(zip, "part-" + i + ".bin", block);
      }
      Zips.add(zip, "small.md", "Kept.\n".getBytes(UTF_8));
    }
    write("total.zip", out.toByteArray());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.zip/good.md", "total.zip/small.md");
    assertThat(sink.problems()).containsOnlyKeys("total.zip/part-3.bin");
  }

  @Test
  void readsNoMembersThatShareTheirBytes() throws IOException {
    byte[] kernel = deflated("x".repeat(200_000).getBytes(UTF_8));
    RawZip zip = new RawZip();
    zip.member("kernel.md", kernel, 8, 200_000, crc("x".repeat(200_000).getBytes(UTF_8)));
    for (int i = 0; i < 50; i++) {
      zip.again("copy-" + i + ".md");
    }
    write("overlap.zip", zip.bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.zip/good.md", "overlap.zip/kernel.md");
    assertThat(sink.problems()).hasSize(50);
    assertThat(sink.problems().get("overlap.zip/copy-7.md")).contains("fill a disk");
  }

  @Test
  void endsAtArchivesInArchivesInArchives() throws IOException {
    byte[] inner = Zips.of("deepest.md", "Deepest.\n");
    for (int level = 0; level < 5; level++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        for (int i = 0; i < 16; i++) {
          Zips.add(zip, "lib-" + i + ".zip", inner);
        }
        Zips.add(zip, "note.md", ("Level " + level + "\n").getBytes(UTF_8));
      }
      inner = out.toByteArray();
    }
    write("42.zip", inner);

    RecordingImportSink sink = scan();

    assertThat(sink.records()).hasSizeBetween(2, 20).containsKey("42.zip/note.md");
    assertThat(sink.problems()).isNotEmpty();
    assertThat(sink.problems().values())
        .allSatisfy(reason -> assertThat(reason).containsAnyOf("deeper", "entries"));
  }

  @Test
  void readsNoArchiveWithTooManyEntries() throws IOException {
    RawZip zip = new RawZip();
    zip.member("a.md", new byte[0], 0, 0, 0);
    for (int i = 0; i < 300; i++) {
      zip.again("m" + i + ".md");
    }
    write("entries.zip", zip.bytes());
    RawZip endless = new RawZip();
    endless.member("a.md", new byte[0], 0, 0, 0);
    String name = "n".repeat(60_000);
    for (int i = 0; i < 600; i++) {
      endless.again(name + i);
    }
    write("directory.zip", endless.bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.zip/good.md");
    assertThat(sink.problems()).containsOnlyKeys("entries.zip", "directory.zip");
    assertThat(sink.problems().get("entries.zip")).contains("more entries than the 200");
  }

  @Test
  void readsNothingUnderANameThatLeadsOutOfTheArchive() throws IOException {
    List<String> names =
        List.of(
            "../up.md",
            "a/../../up.md",
            "/etc/cron.md",
            "C:/windows.md",
            "c:\\windows.md",
            "..\\other.md",
            "a\u0000b.md",
            "a//b.md",
            "x/".repeat(100) + "deep.md",
            "n".repeat(2_000) + ".md",
            "");
    RawZip zip = new RawZip();
    for (String name : names) {
      zip.member(name, "Out.\n".getBytes(UTF_8), 0, 5, crc("Out.\n".getBytes(UTF_8)));
    }
    zip.member("in\\side.md", "In.\n".getBytes(UTF_8), 0, 4, crc("In.\n".getBytes(UTF_8)));
    zip.member("./here.md", "In.\n".getBytes(UTF_8), 0, 4, crc("In.\n".getBytes(UTF_8)));
    write("names.zip", zip.bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records())
        .containsOnlyKeys("good.zip/good.md", "names.zip/in/side.md", "names.zip/here.md");
    assertThat(sink.problems()).hasSize(names.size());
    assertThat(Files.exists(folder.resolve("up.md"))).isFalse();
    assertThat(Files.exists(folder.getParent().resolve("up.md"))).isFalse();
  }

  @Test
  void keepsTheFirstOfTwoMembersOfOneName() throws IOException {
    RawZip zip = new RawZip();
    zip.member("a.md", "First.\n".getBytes(UTF_8), 0, 7, crc("First.\n".getBytes(UTF_8)));
    zip.member("a.md", "Second.".getBytes(UTF_8), 0, 7, crc("Second.".getBytes(UTF_8)));
    zip.member("a.md/b.md", "Third.\n".getBytes(UTF_8), 0, 7, crc("Third.\n".getBytes(UTF_8)));
    write("twice.zip", zip.bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records().get("twice.zip/a.md").text()).isEqualTo("First.\n");
    assertThat(sink.problems()).containsOnlyKeys("twice.zip/a.md", "twice.zip/a.md/b.md");
  }

  @Test
  void followsNoLinkAndOpensNothingEncryptedOrUnknown() throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
      ZipArchiveEntry link = new ZipArchiveEntry("link.md");
      link.setUnixMode(0120777);
      zip.putArchiveEntry(link);
      zip.write("/etc/passwd".getBytes(US_ASCII));
      zip.closeArchiveEntry();
    }
    write("link.zip", Arrays.copyOf(channel.array(), (int) channel.size()));
    RawZip zip = new RawZip();
    zip.flags = 1;
    zip.member("secret.md", new byte[20], 0, 8, 0);
    zip.flags = 0;
    zip.member("packed.md", new byte[20], 14, 8, 0);
    write("odd.zip", zip.bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.zip/good.md");
    assertThat(sink.problems())
        .containsOnlyKeys("link.zip/link.md", "odd.zip/secret.md", "odd.zip/packed.md");
    assertThat(sink.problems().get("odd.zip/secret.md")).contains("encrypted");
    assertThat(sink.problems().get("link.zip/link.md")).contains("link");
  }

  @Test
  void reportsDamagedArchivesAndReadsTheOthers() throws IOException {
    byte[] good = Zips.of("a.md", "Apples.\n".repeat(50), "b.csv", "date,n\n2026-10-06,1\n");
    Random random = new Random(7714);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = good.clone();
      for (int j = 0; j < 6; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      write("damaged-" + i + ".zip", damaged);
    }
    for (int i = 0; i < 10; i++) {
      write("short-" + i + ".zip", Arrays.copyOf(good, good.length * i / 10));
    }

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsKey("good.zip/good.md");
    assertThat(sink.problems()).hasSizeGreaterThan(20);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void opensNoPipeThatIsNamedAsAnArchive() throws Exception {
    Process mkfifo =
        new ProcessBuilder("mkfifo", folder.resolve("pipe.zip").toString()).inheritIO().start();
    assertThat(mkfifo.waitFor(Duration.ofSeconds(30))).isTrue();

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.zip/good.md");
    assertThat(sink.problems()).containsOnlyKeys("pipe.zip");
  }

  private static byte[] zip(String name, byte[] bytes, String other, byte[] otherBytes)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(bytes);
      zip.putNextEntry(new ZipEntry(other));
      zip.write(otherBytes);
    }
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true))) {
      deflater.write(bytes);
    }
    return out.toByteArray();
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    Zips.importer(LIMITS)
        .scan(folder, new ImportContext(List.of(), List.of(), ZoneOffset.UTC), sink);
    return sink;
  }

  /** Writes archives byte by byte (APPNOTE 4.3), so that tests can write bad ones too. */
  private static final class RawZip {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();
    private int flags;
    private byte[] last = {};

    void member(String name, byte[] packed, int method, long size, long crc) throws IOException {
      byte[] bytes = name.getBytes(UTF_8);
      int offset = out.size();
      ByteBuffer local = buffer(30 + bytes.length);
      local.putInt(0x04034b50).putShort((short) 20).putShort((short) (flags | 0x800));
      common(local, method, crc, packed.length, size, bytes.length);
      local.put(bytes);
      out.write(local.array());
      out.write(packed);
      ByteBuffer tail = buffer(46);
      tail.putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
      tail.putShort((short) (flags | 0x800));
      common(tail, method, crc, packed.length, size, bytes.length);
      tail.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(offset);
      last = tail.array();
      entry(bytes);
    }

    void again(String name) throws IOException {
      entry(name.getBytes(UTF_8));
    }

    private void entry(byte[] name) throws IOException {
      ByteBuffer header = buffer(46);
      header.put(last).putShort(28, (short) name.length);
      ByteArrayOutputStream entry = new ByteArrayOutputStream();
      entry.write(header.array());
      entry.write(name);
      directory.add(entry.toByteArray());
    }

    private static void common(
        ByteBuffer header, int method, long crc, int packed, long size, int name) {
      header.putShort((short) method).putShort((short) 0).putShort((short) 0x5d76);
      header.putInt((int) crc).putInt(packed).putInt((int) size);
      header.putShort((short) name).putShort((short) 0);
    }

    byte[] bytes() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      out.writeTo(all);
      int start = all.size();
      for (byte[] entry : directory) {
        all.write(entry);
      }
      ByteBuffer end = buffer(22);
      end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
      end.putShort((short) directory.size()).putShort((short) directory.size());
      end.putInt(all.size() - start).putInt(start).putShort((short) 0);
      all.write(end.array());
      return all.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
