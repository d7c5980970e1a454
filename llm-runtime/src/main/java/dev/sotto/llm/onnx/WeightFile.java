package dev.sotto.llm.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * The file of large weights beside an ONNX graph, under construction. Every region begins at a
 * multiple of 4096 bytes, so that it can be mapped on its own.
 */
final class WeightFile implements AutoCloseable {
  private static final long ALIGNMENT = 4096;

  private final FileChannel channel;
  private final LongConsumer progress;
  private long end;
  private long written;

  WeightFile(Path path, LongConsumer progress) throws IOException {
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.progress = progress;
  }

  /** Bytes of the file that hold one tensor. */
  record Region(long offset, long bytes) {}

  /** Sets bytes aside. */
  Region allocate(long bytes) {
    Region region = new Region(end, bytes);
    end = (end + bytes + ALIGNMENT - 1) & -ALIGNMENT;
    return region;
  }

  /** Writes the buffer's remaining bytes at an offset of a region. */
  void write(Region region, long offset, ByteBuffer bytes) throws IOException {
    if (offset + bytes.remaining() > region.bytes()) {
      throw new IllegalArgumentException(
          "Writing "
              + bytes.remaining()
              + " bytes at "
              + offset
              + " of a region of "
              + region.bytes());
    }
    long position = region.offset() + offset;
    while (bytes.hasRemaining()) {
      int count = channel.write(bytes, position);
      position += count;
      written += count;
    }
    progress.accept(written);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      channel.force(true);
    }
  }
}
