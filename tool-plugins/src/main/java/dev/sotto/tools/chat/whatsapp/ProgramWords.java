package dev.sotto.tools.chat.whatsapp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that the program itself puts into an export, by which its own lines are told from what
 * people wrote. Phones write them in the language that they are set to; what is the same in all
 * languages comes first here, such as the mark U+200E before them on iOS. Stateless.
 */
final class ProgramWords {
  private static final int MAX_CHARACTERS = 1_000;
  private static final Pattern ENCRYPTION =
      Pattern.compile(
          "end-to-end[ -]encrypt|Ende-zu-Ende|ponta[ -]a[ -]ponta|extremo a extremo|de bout en bout"
              + "|encriptad|端到端|端对端|端對端|now secured with",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "omitted|omitid[oa]|ocultad?[oa]|weggelassen|ausgelassen|ausgeschlossen|omess[oaie]"
              + "|absente?|忽略|省略|略過|略去",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ATTACHED =
      Pattern.compile(
          "<[^<>\\n]{1,40}[:：] ?[^<>\\n]{1,255}>|\\.[A-Za-z0-9]{2,5} \\([^()\\n]{3,40}\\)");
  private static final Pattern DELETED =
      Pattern.compile(
          "message was deleted|deleted this message|message deleted|Nachricht (?:wurde"
              + " )?gelöscht|hast diese Nachricht gelöscht|apagada|apagou (?:esta"
              + " )?mensagem|apagaste|eliminad|eliminou|eliminaste|supprimé|删除|刪除|撤回|waiting for"
              + " this message|Warte auf diese Nachricht",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LABELLED =
      Pattern.compile("(?:\\p{Lu}{3,}|[\\p{L} ]{2,20})[:：](?:\\s.*|\\n.*|)", Pattern.DOTALL);
  private static final Pattern MISSED_CALL =
      Pattern.compile(
          "(?:Missed (?:group )?(?:voice|video) call"
              + "|Verpasster (?:Sprach|Video|Gruppen)[\\p{L}-]*(?:anruf|Anruf)"
              + "|(?:Chamada|Ligação) de (?:voz|vídeo) perdida|(?:Chamada|Ligação) perdida.*"
              + "|未接(?:语音|視訊|视频|語音)?(?:通话|通話|来电|來電))\\.?");
  private static final Pattern NOTICE =
      Pattern.compile(
          "(?:Messages and calls are end-to-end encrypted|Messages (?:to|you send to) this"
              + " (?:chat|group) and calls are (?:now )?secured|Nachrichten und Anrufe sind"
              + " Ende-zu-Ende|As mensagens e (?:as )?(?:chamadas|ligações) são"
              + " (?:protegidas|encriptadas)|(?:消息和通话|訊息與通話|訊息和通話)已[^。]{0,10}加密)[^\\n]{0,300}");
  private static final Pattern CREATED =
      Pattern.compile(
          "(?:created (?:the )?group|has?t (?:die )?Gruppe|criou (?:o )?grupo|creó (?:el )?grupo"
              + "|a créé (?:le )?groupe|(?:创建|創建|建立)了?(?:此)?(?:群组|群組|群聊|群)?)"
              + "\\s*[\"“„«‟「『](?<name>.{1,200}?)[\"”“»」』](?:\\s*(?:erstellt|群组|群組|群聊|群))?\\.?$");
  private static final Pattern OPENS_COMMUNITY =
      Pattern.compile(".*(?:community|Community|comunidade|社区|社群)[\\p{L} ]*");
  private static final String OPENING = "“„«「『";
  private static final String CLOSING = "”»」』";

  private ProgramWords() {}

  /** Tells whether a character is one of the invisible marks around the program's words. */
  static boolean isMark(char c) {
    return c == '\u200e'
        || c == '\u200f'
        || c == '\u061c'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\ufeff';
  }

  /** Returns a line without the marks that the program adds; others stay. */
  static String withoutAddedMarks(String line) {
    StringBuilder clean = null;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean added =
          c == '\u200e' || (c >= '\u2066' && c <= '\u2069') || c == '\u202a' || c == '\u202c';
      if (added && clean == null) {
        clean = new StringBuilder(line.length()).append(line, 0, i);
      } else if (!added && clean != null) {
        clean.append(c);
      }
    }
    return clean == null ? line : clean.toString();
  }

  /** Returns a name as people read it: without marks, with plain spaces and hyphens. */
  static String name(String written) {
    StringBuilder name = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (!isMark(c)) {
        boolean space = Character.isSpaceChar(c) || Character.isISOControl(c);
        name.append(space ? ' ' : c == '\u2011' ? '-' : c);
      }
    }
    String stripped = name.toString().strip();
    return stripped.startsWith("~ ") ? "~" + stripped.substring(2).strip() : stripped;
  }

  /** Tells whether a line says that the conversation is encrypted. */
  static boolean saysEncrypted(String text) {
    return text.length() <= MAX_CHARACTERS && ENCRYPTION.matcher(text).find();
  }

  /**
   * Tells whether what an iOS export has behind a name is the program's own statement about the
   * conversation, and not something that this person sent, called back or deleted.
   */
  static boolean isStatement(String text) {
    boolean marked = !text.isEmpty() && (text.charAt(0) == '\u200e' || text.charAt(0) == '\u200f');
    String plain = withoutAddedMarks(text);
    if (!marked) {
      return MISSED_CALL.matcher(plain).matches() || NOTICE.matcher(plain).matches();
    }
    if (plain.length() > MAX_CHARACTERS || plain.indexOf('\n') >= 0) {
      return false;
    }
    if (MISSED_CALL.matcher(plain).lookingAt() || saysEncrypted(plain)) {
      return true;
    }
    return !LEFT_OUT.matcher(plain).find()
        && !ATTACHED.matcher(plain).find()
        && !DELETED.matcher(plain).find()
        && !LABELLED.matcher(plain).matches();
  }

  /** Returns the name of the group whose creation a line reports. */
  static Optional<String> createdGroup(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    Matcher matcher = CREATED.matcher(text);
    return matcher.find() ? Optional.of(matcher.group("name")) : Optional.empty();
  }

  /**
   * Tells whether the part of a line before a colon shows that the colon doesn't end a name: a
   * quotation is open there, or the name of a community follows.
   */
  static boolean colonIsQuoted(String before) {
    int open = 0;
    boolean straight = false;
    for (int i = 0; i < before.length(); i++) {
      char c = before.charAt(i);
      if (c == '"') {
        straight = !straight;
      } else if (c == '“' && open > 0) {
        open--;
      } else if (OPENING.indexOf(c) >= 0) {
        open++;
      } else if (CLOSING.indexOf(c) >= 0 && open > 0) {
        open--;
      }
    }
    return open > 0 || straight || OPENS_COMMUNITY.matcher(before).matches();
  }
}
