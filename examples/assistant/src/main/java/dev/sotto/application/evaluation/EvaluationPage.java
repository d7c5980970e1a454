package dev.sotto.application.evaluation;

import dev.sotto.assistant.Answer;
import dev.sotto.assistant.Evidence;
import dev.sotto.search.Passage;
import dev.sotto.text.SafeText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One page of HTML with every question, what was found and what was said. It stands by itself:
 * nothing is fetched, no script runs, and text of records is escaped. It holds that text readable,
 * so whoever writes it says so. Stateless.
 */
public final class EvaluationPage {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final int PASSAGES = 8;
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; --good: #2a7d3f; --bad: #b3372f; --soft: #777; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; margin: 1rem 0; }
      th, td { text-align: right; padding: .25rem .7rem; border-bottom: 1px solid var(--line); }
      th:first-child, td:first-child { text-align: left; }
      article { border-top: 1px solid var(--line); padding: .8rem 0; }
      h2 { font-size: 1rem; margin: 0; }
      .right > h2::before { content: "✓ "; color: var(--good); }
      .wrong > h2::before { content: "✗ "; color: var(--bad); }
      .meta, .passage { color: var(--soft); font-size: .88rem; }
      .passage.evidence { color: var(--good); }
      blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
      ol { margin: .3rem 0; padding-left: 2rem; }
      input { margin-left: 1rem; }
      body:has(#wrong:checked) article.right { display: none; }
      """;

  private EvaluationPage() {}

  /**
   * Returns the page.
   *
   * @param title names what was measured
   * @param zone in which days are written
   */
  public static String of(String title, List<QuestionResult> results, ZoneId zone) {
    Measures all = new Measures(results);
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head>");
    page.append("<meta charset=\"utf-8\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .append(" style-src 'unsafe-inline'\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<meta name=\"referrer\" content=\"no-referrer\">")
        .append("<title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n");
    table(page, all);
    page.append("<label><input type=\"checkbox\" id=\"wrong\"> wrong answers only</label>\n");
    for (QuestionResult result : results) {
      article(page, result, zone);
    }
    return page.append("</body></html>\n").toString();
  }

  private static void table(StringBuilder page, Measures all) {
    page.append("<table><tr><th>kind</th><th>n</th><th>recall@1</th><th>recall@5</th>")
        .append("<th>contains</th><th>f1</th><th>citations</th><th>abstained</th></tr>\n");
    row(page, "all", all);
    for (Map.Entry<String, Measures> kind : all.byKind().entrySet()) {
      row(page, kind.getKey(), kind.getValue());
    }
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, String name, Measures measures) {
    page.append("<tr><td>").append(escaped(name)).append("</td><td>");
    page.append(measures.results().size()).append("</td>");
    for (Measures.Share share :
        List.of(
            measures.recallAt(1),
            measures.recallAt(5),
            measures.contains(),
            measures.overlap(),
            measures.citationPrecision(),
            measures.abstainRecall())) {
      page.append("<td>").append(share.cases() == 0 ? "–" : figure(share)).append("</td>");
    }
    page.append("</tr>\n");
  }

  private static String figure(Measures.Share share) {
    double[] interval = share.interval();
    return String.format(
        Locale.ROOT,
        "<span title=\"n = %d, 95 %%: %.2f to %.2f\">%.2f</span>",
        share.cases(),
        interval[0],
        interval[1],
        share.share());
  }

  private static void article(StringBuilder page, QuestionResult result, ZoneId zone) {
    KnownQuestion question = result.question();
    Answer answer = result.answer();
    page.append("<article class=\"")
        .append(result.right() ? "right" : "wrong")
        .append("\"><h2>")
        .append(escaped(question.text()))
        .append("</h2><p class=\"meta\">")
        .append(escaped(question.id()))
        .append(" · ")
        .append(escaped(question.kind()))
        .append(" · ")
        .append(answer.kind().name().toLowerCase(Locale.ROOT))
        .append(" · evidence at ")
        .append(question.evidence().isEmpty() ? "–" : result.rank() == 0 ? "none" : result.rank())
        .append(" · ")
        .append(Math.round(result.firstShownMilliseconds()))
        .append(" ms</p>\n<p>expected: ")
        .append(
            question.isAbsent()
                ? "<em>nothing in the records</em>"
                : escaped(String.join(" / ", question.accepted())))
        .append("</p><p>said: ")
        .append(result.abstained() ? "<em>nothing</em>" : escaped(answer.text()))
        .append("</p>\n");
    for (Evidence evidence : answer.evidence()) {
      page.append("<blockquote>[")
          .append(evidence.citation())
          .append("] ")
          .append(escaped(evidence.quotation()))
          .append("</blockquote>");
    }
    page.append("<ol>");
    int number = 0;
    for (Passage passage : result.passages().stream().limit(PASSAGES).toList()) {
      number++;
      page.append("<li class=\"passage")
          .append(result.evidenceRanks().contains(number) ? " evidence" : "")
          .append("\">")
          .append(passage.kind().label())
          .append(", ")
          .append(DAY.format(passage.time().atZone(zone)))
          .append(", ")
          .append(escaped(passage.title()))
          .append("</li>");
    }
    page.append("</ol></article>\n");
  }

  private static String escaped(String text) {
    return SafeText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
