package dev.sotto.tools.pdf;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;

/**
 * One PDF, open for reading its pages. Scripts, forms' XFA, embedded files and references out of
 * the document are never looked at. For one thread at a time.
 */
final class PdfDocument implements Closeable {
  private static final int MAX_METADATA = 500;

  private final PDDocument document;
  private final PageText text;
  private final List<PDPage> pages;
  private final boolean morePages;

  /** What one page holds. */
  record Page(String text, boolean picturesAlone) {
    @Override
    public String toString() {
      return "Page[" + text.length() + " characters]";
    }
  }

  private PdfDocument(PDDocument document, PageText text, List<PDPage> pages, boolean morePages) {
    this.document = document;
    this.text = text;
    this.pages = pages;
    this.morePages = morePages;
  }

  /** Opens a PDF and finds its pages. The document ends with the budget. */
  static PdfDocument open(byte[] bytes, PdfLimits limits, PdfBudget budget) throws IOException {
    BundledFont.install();
    PDDocument document = new GuardedParser(bytes, budget).parse();
    try {
      List<PDPage> pages = new ArrayList<>();
      boolean more = findPages(document, limits.maxPages(), budget, pages);
      return new PdfDocument(document, new PageText(document, budget), pages, more);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      document.close();
      throw e;
    }
  }

  int pages() {
    return pages.size();
  }

  /** Tells whether there are more pages than are read. */
  boolean hasMorePages() {
    return morePages;
  }

  /** Reads a page; the first one is 0. */
  Page read(int index) throws IOException {
    PDPage page = pages.get(index);
    String read = text.of(page);
    return new Page(read, read.isEmpty() && hasPictures(page));
  }

  Optional<String> title() {
    return metadata(PDDocumentInformation::getTitle);
  }

  Optional<String> author() {
    return metadata(PDDocumentInformation::getAuthor);
  }

  Optional<Instant> created() {
    try {
      return Optional.ofNullable(document.getDocumentInformation().getCreationDate())
          .map(Calendar::toInstant);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private Optional<String> metadata(Function<PDDocumentInformation, String> field) {
    try {
      return Optional.ofNullable(field.apply(document.getDocumentInformation()))
          .map(value -> value.replaceAll("[\\p{Cntrl}\\s]+", " ").strip())
          .filter(value -> !value.isEmpty())
          .map(value -> value.substring(0, Math.min(value.length(), MAX_METADATA)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean findPages(
      PDDocument document, int maxPages, PdfBudget budget, List<PDPage> pages) throws IOException {
    COSDictionary root =
        document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PAGES);
    if (root == null) {
      throw new IOException("The document has no pages");
    }
    Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<COSDictionary> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      budget.check();
      COSDictionary node = open.pop();
      if (!seen.add(node)) {
        continue;
      }
      if (node.getDictionaryObject(COSName.KIDS) instanceof COSArray kids) {
        for (int i = kids.size() - 1; i >= 0; i--) {
          if (kids.getObject(i) instanceof COSDictionary kid && !seen.contains(kid)) {
            open.push(kid);
          }
        }
      } else if (pages.size() == maxPages) {
        return true;
      } else {
        pages.add(new GuardedPage(node, budget));
      }
    }
    return false;
  }

  private static boolean hasPictures(PDPage page) {
    PDResources resources = page.getResources();
    return resources != null && resources.getXObjectNames().iterator().hasNext();
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  @Override
  public String toString() {
    return "PdfDocument[" + pages.size() + " pages]";
  }
}
