package dev.sotto.assistant;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an answer must hold to answer at all: a question for a price is not answered by words
 * without an amount. Found by the words of questions in English, German and Chinese; a question
 * that asks in other words has no shape. Stateless.
 */
enum AnswerShape {
  /** An amount of money. */
  MONEY(
      "\\bhow much\\b|\\b(costs?|price|pay|paid|budget|rent|deposit|fee|money|charged?)\\b"
          + "|\\bwie ?viel\\b|\\bkostet|\\bpreis|多少钱|价格|押金|房租",
      "[€$£¥]|\\b(eur|euros?|usd|dollars?|pounds?|gbp|chf|yuan|rmb|kr|p)\\b|\\d+p\\b|元|块"),
  /** A date, a weekday or a time of day. */
  TIME(
      "\\bwhen\\b|\\b(what|which) (time|date|day)\\b|\\bdate\\b|\\buntil\\b|\\bhow (late|early)\\b"
          + "|\\bbirthday\\b|\\bwann\\b|\\buhrzeit\\b|什么时候|哪天|几点|几月|星期几|周几",
      "\\b\\d{1,2}[.:]\\d{2}\\b|\\b(19|20)\\d\\d\\b|\\b\\d{1,2} ?[ap]\\.?m\\b"
          + "|\\b\\d{1,2}(st|nd|rd|th)\\b|\\b\\d{1,2}\\.?\\s*(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)"
          + "|\\b(mon|tues|wednes|thurs|fri|satur|sun)days?\\b"
          + "|\\b(january|february|march|april|may|june|july|august|september|october|november|december)\\b"
          + "|\\b(mon|diens|donners|frei|sams|sonn)tags?\\b|\\bmittwochs?\\b|\\b(noon|midnight|half"
          + " past|o.clock|today|tomorrow|yesterday|morning|evening|afternoon)\\b|[月号点周]|星期"),
  /** A name. */
  NAME(
      "\\bwho(m|se|s)?\\b|\\bname of\\b|\\bcalled\\b|\\bwer\\b|\\bheißt\\b|谁|叫什么",
      "(?-i:\\p{Lu}\\p{Ll}+)|\\p{IsHan}{2}"),
  /** A code or a number that stands for something. */
  IDENTIFIER(
      "\\b(number|no|nr|code|pin|password|reference|serial|pnr|iban|chip|microchip)\\b"
          + "|\\bnummer\\b|号码|密码|编号|几号",
      "\\d{2,}|\\b(?=\\p{L}*\\d)[\\p{L}\\d]{3,}\\b|\\bpassword\\b|密码|\\d+号"),
  /** A quantity. */
  QUANTITY(
      "\\bhow (many|long|high|far|heavy|old|big|wide|tall|often|deep|fast|hot|warm)\\b"
          + "|\\b(size|weight?s?|score|strength|temperature|pressure|brightness)\\b"
          + "|\\bwie (viele|lange|hoch|weit|schwer|alt|groß)\\b|多重|多大|多高|多长|多久|几",
      "\\d|\\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
          + "|hundred|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)\\b|[一二三四五六七八九十百两]");

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private final Pattern asked;
  private final Pattern held;

  AnswerShape(String asked, String held) {
    this.asked = Pattern.compile(asked, FLAGS);
    this.held = Pattern.compile(held, FLAGS);
  }

  /** Returns the shapes that an answer to this question may have; none when it does not tell. */
  static Set<AnswerShape> of(String question) {
    Set<AnswerShape> shapes = EnumSet.noneOf(AnswerShape.class);
    for (AnswerShape shape : values()) {
      if (shape.asked.matcher(question).find()) {
        shapes.add(shape);
      }
    }
    return shapes;
  }

  /** Returns whether a text holds one of these shapes; false where there are none. */
  static boolean anyIn(Set<AnswerShape> shapes, String text) {
    return shapes.stream().anyMatch(shape -> shape.held.matcher(text).find());
  }
}
