package dev.sotto.tools.chat.whatsapp;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a chat as the name of the exported file or its folder has it. Stateless. */
final class ChatTitle {
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile(
              "WhatsApp[ -]Chat[ _](?:with|mit|com|con|avec|-|–)[ _](?<name>.+)",
              Pattern.CASE_INSENSITIVE),
          Pattern.compile(
              "(?:Conversa do|Conversa de|Chat de|Chat do|Conversación de|Discussion|Chat)"
                  + "[ _]WhatsApp[ _](?:com|con|avec)[ _](?<name>.+)",
              Pattern.CASE_INSENSITIVE),
          Pattern.compile("WhatsApp[ _](?:聊天|对话|對話|通話)(?:记录|記錄)?[ _]?[-–][ _]?(?<name>.+)"),
          Pattern.compile("[与與和](?<name>.+?)的[ _]?WhatsApp[ _]?(?:聊天|对话|對話)(?:记录|記錄)?"));
  private static final Pattern COPY = Pattern.compile("(?<name>.+?) ?\\(\\d{1,2}\\)");

  private ChatTitle() {}

  /** Returns the chat's name in a file or folder name that WhatsApp made. */
  static Optional<String> inName(String fileName) {
    String stem = Normalizer.normalize(stem(fileName), Normalizer.Form.NFC).strip();
    for (Pattern pattern : NAMES) {
      Matcher matcher = pattern.matcher(stem);
      if (matcher.matches()) {
        String name = ProgramWords.name(matcher.group("name"));
        Matcher copy = COPY.matcher(name);
        return Optional.of(copy.matches() ? copy.group("name") : name).filter(n -> !n.isEmpty());
      }
    }
    return Optional.empty();
  }

  /** Tells whether WhatsApp gives such a name to an exported chat. */
  static boolean isNameOfExport(String fileName) {
    return fileName.equals("_chat.txt") || (isText(fileName) && inName(fileName).isPresent());
  }

  static boolean isText(String fileName) {
    return fileName.regionMatches(true, fileName.length() - 4, ".txt", 0, 4);
  }

  /** Returns a file name without {@code .txt} or {@code .zip}. */
  static String stem(String fileName) {
    boolean known = isText(fileName) || fileName.endsWith(".zip");
    return known ? fileName.substring(0, fileName.length() - 4) : fileName;
  }
}
