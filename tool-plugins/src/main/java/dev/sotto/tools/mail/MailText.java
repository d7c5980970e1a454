package dev.sotto.tools.mail;

import dev.sotto.tools.BoundedText;
import dev.sotto.tools.TextDecoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders the parts of a message as one text: the plain alternative unless it is a stub, else the
 * HTML; behind it attached messages with a few of their headers; attachments by name at the end.
 * Attached messages are kept apart from the message's own words until these are marked as own and
 * quoted: their headers would pass for those that Outlook writes above what it repeats.
 */
final class MailText {
  private static final int STUB_CHARACTERS = 200;
  private static final int STUB_RATIO = 5;

  private static final Pattern HTML_CHARSET =
      Pattern.compile("charset=[\"' ]{0,2}([A-Za-z0-9_:.-]{1,40})", Pattern.CASE_INSENSITIVE);

  private final List<String> attachments = new ArrayList<>();
  private final List<String> attachedMessages = new ArrayList<>();

  private MailText() {}

  /** Returns the text of a message; line ends are {@code \n}. */
  static String of(MimePart message) {
    MailText rendering = new MailText();
    String subject = message.decodedField("subject").orElse("");
    String body = QuotedReply.marked(rendering.text(message), subject).stripTrailing();
    StringBuilder text = new StringBuilder(body.replaceFirst("^\\n+", ""));
    rendering.attachedMessages.forEach(
        attached -> text.append(text.isEmpty() ? "" : "\n\n").append(attached));
    if (!rendering.attachments.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n");
      rendering.attachments.forEach(
          name -> text.append(text.isEmpty() ? "" : "\n").append("Attachment: ").append(name));
    }
    return text.toString();
  }

  private String text(MimePart part) {
    if (part.type().equals("multipart/alternative")) {
      return alternative(part);
    }
    if (part.holdsMessage()) {
      attachedMessages.add(attachedMessage(part));
      return "";
    }
    if (!part.children().isEmpty()) {
      return joined(part.children().stream().map(this::text).toList());
    }
    if (part.isMultipart()) {
      return plain(part);
    }
    if (part.isAttachment()) {
      attachments.add(part.fileName().isEmpty() ? "(" + part.type() + ")" : part.fileName());
      return "";
    }
    return part.type().equals("text/html")
        ? HtmlText.of(MailCharset.decode(part.content(), charsetOfHtml(part)))
        : plain(part);
  }

  private String alternative(MimePart part) {
    String plain = "";
    String rich = "";
    for (MimePart child : part.children()) {
      if (child.type().equals("text/plain") && plain.isBlank()) {
        plain = text(child);
      } else if (!child.type().equals("text/calendar") && !child.type().startsWith("text/x-")) {
        String text = text(child);
        rich = text.isBlank() ? rich : text;
      }
    }
    boolean stub =
        plain.length() < STUB_CHARACTERS
            && rich.length() > STUB_RATIO * Math.max(1, plain.length());
    return plain.isBlank() || stub ? rich : plain;
  }

  private static String attachedMessage(MimePart part) {
    MimePart message = part.children().getFirst();
    StringBuilder text = new StringBuilder();
    for (String name : List.of("From", "Date", "Subject")) {
      message
          .decodedField(name.toLowerCase(Locale.ROOT))
          .ifPresent(value ->
              text.append(name)
                  .append(": ")
                  .append(BoundedText.of(value, BoundedText.MAX_TITLE))
                  .append('\n'));
    }
    return text.append('\n').append(of(message)).toString().stripTrailing();
  }

  private static String plain(MimePart part) {
    String text =
        TextDecoding.normalizeLineEnds(MailCharset.decode(part.content(), part.charset()))
            .replace("\u0000", "");
    if (!part.parameter("format").equalsIgnoreCase("flowed")) {
      return text;
    }
    return FlowedText.joined(text, part.parameter("delsp").equalsIgnoreCase("yes"));
  }

  private static String charsetOfHtml(MimePart part) {
    if (!part.charset().isEmpty()) {
      return part.charset();
    }
    String head =
        TextDecoding.windows1252(
            Arrays.copyOf(part.content(), Math.min(1_024, part.content().length)));
    Matcher declared = HTML_CHARSET.matcher(head);
    return declared.find() ? declared.group(1) : "";
  }

  private static String joined(List<String> texts) {
    StringBuilder joined = new StringBuilder();
    for (String text : texts) {
      if (!text.isBlank()) {
        if (!joined.isEmpty()) {
          while (joined.charAt(joined.length() - 1) == '\n') {
            joined.setLength(joined.length() - 1);
          }
          joined.append("\n\n");
        }
        joined.append(text);
      }
    }
    return joined.toString();
  }
}
