package dev.sotto.computed;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brings a question of time in German to the English form that is read: its question words, verbs
 * and prepositions, while what it names stays as it is. "Wie viele Tage noch bis zum Zahnarzt?"
 * becomes "how many days until the Zahnarzt". Stateless.
 */
final class GermanForms {
  private static final Pattern QUESTION =
      Pattern.compile(
          "(?iU)^(?:und )?(?:wann|wie ?viele?n?|wie (?:lange|oft|weit|alt|hoch)|um wie ?viel uhr|zu"
              + " welcher uhrzeit|welche[rsnm]? |an welche[mn] |auf welche[mn] |was für ein |an wie"
              + " ?vielen|in wie ?vielen|vor wie|seit wann|seit wie|was (?:ist|war)"
              + " (?:die|das|der|mein)|was habe? (?:ich|wir)|wo?von wann|nächste[rsn]?"
              + " |letzte[rsn]? |das (?:nächste|letzte) mal|schritte |durchschnitt|(?:der"
              + " )?geburtstag von|noch wie ?viele|habe ich .* (?:mehr|weniger|länger)"
              + " )|\\b(?:wann|wie lange|wie ?viele? \\p{L}+)[?.!]*$"
              + "|^(?:am|im|in|bis|vor|seit|letzte[nr]?|nächste[nr]?|diese[nr]?|gestern|heute|morgen)"
              + " .*\\b(?:wann|wie ?viele?|wie (?:lange|oft)|an welchem tag|habe ich)\\b");
  private static final String TIME_WORD =
      "(?!(?:woche|wochen|monate?n?s?|jahre?n?s?|wochenende|tage?n?|quartal|nacht|stunden?|\\p{L}+tag"
          + "|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\\b)";

