package dev.sotto.tools.chat.telegram;

import dev.sotto.tools.TextDecoding;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tells an export of Telegram Desktop from other JSON by its first bytes. Stateless. */
final class TelegramFormat {
  /** How many bytes from the start of a file are enough to tell. */
  static final int HEAD_BYTES = 16 << 10;

  private static final Pattern CHAT_TYPE =
      Pattern.compile(
          "\"type\"\\s*:\\s*\"(?:personal_chat|bot_chat|saved_messages|replies|verification_codes"
              + "|private_group|private_supergroup|public_supergroup|private_channel"
              + "|public_channel)\"");
  private static final Pattern MESSAGES = Pattern.compile("\"(?:messages|chats)\"\\s*:\\s*[\\[{]");
  private static final Pattern MESSAGE_DATE =
      Pattern.compile("\"date\"\\s*:\\s*\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\"");
  private static final Pattern ABOUT =
      Pattern.compile("\"(?:about|personal_information)\"\\s*:\\s*[\"{]");
  private static final Pattern ACCOUNT =
      Pattern.compile("Telegram|\"user_id\"\\s*:\\s*\\d|\"profile_pictures\"");

  private TelegramFormat() {}

  /**
   * Tells whether a file is an export of one chat or of all.
   *
   * @param head its first bytes; {@link #HEAD_BYTES} are enough
   */
  static boolean looksLikeExport(byte[] head) {
    String text =
        TextDecoding.hasUtf16Mark(head)
            ? new String(head, StandardCharsets.UTF_16)
            : new String(head, StandardCharsets.UTF_8);
    String json = (text.startsWith("\ufeff") ? text.substring(1) : text).stripLeading();
    if (!json.startsWith("{")) {
      return false;
    }
    boolean chat =
        MESSAGES.matcher(json).find()
            && (CHAT_TYPE.matcher(json).find()
                || (json.contains("\"date_unixtime\"") && MESSAGE_DATE.matcher(json).find()));
    return chat || (ABOUT.matcher(json).find() && ACCOUNT.matcher(json).find());
  }
}
