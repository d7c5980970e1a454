package dev.sotto.tools.pdf;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/** Reads the text of single pages in the order in which they draw it. For one thread. */
final class PageText extends PDFTextStripper {
  private static final int STEPS_OF_A_CHARACTER = 4;
  private static final Pattern HYPHENATION =
      Pattern.compile("(?<=\\p{Ll})[-\\u00ad\\u2010]\\n(?=\\p{Ll})");
  private static final Pattern SPACES_AT_LINE_END = Pattern.compile("[ \\u00a0\\t]+\\n");
  private static final Pattern EMPTY_LINES = Pattern.compile("\\n{3,}");

  private final PDDocument whole;
  private final PdfBudget budget;
  private @Nullable PDPage current;

  PageText(PDDocument document, PdfBudget budget) {
    this.whole = document;
    this.budget = budget;
    setStartPage(0);
    setLineSeparator("\n");
    setAddMoreFormatting(true);
    setShouldSeparateByBeads(false);
  }

  /** Returns the text of a page, empty if it draws none. */
  String of(PDPage page) throws IOException {
    budget.beginPage();
    current = page;
    StringBuilder text = new StringBuilder();
    writeText(whole, new Bounded(text));
    budget.check();
    return tidy(text.toString());
  }

  @Override
  protected void processPages(PDPageTree pages) throws IOException {
    if (current != null && current.hasContents()) {
      processPage(current);
    }
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    budget.step(1 + operands.size());
    super.processOperator(operator, operands);
  }

  @Override
  protected void processTextPosition(TextPosition position) {
    try {
      budget.step(STEPS_OF_A_CHARACTER);
    } catch (PdfBudget.SpentException e) {
      return;
    }
    super.processTextPosition(position);
  }

  private static String tidy(String text) {
    String plain = text.replace("\r\n", "\n").replace('\r', '\n').replace("\u0000", "");
    plain = SPACES_AT_LINE_END.matcher(plain).replaceAll("\n");
    plain = HYPHENATION.matcher(plain).replaceAll("");
    return EMPTY_LINES.matcher(plain).replaceAll("\n\n").strip();
  }

  private final class Bounded extends Writer {
    private final StringBuilder text;

    Bounded(StringBuilder text) {
      this.text = text;
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
      budget.text(length);
      text.append(characters, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
