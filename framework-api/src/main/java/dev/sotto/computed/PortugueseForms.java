package dev.sotto.computed;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings a question in Portuguese to one of the forms that are read: with the accents of its usual
 * words, its question word first, and one way of asking for several. Stateless.
 */
final class PortugueseForms {
  private static final Pattern QUESTION =
      Pattern.compile(
          "(?iU)^(?:quando|quant[oa]s?|qual|quais|que|a que|em que|para que|para quando|h[áa]|o"
              + " que|tenho|temos|estou|quem|daqui|dentro|faltam?|ainda faltam?|faz|como|[oa]"
              + " (?:pr[óo]xim|[úu]ltim)[oa]|(?:pr[óo]xim|[úu]ltim)[oa]|onde|sempre"
              + " h[áa])\\b|\\b(?:quando|quant[oa]s?(?: \\p{L}+)?|(?:(?:em|a) )?que"
              + " (?:dia|data|horas)(?: da semana)?)\\??$|^d[ao]s?"
              + " .*\\bquant[oa]s\\b|^(?:em|n[oa]s?|a|à|ao|at[ée]|amanh[ãa]|hoje|depois)"
              + " .*\\b(?:quando|quant[oa]s?|que dia|o que|tenho|há|mais)\\b");
  private static final String UNITS =
      "(?:minutos?|horas?|dias?|noites?|semanas?|meses|mês|anos?|tempo)";
  private static final String ASKED =
      "(?:(?:em|a|para|de) )?(?:que (?:dia da semana|dia|data|horas|noite)|quando)"
          + "|(?:há|daqui a|dentro de|em|com)? ?quant[oa]s?(?: (?!é\\b|que\\b)\\p{L}+)?";

