package dev.sotto.tools.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Marks what a reply repeats of earlier messages with {@code > }, where the sender's program left
 * it unmarked: all that follows an attribution line ("On ... wrote:"), an "Original Message" rule
 * or a header block as Outlook writes them, to the end of the message. The sender's own lines stay
 * as they are. Nothing is marked in a message that quotes with {@code >} below its attribution line
 * already, that has no text of its own above it, or that forwards: there the repeated text is the
 * content.
 */
final class QuotedReply {
  private static final int MAX_ATTRIBUTION_LINES = 3;
  private static final int MAX_ATTRIBUTION_CHARACTERS = 300;
  private static final int HEADER_BLOCK_LINES = 8;
  private static final Pattern ATTRIBUTION_END =
      Pattern.compile(
          ".*(?:\\bwrote|\\bschrieb(?:en)?|a écrit|escribió|ha"
              + " scritto|escreveu|schreef|skrev|写道|寫道)\\b?.{0,80}[:：]\\s*");
  private static final Pattern ATTRIBUTION_DATE =
      Pattern.compile(".*(?:(?:19|20)\\d\\d|\\d{1,2}:\\d\\d|\\d{1,2}[./]\\d{1,2}[./]\\d{2}).*");
  private static final Pattern ATTRIBUTION_START =
      Pattern.compile(
          "(?:On|Am|Le|El|Il|Em|Op|Den|Fra|Von|在|于|於)\\b?.*|\\d.*|.{2,120}(?:wrote|schrieb|写道|寫道|于|於).*");
  private static final Pattern ORIGINAL_MESSAGE =
      Pattern.compile(
          "\\s*-{3,}\\s*(?:Original Message|Original-Nachricht|Ursprüngliche"
              + " Nachricht|Originalnachricht|Message d'origine|Mensaje"
              + " original|原始邮件|原始郵件|邮件原件)\\s*-{3,}\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern HEADER_FROM =
      Pattern.compile("\\*?(?:From|Von|De|Da|Van|Från|发件人|寄件者|寄件人)\\*?\\s?[:：]\\*?\\s*\\S.*");
  private static final Pattern HEADER_SENT =
      Pattern.compile(
          "\\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Verzonden|Skickat|发送时间|发送日期|日期|寄件日期)(?:"
              + " am)?\\*?\\s?[:：].*");
  private static final Pattern HEADER_SUBJECT =
      Pattern.compile(
          "\\*?(?:Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Ämne|主题|主題|主旨)\\*?\\s?[:：].*");
  private static final Pattern FORWARDING_SUBJECT =
      Pattern.compile("(?:fwd?|wg|tr|rv|i|转发|轉寄)\\s*[:：].*", Pattern.CASE_INSENSITIVE);
  private static final Pattern RULE = Pattern.compile("\\s*[_-]{8,}\\s*");

  private QuotedReply() {}

  /** Returns the text with its quoted part marked; line ends are {@code \n}. */
  static String marked(String text, String subject) {
    if (FORWARDING_SUBJECT.matcher(subject).matches()) {
      return text;
    }
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    Border border = border(lines);
    if (border == null
        || lines.subList(0, border.ownEnd()).stream().noneMatch(QuotedReply::isOwn)) {
      return text;
    }
    int end = lines.size();
    while (end > border.quotedStart() && lines.get(end - 1).isBlank()) {
      end--;
    }
    for (int i = border.quotedStart(); i < end; i++) {
      lines.set(i, lines.get(i).isBlank() ? ">" : "> " + lines.get(i));
    }
    return String.join("\n", lines);
  }

  /**
   * Where the sender's own text ends and where the quoted lines start; between them the
   * attribution.
   */
  private record Border(int ownEnd, int quotedStart) {}

  private static @Nullable Border border(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (ORIGINAL_MESSAGE.matcher(bounded(lines.get(i))).matches() || isHeaderBlock(lines, i)) {
        return new Border(i, i);
      }
      int attribution = attributionLines(lines, i);
      if (attribution > 0) {
        return quotesBelow(lines, i + attribution) ? null : new Border(i, i + attribution);
      }
    }
    return null;
  }

  private static boolean isOwn(String line) {
    return !line.isBlank() && !line.startsWith(">");
  }

  private static boolean isHeaderBlock(List<String> lines, int start) {
    int at = RULE.matcher(bounded(lines.get(start))).matches() ? start + 1 : start;
    if (at >= lines.size() || !HEADER_FROM.matcher(bounded(lines.get(at))).matches()) {
      return false;
    }
    boolean sent = false;
    boolean subject = false;
    for (int i = at + 1; i < Math.min(lines.size(), at + HEADER_BLOCK_LINES); i++) {
      String line = bounded(lines.get(i));
      if (line.isBlank()) {
        break;
      }
      sent |= HEADER_SENT.matcher(line).matches();
      subject |= HEADER_SUBJECT.matcher(line).matches();
    }
    return sent && subject;
  }

  private static int attributionLines(List<String> lines, int start) {
    if (lines.get(start).startsWith(">") || (start > 0 && !lines.get(start - 1).isBlank())) {
      return 0;
    }
    StringBuilder joined = new StringBuilder();
    for (int i = start; i < Math.min(lines.size(), start + MAX_ATTRIBUTION_LINES); i++) {
      String line = lines.get(i);
      if (line.isBlank()
          || line.startsWith(">")
          || joined.length() + line.length() > MAX_ATTRIBUTION_CHARACTERS) {
        return 0;
      }
      joined.append(joined.isEmpty() ? "" : " ").append(line.strip());
      if (ATTRIBUTION_END.matcher(line).matches()) {
        String whole = joined.toString();
        return ATTRIBUTION_START.matcher(whole).matches()
                && ATTRIBUTION_DATE.matcher(whole).matches()
            ? i - start + 1
            : 0;
      }
    }
    return 0;
  }

  private static boolean quotesBelow(List<String> lines, int start) {
    return lines.subList(start, lines.size()).stream().anyMatch(line -> line.startsWith(">"));
  }

  private static String bounded(String line) {
    return line.length() <= MAX_ATTRIBUTION_CHARACTERS
        ? line
        : line.substring(0, MAX_ATTRIBUTION_CHARACTERS);
  }
}
