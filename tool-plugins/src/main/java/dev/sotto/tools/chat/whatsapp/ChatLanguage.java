package dev.sotto.tools.chat.whatsapp;

import java.util.regex.Pattern;

/**
 * In which language a file's fixed sentences are, as far as that says how its dates are written.
 */
enum ChatLanguage {
  UNKNOWN(""),
  GERMAN(
      "Ende-zu-Ende|Medien ausgeschlossen|weggelassen|Datei angehängt|hinzugefügt|hat die Gruppe"
          + "|wurde gelöscht|<Anhang:"),
  PORTUGUESE(
      "ponta a ponta|encriptadas|[Mm]ídia"
          + " (?:oculta|omitida)|(?:imagem|vídeo|áudio|figurinha|documento)"
          + " (?:ocultad|omitid)|arquivo anexado|ficheiro (?:anexado|não revelado)|criou (?:o|este)"
          + " grupo|adicionou|[Mm]ensagem (?:foi )?apagada|<anexado:"),
  SPANISH("extremo a extremo|Multimedia omitido|(?:imagen|audio|vídeo) omitid|archivo adjunto"),
  FRENCH("de bout en bout|Médias omis|(?:image|vidéo|audio) absent"),
  ITALIAN("crittografati end-to-end|Media omessi|(?:immagine|video|audio) omess");

  private final Pattern phrases;

  ChatLanguage(String phrases) {
    this.phrases = Pattern.compile(phrases);
  }

  /** Tells whether dates in this language have the day before the month. */
  boolean writesDayFirst() {
    return this != UNKNOWN;
  }

  /** Returns the language of the program's own words in a line, or UNKNOWN. */
  static ChatLanguage of(String line) {
    for (ChatLanguage language : values()) {
      if (language != UNKNOWN && language.phrases.matcher(line).find()) {
        return language;
      }
    }
    return UNKNOWN;
  }
}
