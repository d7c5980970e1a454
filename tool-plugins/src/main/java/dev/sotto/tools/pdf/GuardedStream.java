package dev.sotto.tools.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.io.RandomAccessStreamCache;

/**
 * A stream of a PDF that is decompressed only if every stage of it stays within the budget: it is
 * decompressed once with its length counted before the library does it without a bound. Streams of
 * pictures are not decompressed at all, since no text is made of them.
 */
final class GuardedStream extends COSStream {
  private static final int BYTES_OF_A_STEP = 64;
  private static final int MAX_COLUMNS = 1 << 16;
  private static final Set<COSName> READABLE =
      Set.of(
          COSName.FLATE_DECODE,
          COSName.FLATE_DECODE_ABBREVIATION,
          COSName.LZW_DECODE,
          COSName.LZW_DECODE_ABBREVIATION,
          COSName.RUN_LENGTH_DECODE,
          COSName.RUN_LENGTH_DECODE_ABBREVIATION,
          COSName.ASCII85_DECODE,
          COSName.ASCII85_DECODE_ABBREVIATION,
          COSName.ASCII_HEX_DECODE,
          COSName.ASCII_HEX_DECODE_ABBREVIATION,
          COSName.CRYPT);

  private final PdfBudget budget;
  private boolean checked;
  private long decodedLength;

  GuardedStream(RandomAccessStreamCache cache, RandomAccessReadView raw, PdfBudget budget)
      throws IOException {
    super(cache, raw);
    this.budget = budget;
  }

  @Override
  public COSInputStream createInputStream(DecodeOptions options) throws IOException {
    budget.step(decodedLength() / BYTES_OF_A_STEP);
    return super.createInputStream(options);
  }

  @Override
  public RandomAccessRead createView() throws IOException {
    budget.step(decodedLength() / BYTES_OF_A_STEP);
    return super.createView();
  }

  /**
   * Returns how long the stream is when decompressed.
   *
   * @throws IOException if it is longer than the budget allows
   */
  long decodedLength() throws IOException {
    budget.check();
    if (checked) {
      return decodedLength;
    }
    List<COSName> filters = filters();
    checkParameters();
    byte[] encoded = {};
    for (int i = 0; i < filters.size(); i++) {
      if (!READABLE.contains(filters.get(i))) {
        throw new IOException("A stream is compressed as a picture is");
      }
      Filter filter = FilterFactory.INSTANCE.getFilter(filters.get(i));
      boolean last = i == filters.size() - 1;
      Bounded decoded = new Bounded(!last);
      try (InputStream in = i == 0 ? createRawInputStream() : new ByteArrayInputStream(encoded)) {
        filter.decode(in, decoded, this, i);
      }
      encoded = last ? encoded : decoded.toByteArray();
      decodedLength = decoded.length;
    }
    if (filters.isEmpty()) {
      decodedLength = getLength();
      budget.stream(decodedLength);
    }
    checked = true;
    return decodedLength;
  }

  private List<COSName> filters() throws IOException {
    COSBase found = getFilters();
    if (found instanceof COSName name) {
      return List.of(name);
    }
    Set<COSName> names = new LinkedHashSet<>();
    if (found instanceof COSArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (!(array.getObject(i) instanceof COSName name)) {
          throw new IOException("A stream names a filter that is none");
        }
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  private void checkParameters() throws IOException {
    COSBase found = getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
    if (found instanceof COSDictionary parameters) {
      checkColumns(parameters);
    } else if (found instanceof COSArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.getObject(i) instanceof COSDictionary parameters) {
          checkColumns(parameters);
        }
      }
    }
  }

  private static void checkColumns(COSDictionary parameters) throws IOException {
    if (parameters.getLong(COSName.COLUMNS, 1) > MAX_COLUMNS
        || parameters.getLong(COSName.BITS_PER_COMPONENT, 8) > 32) {
      throw new IOException("A stream has rows that are too long");
    }
  }

  /** Takes decoded bytes as long as the budget allows, and keeps them where the next stage asks. */
  private final class Bounded extends ByteArrayOutputStream {
    private final boolean kept;
    private long length;

    Bounded(boolean kept) {
      this.kept = kept;
    }

    @Override
    public synchronized void write(int b) {
      count(1);
      if (kept) {
        super.write(b);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
      count(count);
      if (kept) {
        super.write(bytes, offset, count);
      }
    }

    private void count(int added) {
      length += added;
      try {
        budget.stream(length);
      } catch (PdfBudget.SpentException e) {
        throw new StreamTooLongException(e);
      }
    }
  }

  /** The decoded stream is too long; the filters of the library pass it on. */
  static final class StreamTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StreamTooLongException(PdfBudget.SpentException cause) {
      super(cause);
    }
  }

  @Override
  public String toString() {
    return "GuardedStream[" + getLength() + " bytes]";
  }
}
