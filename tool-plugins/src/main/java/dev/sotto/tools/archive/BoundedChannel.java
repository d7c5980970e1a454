package dev.sotto.tools.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A channel that is read up to a number of bytes, until the bound is lifted. */
final class BoundedChannel implements SeekableByteChannel {
  private final SeekableByteChannel channel;
  private long left;
  private boolean bounded = true;

  BoundedChannel(SeekableByteChannel channel, long maxBytes) {
    this.channel = channel;
    this.left = maxBytes;
  }

  void liftBound() {
    bounded = false;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = channel.read(target);
    if (bounded) {
      left -= Math.max(count, 0);
      if (left < 0) {
        throw new IOException("The directory of the archive is too long");
      }
    }
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
