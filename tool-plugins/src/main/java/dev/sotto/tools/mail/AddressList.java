package dev.sotto.tools.mail;

import dev.sotto.record.Participant;
import dev.sotto.tools.BoundedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads address fields (RFC 5322, section 3.4) as leniently as mail programs do: quoted names,
 * comments, groups, encoded words, names with commas that nobody quoted.
 */
final class AddressList {
  private static final int MAX_NAME = 200;
  private static final int MAX_ADDRESS = 320;

  private AddressList() {}

  /** Returns the mailboxes of a field's body, at most {@code max}, in this role. */
  static List<Participant> of(byte[] body, Participant.Role role, int max) {
    List<Participant> participants = new ArrayList<>();
    String pendingName = "";
    for (String mailbox : mailboxes(HeaderText.unfolded(body), max)) {
      int open = openingBracket(mailbox);
      if (open < 0 && mailbox.indexOf('@') < 0) {
        pendingName = pendingName.isEmpty() ? mailbox : pendingName + ", " + mailbox;
        continue;
      }
      String address;
      String name;
      if (open >= 0) {
        int close = mailbox.indexOf('>', open);
        address = mailbox.substring(open + 1, close < 0 ? mailbox.length() : close);
        name = mailbox.substring(0, open);
        if (!pendingName.isEmpty()) {
          name = pendingName + ", " + name;
          pendingName = "";
        }
      } else {
        int comment = mailbox.indexOf('(');
        address = comment < 0 ? mailbox : mailbox.substring(0, comment);
        name = comment < 0 ? "" : mailbox.substring(comment + 1).replaceFirst("\\)\\s*$", "");
      }
      add(participants, name, address, role);
    }
    if (!pendingName.isEmpty()) {
      add(participants, pendingName, "", role);
    }
    return participants;
  }

  private static void add(
      List<Participant> participants, String name, String address, Participant.Role role) {
    String decodedName = BoundedText.of(name(name), MAX_NAME);
    String plainAddress =
        BoundedText.of(address.replaceAll("[\\s<>\"]+", "").toLowerCase(Locale.ROOT), MAX_ADDRESS);
    if (!decodedName.isEmpty() || !plainAddress.isEmpty()) {
      participants.add(
          new Participant(
              decodedName.equalsIgnoreCase(plainAddress) ? "" : decodedName, plainAddress, role));
    }
  }

  private static String name(String raw) {
    String text = raw.strip();
    if (text.length() >= 2 && text.startsWith("\"")) {
      int end = text.lastIndexOf('"');
      text = (end == 0 ? text.substring(1) : text.substring(1, end) + text.substring(end + 1));
      text = text.replaceAll("\\\\(.)", "$1");
    }
    String decoded = HeaderText.decoded(text);
    if (decoded.length() >= 2 && decoded.startsWith("'") && decoded.endsWith("'")) {
      decoded = decoded.substring(1, decoded.length() - 1);
    }
    return decoded.strip();
  }

  private static int openingBracket(String mailbox) {
    boolean quoted = false;
    for (int i = 0; i < mailbox.length(); i++) {
      char c = mailbox.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '<' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> mailboxes(String text, int max) {
    List<String> mailboxes = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    boolean quoted = false;
    boolean bracketed = false;
    int comments = 0;
    for (int i = 0; i < text.length() && mailboxes.size() < max; i++) {
      char c = text.charAt(i);
      if (c == '\\' && (quoted || comments > 0) && i + 1 < text.length()) {
        current.append(c).append(text.charAt(++i));
        continue;
      }
      if (c == '"' && comments == 0) {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        comments++;
      } else if (!quoted && c == ')' && comments > 0) {
        comments--;
      } else if (!quoted && comments == 0) {
        if (c == '<') {
          bracketed = true;
        } else if (c == '>') {
          bracketed = false;
        } else if (c == ':' && !bracketed) {
          current.setLength(0);
          continue;
        } else if (c == ',' || c == ';') {
          take(current, mailboxes);
          bracketed = false;
          continue;
        }
      }
      current.append(c);
    }
    if (mailboxes.size() < max) {
      take(current, mailboxes);
    }
    return mailboxes;
  }

  private static void take(StringBuilder current, List<String> mailboxes) {
    String mailbox = current.toString().strip();
    if (!mailbox.isEmpty()) {
      mailboxes.add(mailbox);
    }
    current.setLength(0);
  }
}