  /** What is written instead of what; in this order. */
  private record Rule(Pattern pattern, String form) {
    static Rule of(String pattern, String form) {
      return new Rule(Pattern.compile("(?iU)" + pattern), form);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("[?!.\\s]+$", ""),
          Rule.of("^und ", ""),
          Rule.of("\\bwieviel(e|en)?\\b", "wie viel$1"),
          Rule.of("\\b(?:nochmal|noch mal|eigentlich|denn|genau|bitte|überhaupt)\\b ?", ""),
          // the question word first
          Rule.of(
              "^((?:am|im|in|bis|vor|letzte[nr]?|nächste[nr]?|diese[nr]?)(?: (?!wann|wie|welche)[^"
                  + " ?,]+){1,6}?),? ((?:wann|wie viele?|wie lange|wie oft|an welchem tag|an wie"
                  + " vielen tagen) .+)$",
              "$2 $1"),
          Rule.of(
              "^(.+?) (ist|war|findet|beginnt|endet) (?:statt )?(wann|an welchem tag|um wie viel"
                  + " uhr)$",
              "$3 $2 $1"),
          Rule.of("^(.+?) (dauert|geht) (wie lange|wie viele \\p{L}+)$", "$3 dauert $1"),
          Rule.of("^(.+?) (ist|war) (?:wie lange|wie viele tage) her$", "wie lange $2 $1 her"),
          Rule.of("^(.+?) ist in wie vielen (\\p{L}+)$", "in wie vielen $2 ist $1"),
          Rule.of("^noch (wie viele \\p{L}+) bis", "$1 bis"),
          // next and last
          Rule.of("\\b(?:das )?nächste mal(?: wieder)?\\b|\\bals nächstes\\b", "next"),
          Rule.of("\\b(?:das )?letzte mal\\b|\\bzuletzt\\b|\\bzum letzten mal\\b", "last"),
          Rule.of("\\b(?:nächste|kommende)[rsnm]? " + TIME_WORD + "(?=\\p{L})", "next "),
          Rule.of("\\b(?:letzte|vorige)[rsnm]? " + TIME_WORD + "(?=\\p{L})", "last "),
          // how long until, how long ago, between
          Rule.of("^wie lang\\b", "wie lange"),
          Rule.of("^wann gibt es (?:wieder )?", "wann ist next "),
          Rule.of("^welcher tag hatte ", "which day had "),
          Rule.of("\\bmache ich\\b", "habe ich"),
          Rule.of("^(in wie vielen \\p{L}+) (?:muss|gehe|fahre) ich (?:zum |zur )?", "$1 ist "),
          Rule.of("^(wie lange .*\\bbis .+) warten$", "$1"),
          Rule.of("^seit wie vielen (\\p{L}+) ist (.+?) (?:vorbei|her)$", "how many $1 ago was $2"),
          Rule.of(
              "^in wie vielen (\\p{L}+) (?:ist|sind|habe ich|findet) (.+?)(?: statt)?$",
              "in how many $1 is $2"),
          Rule.of(
              "^wie (?:weit|lange) (?:ist|sind) (?:es )?(?:noch )?(.*?)(?:noch )?(?:hin |weg )?bis"
                  + " ",
              "how long until "),
          Rule.of(
              "^wie lange(?:"
                  + " (?:dauert|ist|sind|habe|hab|haben|muss|müssen|ich|wir|es|noch|warten|zeit))*"
                  + " bis ",
              "how long until "),
          Rule.of(
              "^wie viele (\\p{L}+)(?:"
                  + " (?:sind|ist|es|noch|habe|haben|ich|wir|dauert|fehlen|bleiben|verbleiben|mir|zeit))*"
                  + " bis ",
              "how many $1 until "),
          Rule.of(
              "^vor wie vielen (\\p{L}+) (?:war|waren|hatte|bin|habe|fand)(?: ich| wir)? (.+?)(?:"
                  + " statt)?$",
              "how many $1 ago was $2"),
          Rule.of(
              "^wie lange (?:ist|sind|liegt) (?:es )?(.+?) (?:schon )?(?:her|zurück)$",
              "how long ago was $1"),
          Rule.of(
              "^wie lange ist es her,? (?:dass|seit) (?:ich |wir )?(.+?)(?: war| hatte| gewesen"
                  + " bin)?$",
              "how long ago was $1"),
          Rule.of(
              "^wie viele (\\p{L}+) (?:ist|sind|liegt) (.+?) (?:schon )?(?:her|zurück)$",
              "how many $1 ago was $2"),
          Rule.of("^wie lange war ich (?:schon )?nicht (?:mehr )?(.+)$", "how long ago was $1"),
          Rule.of(
              "^wie viele (\\p{L}+)(?: (?:sind|ist|es|schon))* seit (.+?)(?:"
                  + " (?:her|vergangen|verstrichen|vorbei))*$",
              "how many $1 since $2"),
          Rule.of(
              "^wie (?:viele (\\p{L}+)|viel zeit|lange)(?:"
                  + " (?:sind|waren|lagen|liegen|vergingen|liegt|lag|gibt|es|verging|sind es))*"
                  + " zwischen (.+) und (.+?)(?: vergangen)?$",
              "how many $1 between $2 and $3"),
          Rule.of(
              "^wie viele (\\p{L}+)(?: (?:sind|waren|es))* vom? (.+) bis (?:zum |zur )?(.+)$",
              "how many $1 between $2 and $3"),
          Rule.of(
              "^wie viele (\\p{L}+) (?:nach|später als) (.+?) (?:war|ist|fand|kam|folgte) (.+?)(?:"
                  + " statt)?$",
              "how many $1 after $2 was $3"),
          // how long
          Rule.of(
              "^wie lange (?:dauert|dauern|geht|läuft|dauerte|wird|ist) (.+?)(?: dauern)?$",
              "how long is $1"),
          Rule.of(
              "^wie viele (stunden|minuten|tage|nächte) (?:dauert|dauern|geht|hat|ist) (.+)$",
              "how many $1 is $2"),
          Rule.of("^(?:was ist |wie ist )?die dauer (?:von|der|des|vom) ", "how long is "),
          // when
          Rule.of(
              "^(?:(?:um )?wie viel uhr(?= (?:ist|sind|war|geht|beginnt|endet|habe|muss)\\b)|zu"
                  + " welcher uhrzeit|ab wann) ",
              "what time "),
          Rule.of(
              "^(?:an|auf) welche[nm] wochentag |^auf welchen tag (?=fällt)|^was für ein"
                  + " (?:wochentag|tag) |^welcher (?:wochentag|tag der woche) ",
              "what day of the week "),
          Rule.of("^an welche[mn] (?:tag|datum) |^welchen tag ", "on what day "),
          Rule.of("^welches datum (?:ist|haben wir|hat) ", "what date is "),
          Rule.of("^welcher tag (?:ist|war) ", "what day is "),
          Rule.of("^(?:was ist )?(?:das datum|der termin) (?:der|des|vom|von|für) ", "when is "),
          Rule.of("^(wann|what time) (?:endet|enden) (.+)$", "when does $2 end"),
          Rule.of(
              "^(wann|what time) (?:ist|sind|hört) (.+?) (?:zu ende|vorbei|aus|fertig|auf)$",
              "when does $2 end"),
          // people
          Rule.of(
              "^(?:wann|on what day) (?:hat|feiert) (.+?) geburtstag$",
              "when does $1 have birthday"),
          Rule.of(
              "^(?:wann|on what day) (?:ist|war) (?:der )?geburtstag von (.+)$",
              "when is the birthday of $1"),
          Rule.of(
              "^(?:wann|on what day|what day) (?:ist|wurde) (.+?) geboren$", "when was $1 born"),
          Rule.of("^(?:wann|on what day) ist (.+?)(?:s|'|’s) geburtstag$", "when is $1's birthday"),
          Rule.of("^(?:der )?geburtstag von (.+)$", "birthday of $1"),
          Rule.of("^welches alter hat (.+)$", "how old is $1"),
          Rule.of("^wie alt ist (.+?)(?: jetzt| inzwischen)?$", "how old is $1"),
          Rule.of("^wie alt wird (.+)$", "how old will $1 be"),
          Rule.of("^wer hat (next|als nächste[rs]?) geburtstag$", "who has the next birthday"),
          // sums
          Rule.of(
              "^(?:wie viel|was)(?: geld)? (?:habe|haben|hab) (?:ich|wir)"
                  + " (.*?)(?:ausgegeben|bezahlt|gezahlt|gelassen)\\b",
              "how much did i spend $1"),
          Rule.of(
              "^wie viele? (?:km|kilometer) (?:bin|habe|sind|haben) (?:ich|wir)"
                  + " (.*?)(?:gefahren|geradelt|zurückgelegt|gemacht)\\b",
              "how many km did i ride $1"),
          Rule.of("^wie viele stunden arbeitete(?:n)? (?:ich|wir) ", "how many hours did i work "),
          Rule.of(
              "^wie viele stunden (?:habe|haben) (?:ich|wir) (.*?)(?:gearbeitet)\\b",
              "how many hours did i work $1"),
          // measurements
          Rule.of("\\bschritt(?:e|en|zahl)\\b", "steps"),
          Rule.of("\\b(?:ruhepuls|ruheherzfrequenz)\\b", "resting pulse"),
          Rule.of("\\bschlaf\\b|\\bgeschlafen\\b", "sleep"),
          Rule.of("\\b(?:gelaufen|gegangen)\\b", "walk"),
          Rule.of("\\b(?:gemacht|geschafft|gekommen|erreicht)\\b", "made"),
          Rule.of(
              "\\b(?:im schnitt|im durchschnitt|im"
                  + " mittel|durchschnittlich(?:e[rn]?)?|mittlere[rn]?)\\b",
              "average"),
          Rule.of("\\bdurchschnitt\\b", "average"),
          Rule.of(
              "\\b(?:pro|am) tag\\b(?! (?:der|des|mit|an))|\\btäglich(?:e[rn]?)?\\b|\\bjeden"
                  + " tag\\b",
              "per day"),
          Rule.of("\\b(?:insgesamt|zusammen|alles in allem)\\b", "in total"),
          Rule.of("\\b(?:am meisten|die meisten|den meisten)\\b", "most"),
          Rule.of("\\b(?:am wenigsten|am kürzesten)\\b", "least"),
          Rule.of("\\bam längsten\\b", "longest"),
          Rule.of("^an wie vielen tagen ", "on how many days "),
          Rule.of("^in welcher nacht ", "which night "),
          Rule.of("\\b(?:mehr als|über)(?= \\d)", "more than"),
          Rule.of("\\bweniger als(?= \\d)", "less than"),
          Rule.of(
              "^(?:habe|hab|bin) ich (.*?)\\b(?:mehr|länger) (.*?)\\bals\\b",
              "did i $1 more $2 than"),
          Rule.of("^(?:habe|hab|bin) ich (.*?)\\bweniger (.*?)\\bals\\b", "did i $1 less $2 than"),
          // what is left
          Rule.of("^wann\\b", "when"),
          Rule.of("^wie viele\\b", "how many"),
          Rule.of("^wie viel\\b", "how much"),
          Rule.of("^wie hoch (?:war|ist) ", "what was "),
          Rule.of("^wie oft\\b", "how often"),
          Rule.of("^wie lange\\b", "how long"),
          Rule.of("^(how (?:many|often)\\b.*?)\\b(?:habe|hab) ich\\b", "$1do i have"),
          Rule.of("^(how (?:many|often)\\b.*?)\\b(?:haben wir)\\b", "$1do we have"),
          Rule.of(
              "^(how (?:many|often)\\b.*?)\\b(?:hatte ich|hatten wir|war ich|waren wir|bin ich)\\b",
              "$1did i"),
          Rule.of(
              "^(how (?:many|often)\\b.*?)\\b(?:gibt es|finden|stehen|bleiben|sind es)\\b",
              "$1are there"),
          Rule.of(
              "^(how (?:many|often)\\b.*?)\\b(?:gab es|fanden|fand|waren es|waren)\\b", "$1did i"),
          Rule.of("^(how (?:many|often) .*?)\\bnoch\\b", "$1still"),
          Rule.of("^(how (?:many|often) .*?)\\b(?:übrig|an)$", "$1left"),
          Rule.of("^(how (?:many|often) .*?)\\b(?:statt|gewesen|gehabt)\\b", "$1"),
          Rule.of("^(how .*?)\\b(?:vor|bis) (?:dem|der|den|zum|zur) ", "$1before the "),
          Rule.of("^(how .*?)\\bbis (?!⟨|\\d)", "$1before "),
          Rule.of("^(how .*?)\\bseit ", "$1since "),
          Rule.of("^(how (?:many|much) )tage?n?\\b", "$1days"),
          Rule.of("^(in how many )tage?n?\\b", "$1days"),
          Rule.of("^((?:in )?how many )wochen\\b", "$1weeks"),
          Rule.of("^((?:in )?how many )monate?n?\\b", "$1months"),
          Rule.of("^((?:in )?how many )stunden\\b", "$1hours"),
          Rule.of("^((?:in )?how many )minuten\\b", "$1minutes"),
          Rule.of("^((?:in )?how many )nächte?n?\\b", "$1nights"),
          Rule.of("^((?:in )?how many )jahre?n?\\b", "$1years"),
          Rule.of(
              "\\b(until|since|between|before|after|and|is|was)"
                  + " (?:zum|zur|dem|der|die|das|den|mein|meine|meinem|meiner|meinen) (?=\\p{L})",
              "$1 the "));

  private GermanForms() {}

  /** Returns the question in the English form, or nothing where it is not a German one. */
  static Optional<String> inEnglish(String question) {
    if (!QUESTION.matcher(question).find()) {
      return Optional.empty();
    }
    String text = question;
    for (Rule rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.form());
    }
    text = text.replaceAll("\\s+", " ").strip();
    return text.equals(question.replaceFirst("[?!.\\s]+$", ""))
        ? Optional.empty()
        : Optional.of(text);
  }

  @Override
  public String toString() {
    return "GermanForms[]";
  }
}