  /** What is written instead of what; in this order. */
  private record Rule(Pattern pattern, String form) {
    static Rule of(String pattern, String form) {
      return new Rule(Pattern.compile("(?iU)" + pattern), form);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("^((?:quando|qual|quem|onde|como|(?:a )?que horas|(?:em )?que dia)) e ", "$1 é "),
          Rule.of("^ha\\b", "há"),
          Rule.of("\\bproxim([oa]s?)\\b", "próxim$1"),
          Rule.of("\\bultim([oa]s?)\\b", "últim$1"),
          Rule.of("\\bate\\b", "até"),
          Rule.of("^e (?=depois|amanhã|hoje|n[oa] |quando|quant)", ""),
          Rule.of("[?!.\\s]+$", ""),
          // the question word first
          Rule.of(
              "^((?:(?:em|n[oa]s?|até)(?= (?!quant|que\\b|quando))|a(?= \\d))(?: [^ ?]+){1,7}?),?"
                  + " ((?:o que|"
                  + ASKED
                  + ")(?: .+))$",
              "$2 $1"),
          Rule.of(
              "^(.+?),? ((?:é|foi|será|vai ser) )((?:há|daqui a) quant.+|em que (?:dia|data)|que"
                  + " dia|a que horas|quando)(?: foi| é)?$",
              "$3 $2$1"),
          Rule.of(
              "^(.+?) (dura|demora|durou|demorou|leva) (quanto tempo|quant[oa]s \\p{L}+)$",
              "$3 $2 $1"),
          Rule.of("^(.+?) (tem) (quantos anos)$", "$3 $2 $1"),
          Rule.of(
              "^d([ao]s?) (.+?) (?:à|ao|até à|até ao) (.+?),? (quant[oa]s " + UNITS + ")\\b.*$",
              "$4 entre $1 $2 e $3"),
          Rule.of(
              "^(quant[oa]s "
                  + UNITS
                  + ") (?:vão|passaram|foram|houve|são) d([ao]s?) (.+?) (?:à|ao|até à|até ao|até)"
                  + " (.+)$",
              "$1 entre $2 $3 e $4"),
          Rule.of(
              "^(quant[oa]s " + UNITS + ") (?:separam|distam) (.+) de (\\d{1,2} .+)$",
              "$1 entre $2 e $3"),
          Rule.of(
              "^(quant[oa]s " + UNITS + ") (?:separam|distam) (.+?) d([ao]s?) (.+)$",
              "$1 entre $2 e $4"),
          Rule.of(
              "^(quant[oa]s " + UNITS + ") depois d([ao]s?) (.+?) (?:é|foi|será) (?:[oa] )?(.+)$",
              "$1 entre $2 $3 e $4"),
          // é que
          Rule.of("^((?:" + ASKED + "|quanto|qual|o que)) (?:é|foi) que ", "$1 "),
          Rule.of("^que horas\\b(?! (?:são|sao)\\b)", "a que horas"),
          Rule.of("^para que dia ", "em que dia "),
          Rule.of("^a que (dia da semana|dia) ", "em que $1 "),
          // when
          Rule.of("^sempre há ", "quando é "),
          Rule.of(
              "^(?:para )?(quando|em que dia) (?:está|esta|estão|ficou|ficaram|foi)"
                  + " (?:marcad|agendad|previst|combinad)[oa]s? ",
              "$1 é "),
          Rule.of(
              "^(quando|em que dia|a que horas) (?:é que )?(?:volta a haver|volto a ter|voltamos a"
                  + " ter|vai voltar a haver|há outra vez|há de novo|torna a haver) ",
              "$1 é o próximo "),
          Rule.of(
              "^(quando|em que dia|a que horas) (?:há|tenho|temos) (.+?) (?:outra vez|de"
                  + " novo|novamente)$",
              "$1 é o próximo $2"),
          Rule.of(
              "^(quando|em que dia) (?:é|foi|será|vou|vamos|tenho) (?:d[ae] |a )?última vez (.+)$",
              "$1 foi a última vez $2"),
          Rule.of(
              "^(quando|em que dia) (.+?),? (?:d?a última vez|pela última vez)$",
              "quando foi a última vez que $2"),
          Rule.of(
              "^últimas? vez(?:es)? (?!que)(?:n[oa] |em |d[aeo] )?",
              "quando foi a última vez que "),
          Rule.of("\\bse (?:reuniu|reuniram|encontrou|realizou)\\b", "foi"),
          Rule.of("\\bse (?:reúne|reune|reúnem|encontra|realiza)\\b", "é"),
          // my day, my week
          Rule.of("\\bo meu dia (?:de )?(?=\\d)", "o meu dia no dia "),
          Rule.of(
              "^como (?:está|esta|é|vai ser|vai estar|anda|será) (?:a )?(?:minha )?(próxima"
                  + " semana|semana que vem)$",
              "agenda da $1"),
          Rule.of("^como (?:está|esta|é|vai ser|anda) (?:a )?minha semana$", "agenda esta semana"),
          Rule.of("^como (?:está|esta|é|vai ser) (?:o )?meu dia$", "agenda hoje"),
          Rule.of(
              "^como (?:está|esta|é|vai ser|vai estar) (?:o )?meu dia (?:de )?(.+)$", "agenda $1"),
          // how long until, how long ago
          Rule.of(
              "^(?:ainda )?faltam? quant([ao]s) (\\p{L}+) (?=para|até|pra)", "quant$1 $2 faltam "),
          Rule.of("^(?:ainda )?faltam? quant([ao]s) (.+)$", "quant$1 $2 faltam"),
          Rule.of(
              "^(?:(?:ainda )?falta muito(?: tempo)?|quanto (?:é que )?(?:ainda )?falta)"
                  + " (?=para|até|pr[ao]s?\\b)",
              "quanto tempo falta "),
          Rule.of("\\bjá (?=passou|passaram|se passaram)", ""),
          Rule.of(
              "^(?:há|faz) (quant[ao]s? \\p{L}+)(?: é)? (?:que )?(?:eu )?não"
                  + " (?:vou|tenho|faço|vamos|fui|há)\\b",
              "há $1 fui"),
          Rule.of("^quanto (?=dura|dur[oa]u|demora|vai durar)", "quanto tempo "),
          // counts
          Rule.of("^(quant[ao]s) vezes (?:foi|é) [oa] (.+)$", "$1 vezes houve $2"),
          Rule.of("\\b(?:vai|vão) haver\\b", "há"),
          Rule.of("\\b(?:estão|tenho|há) (?:marcad|agendad)[oa]s\\b", "tenho"),
          Rule.of("\\bme (?=faltam|restam)", ""),
          // numbers
          Rule.of("\\bao todo\\b", "no total"),
          Rule.of(
              "^em (\\p{L}+),? (\\p{L}+) (mais|menos) (.*)do que em (\\p{L}+)$",
              "$2 $3 $4em $1 do que em $5"),
          Rule.of("^total de ", "quantos "),
          Rule.of("\\bpass(?:ei|ou) (?:d?os|de) (?=\\d)", "mais de "),
          Rule.of("\\bdiári[oa]\\b", "por dia"));

  private PortugueseForms() {}

  /** Returns the question in a form that is read, or as it is where it is not Portuguese. */
  static String of(String question) {
    String text = question;
    if (!QUESTION.matcher(text).find()) {
      return text;
    }
    for (Rule rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.form());
    }
    return text;
  }

  @Override
  public String toString() {
    return "PortugueseForms[]";
  }
}
