package dev.sotto.tools.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.ICOSParser;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.apache.pdfbox.pdfparser.PDFParser;

/** Parses a PDF in memory alone, with streams that keep to a budget. */
final class GuardedParser extends PDFParser {
  GuardedParser(byte[] bytes, PdfBudget budget) throws IOException {
    super(new GuardedBytes(bytes, budget), "", null, null, IOUtils.createMemoryOnlyStreamCache());
    document.close();
    document = new GuardedDocument(this, budget);
  }

  private static final class GuardedDocument extends COSDocument {
    private final ICOSParser parser;
    private final PdfBudget budget;
    private final RandomAccessStreamCache cache;

    GuardedDocument(ICOSParser parser, PdfBudget budget) throws IOException {
      super(IOUtils.createMemoryOnlyStreamCache(), parser);
      this.parser = parser;
      this.budget = budget;
      this.cache = IOUtils.createMemoryOnlyStreamCache().create();
    }

    @Override
    public COSStream createCOSStream(COSDictionary dictionary, long start, long length)
        throws IOException {
      COSStream stream =
          new GuardedStream(cache, parser.createRandomAccessReadView(start, length), budget);
      dictionary.forEach(stream::setItem);
      stream.setKey(dictionary.getKey());
      return stream;
    }

    @Override
    public void close() throws IOException {
      super.close();
      cache.close();
    }
  }
}
