package dev.sotto.application.evaluation;

import dev.sotto.application.evaluation.KnownQuestion.KnownEvidence;
import dev.sotto.application.evaluation.QuestionResult.Verdict;
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
 * One page of HTML with every question, what was found, what was said and what was expected. It
 * stands by itself: nothing is fetched, no script runs, and text of records is escaped, marks that
 * hide or turn text are written out. It holds that text readable, so whoever writes it says so.
 * Stateless.
 */
public final class EvaluationPage {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final int PASSAGES = 10;
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8885; --good: light-dark(#1d6b33, #6fcf87);
        --near: light-dark(#8a5a00, #e0b04a); --bad: light-dark(#a3271f, #f08a80); --soft: light-dark(#5c5c5c, #a8a8a8); }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem;
        background: light-dark(#fff, #16181b); color: light-dark(#1b1b1b, #e6e6e6); overflow-wrap: anywhere; }
      h1 { font-size: 1.35rem; }
      h2 { font-size: 1rem; margin: 0; }
      table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
      th, td { text-align: right; padding: .25rem .7rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; }
      small, .meta { color: var(--soft); font-size: .87rem; }
      fieldset { border: 0; padding: 0; margin: .3rem 0; }
      fieldset label { margin-right: 1rem; white-space: nowrap; }
      article { border-top: 1px solid var(--line); padding: .9rem 0; }
      article p { margin: .3rem 0; }
      .right > h2::before { content: "✓ "; color: var(--good); }
      .found > h2::before { content: "≈ "; color: var(--near); }
      .wrong > h2::before { content: "✗ "; color: var(--bad); }
      dl { display: grid; grid-template-columns: 6rem 1fr; gap: .2rem .8rem; margin: .5rem 0; }
      dt { color: var(--soft); }
      dd { margin: 0; white-space: pre-wrap; }
      blockquote { margin: .2rem 0; padding-left: .8rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
      ol { margin: .3rem 0; padding-left: 2rem; }
      li.evidence > details > summary { color: var(--good); font-weight: 600; }
      details > div { white-space: pre-wrap; padding: .3rem .8rem; border-left: 3px solid var(--line); }
      """;

  private final StringBuilder page = new StringBuilder();
  private final ZoneId zone;

  private EvaluationPage(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Returns the page.
   *
   * @param title names what was measured
   * @param zone in which days are written
   */
  public static String of(String title, List<QuestionResult> results, ZoneId zone) {
    return new EvaluationPage(zone).whole(title, results);
  }

  private String whole(String title, List<QuestionResult> results) {
    Measures all = new Measures(results);
    List<String> kinds = List.copyOf(all.byKind().keySet());
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .append(" style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<meta name=\"referrer\" content=\"no-referrer\"><title>")
        .append(escaped(title))
        .append("</title><style>\n")
        .append(STYLE);
    for (Verdict verdict : Verdict.values()) {
      hideOthers(name(verdict));
    }
    for (int i = 0; i < kinds.size(); i++) {
      hideOthers("kind" + i);
    }
    page.append("</style></head><body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n<p class=\"meta\">This page holds text of personal records.</p>\n");
    table(all);
    choices(results, kinds);
    for (QuestionResult result : results) {
      article(result, kinds.indexOf(result.question().kind()));
    }
    return page.append("</body></html>\n").toString();
  }

  private void hideOthers(String chosen) {
    page.append("body:has(#")
        .append(chosen)
        .append(":checked) article:not(.")
        .append(chosen)
        .append(") { display: none; }\n");
  }

  private void choices(List<QuestionResult> results, List<String> kinds) {
    page.append("<fieldset>").append(choice("verdict", "any-verdict", "all", " checked"));
    for (Verdict verdict : Verdict.values()) {
      long count = results.stream().filter(result -> result.verdict() == verdict).count();
      page.append(choice("verdict", name(verdict), name(verdict) + " (" + count + ")", ""));
    }
    page.append("</fieldset>\n<fieldset>").append(choice("kind", "any-kind", "all", " checked"));
    for (int i = 0; i < kinds.size(); i++) {
      page.append(choice("kind", "kind" + i, kinds.get(i), ""));
    }
    page.append(
            "</fieldset>\n<p class=\"meta\">right: the answer holds an accepted one, or rightly")
        .append(" nothing was answered · found: it doesn’t, but all evidence is among the first 5")
        .append(" passages · wrong: neither</p>\n");
  }

  private static String choice(String group, String id, String label, String checked) {
    return "<label><input type=\"radio\" name=\"%s\" id=\"%s\"%s> %s</label>"
        .formatted(group, id, checked, escaped(label));
  }

  private void table(Measures all) {
    page.append("<table><tr><th>kind</th><th>n</th><th>recall@1</th><th>recall@5</th>")
        .append("<th>contains</th><th>f1</th><th>citations</th><th>of evidence</th>")
        .append("<th>abstained</th></tr>\n");
    row("all", all);
    for (Map.Entry<String, Measures> kind : all.byKind().entrySet()) {
      row(kind.getKey(), kind.getValue());
    }
    page.append("</table>\n");
  }

  private void row(String name, Measures measures) {
    page.append("<tr><td>").append(escaped(name)).append("</td><td>");
    page.append(measures.results().size()).append("</td>");
    for (Measures.Share share :
        List.of(
            measures.recallAt(1),
            measures.recallAt(5),
            measures.contains(),
            measures.overlap(),
            measures.citationPrecision(),
            measures.citationsOfEvidence(),
            measures.abstainRecall())) {
      page.append("<td>").append(share.cases() == 0 ? "–" : figure(share)).append("</td>");
    }
    page.append("</tr>\n");
  }

  private static String figure(Measures.Share share) {
    double[] interval = share.interval();
    return String.format(
        Locale.ROOT,
        "%.2f <small title=\"95 %% of %d\">%.2f–%.2f</small>",
        share.share(),
        share.cases(),
        interval[0],
        interval[1]);
  }

  private void article(QuestionResult result, int kind) {
    KnownQuestion question = result.question();
    Answer answer = result.answer();
    page.append("<article class=\"")
        .append(name(result.verdict()))
        .append(" kind")
        .append(kind)
        .append("\"><h2 dir=\"auto\">")
        .append(escaped(question.text()))
        .append("</h2><p class=\"meta\">")
        .append(escaped(question.id()))
        .append(" · ")
        .append(escaped(question.kind()));
    if (result.isAsked()) {
      page.append(" · ")
          .append(answer.kind().name().toLowerCase(Locale.ROOT))
          .append(" · ")
          .append(Math.round(result.firstShownMilliseconds()))
          .append(" ms");
    }
    if (result.citations() > 0) {
      page.append(" · ")
          .append(result.citations())
          .append(" citations: ")
          .append(result.citationsRight())
          .append(" of ")
          .append(result.citationsChecked())
          .append(" hold what is said, ")
          .append(result.citationsOfEvidence())
          .append(" hold evidence");
    }
    page.append("</p>\n<dl><dt>expected</dt><dd dir=\"auto\">")
        .append(
            question.isAbsent()
                ? "<em>nothing in the records</em>"
                : escaped(String.join(" / ", question.accepted())))
        .append("</dd>");
    if (result.isAsked()) {
      page.append("<dt>said</dt><dd dir=\"auto\">")
          .append(result.abstained() ? "<em>nothing</em>" : escaped(answer.text()));
      for (Evidence evidence : answer.evidence()) {
        page.append("<blockquote dir=\"auto\">[")
            .append(evidence.citation())
            .append("] ")
            .append(escaped(evidence.quotation()))
            .append("</blockquote>");
      }
      page.append("</dd>");
    }
    page.append("<dt>evidence</dt><dd>")
        .append(
            question.evidence().isEmpty()
                ? "<em>none</em>"
                : result.rank() == 0
                    ? "<em>not all found</em>"
                    : "all among the first " + result.rank());
    for (KnownEvidence evidence : question.evidence()) {
      page.append("<blockquote dir=\"auto\"><small>")
          .append(escaped(evidence.file()))
          .append("</small> ")
          .append(escaped(evidence.quote()))
          .append("</blockquote>");
    }
    page.append("</dd></dl>\n");
    passages(result);
    page.append("</article>\n");
  }

  private void passages(QuestionResult result) {
    page.append("<ol>");
    int number = 0;
    for (Passage passage : result.passages().stream().limit(PASSAGES).toList()) {
      number++;
      page.append("<li")
          .append(result.evidenceRanks().contains(number) ? " class=\"evidence\"" : "")
          .append("><details><summary>")
          .append(passage.kind().label())
          .append(", ")
          .append(DAY.format(passage.time().atZone(zone)))
          .append(", ")
          .append(escaped(passage.source().value()))
          .append(": ")
          .append(escaped(passage.title()))
          .append("</summary><div dir=\"auto\">")
          .append(escaped(passage.text()))
          .append("</div></details></li>\n");
    }
    page.append("</ol>");
  }

  private static String name(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return SafeText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return "EvaluationPage[" + page.length() + " characters]";
  }
}
