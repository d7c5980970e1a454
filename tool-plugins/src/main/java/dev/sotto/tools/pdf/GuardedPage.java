package dev.sotto.tools.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDPage;

/**
 * A page whose drawing is parsed only if all its parts together stay within the budget; the library
 * would otherwise decompress a single part while it parses it, without a bound.
 */
final class GuardedPage extends PDPage {
  private final PdfBudget budget;

  GuardedPage(COSDictionary page, PdfBudget budget) {
    super(page);
    this.budget = budget;
  }

  @Override
  public RandomAccessRead getContentsForStreamParsing() throws IOException {
    return getContentsForRandomAccess();
  }

  @Override
  public RandomAccessRead getContentsForRandomAccess() throws IOException {
    COSBase contents = getCOSObject().getDictionaryObject(COSName.CONTENTS);
    if (contents instanceof COSArray parts) {
      long together = 0;
      for (int i = 0; i < parts.size(); i++) {
        if (parts.getObject(i) instanceof GuardedStream stream) {
          together += stream.decodedLength();
          budget.stream(together);
        }
      }
    } else if (contents instanceof GuardedStream stream) {
      budget.stream(stream.decodedLength());
    }
    return super.getContentsForRandomAccess();
  }
}
