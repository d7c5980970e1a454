package dev.sotto.tools;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reading a file failed, as opposed to handing on what was read: an importer reports this and goes
 * on to the next file, while a failure of the sink ends the scan.
 */
public final class UnreadableFile extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_UTF16_BYTES = 64 << 20;

  private final IOException reason;

  public UnreadableFile(IOException reason) {
    super(reason);
    this.reason = reason;
  }

  /** Returns what failed. */
  public IOException reason() {
    return reason;
  }

  /**
   * Opens a file of text as UTF-8, whose failures are of this type; a file in UTF-16 with its mark
   * is decoded if it has at most {@value #MAX_UTF16_BYTES} bytes. The caller closes the stream.
   */
  public static InputStream openText(SourceFile file) throws UnreadableFile {
    try {
      if (TextDecoding.hasUtf16Mark(file.head(2)) && file.sizeBytes() <= MAX_UTF16_BYTES) {
        String text = TextDecoding.decode(file.head(MAX_UTF16_BYTES));
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      }
      return reporting(file.open());
    } catch (IOException e) {
      throw new UnreadableFile(e);
    }
  }

  /** Returns a stream of the same bytes whose failures are of this type. */
  public static InputStream reporting(InputStream in) {
    return new ReportingStream(in);
  }

  private static final class ReportingStream extends InputStream {
    private final InputStream in;

    ReportingStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        throw new UnreadableFile(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        throw new UnreadableFile(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
