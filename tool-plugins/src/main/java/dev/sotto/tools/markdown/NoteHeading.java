package dev.sotto.tools.markdown;

import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * Finds the heading that serves as a note's title: the first of level 1, or one of any level that
 * the note begins with. Blocks are recognised as CommonMark 0.31 does, so a {@code #} within code
 * is no heading.
 */
final class NoteHeading {
  private static final int SEARCHED_CHARACTERS = 65_536;
  private static final int MAX_NESTING = 32;
  private static final Parser PARSER =
      Parser.builder().maxOpenBlockParsers(MAX_NESTING).maxInlineNesting(MAX_NESTING).build();

  private NoteHeading() {}

  /** Returns the text of the title heading of a body, if it has one with text. */
  static Optional<String> of(String body) {
    Node document = PARSER.parse(body.substring(0, Math.min(body.length(), SEARCHED_CHARACTERS)));
    boolean first = true;
    for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
      if (block instanceof Heading heading && (first || heading.getLevel() == 1)) {
        PlainText text = new PlainText();
        heading.accept(text);
        if (!text.isBlank()) {
          return Optional.of(text.toString());
        }
      }
      first = false;
    }
    return Optional.empty();
  }

  private static final class PlainText extends AbstractVisitor {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void visit(Text plain) {
      text.append(plain.getLiteral());
    }

    @Override
    public void visit(Code code) {
      text.append(code.getLiteral());
    }

    boolean isBlank() {
      return text.toString().isBlank();
    }

    @Override
    public String toString() {
      return text.toString().strip();
    }
  }
}
