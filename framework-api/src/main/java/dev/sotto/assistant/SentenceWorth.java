package dev.sotto.assistant;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * How much a sentence can be worth as an answer, whatever it means: headings, tags, greetings and
 * names under a letter answer nothing; a question for an amount, a time or a number is answered by
 * a sentence that holds one ({@link AnswerShape}). Stateless; the weights were measured, see
 * docs/evaluation.md.
 */
final class SentenceWorth {
  private static final double MARKUP = -0.15;
  private static final double TOO_SHORT = -0.15;
  private static final double SHORT = -0.08;
  private static final double GREETING = -0.08;
  private static final double QUESTION = -0.05;
  private static final double HAS_THE_SHAPE = 0.15;
  private static final int FEWEST_WORDS = 3;
  private static final int FEW_WORDS = 5;
  private static final int FEWEST_LETTERS = 12;
  private static final int MOST_WORDS_OF_A_GREETING = 7;

  private static final Pattern MARKUP_LINE =
      Pattern.compile("(?i)^(#|---|\\|?-+\\||(tags|aliases|title|created|updated|date)\\s*:).*");
  private static final Pattern GREETING_LINE =
      Pattern.compile(
          "(?iu)^(dear|hi|hello|hey|moin|hallo|liebe|lieber|sehr geehrte|guten|best|kind|with"
              + " kind|warm|yours|sincerely|love|cheers|mit freundlichen|viele"
              + " grüße|herzliche|lg|thanks|thank you|vielen dank|olá|oi|bom dia|boa tarde|boa"
              + " noite|car[oa]s?|querid[oa]s?|exm[oa]|(?:com os )?(?:melhores"
              + " )?cumprimentos|atenciosamente|beijinhos?|beijos|(?:um )?abraços?|muito"
              + " obrigad[oa]|obrigad[oa]|您好|你好|亲爱)(\\P{L}|$).*");
  private static final Pattern WIKI_LINKS =
      Pattern.compile("\\[\\[[^]]*]]|(?iu)\\b(see|siehe|ver|veja)\\b|\\P{L}");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  private SentenceWorth() {}

  /** Returns what to add to a sentence's similarity to the question. */
  static double of(Set<AnswerShape> shapes, String sentence) {
    String text = sentence.strip().replaceFirst("^([-*+]|\\d{1,2}[.)])\\s+(\\[.]\\s+)?", "");
    boolean digits = DIGIT.matcher(text).find();
    double worth = 0;
    if (MARKUP_LINE.matcher(text).matches()) {
      worth += MARKUP;
    } else {
      long words = WORD.matcher(text).results().count() + HAN.matcher(text).results().count() / 2;
      if (words < FEWEST_WORDS && !digits) {
        worth += TOO_SHORT;
      } else if (words < FEW_WORDS && !digits) {
        worth += SHORT;
      } else if (words <= MOST_WORDS_OF_A_GREETING
          && !digits
          && GREETING_LINE.matcher(text).matches()) {
        worth += GREETING;
      }
    }
    if (text.endsWith("?") || text.endsWith("？")) {
      worth += QUESTION;
    }
    if (text.endsWith(":") || text.endsWith("：")) {
      worth += MARKUP;
    }
    if (!digits && WIKI_LINKS.matcher(text).replaceAll("").length() < FEWEST_LETTERS) {
      worth += MARKUP;
    }
    if (worth == 0 && AnswerShape.anyIn(shapes, text)) {
      worth += HAS_THE_SHAPE;
    }
    return worth;
  }
}
