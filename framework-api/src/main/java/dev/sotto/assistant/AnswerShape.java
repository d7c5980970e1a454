package dev.sotto.assistant;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an answer must hold to answer at all: a question for a price is not answered by words
 * without an amount. Found by the words of questions in English, German, Portuguese and Chinese; a
 * question that asks in other words has no shape. Stateless.
 */
enum AnswerShape {
  /** An amount of money. */
  MONEY(
      "\\bhow much\\b|\\b(costs?|price|pay|paid|budget|rent|deposit|fee|money|charged?)\\b|\\bwie"
          + " ?viel\\b(?! uhr)|\\bkoste[tn]|\\bgekostet|preis|gebühr|\\bmiete\\b|kaution\\b"
          + "|\\bgehalt\\b|\\bbezahlt|\\bbetrag|rechnung\\b|\\bquanto\\b(?!"
          + " (?:tempo|pesa|pesava|mede|falta|demora|dura))|\\bpre[çc]o|\\bcust(?:a|am|ou|aram)\\b"
          + "|\\brenda\\b|\\bcau[çc][ãa]o|\\bordenado|\\bsal[áa]rio|\\bmensalidade|\\bor[çc]amento|\\baluguel"
          + "|\\bmontante|\\bdinheiro|\\bpaguei\\b|多少钱|价格|押金|房租|租金|费用|工资|学费|花了多少",
      "[€$£¥]|\\b(eur|euros?|usd|dollars?|pounds?|gbp|chf|franken|yuan|rmb|kr|p|reais|c[êe]ntimos)\\b"
          + "|\\d+p\\b|元|块|欧"),
  /** A date, a weekday or a time of day. */
  TIME(
      "\\bwhen\\b|\\b(what|which) (time|date|day)\\b|\\bdate\\b|\\buntil\\b|\\bhow"
          + " (late|early)\\b|\\bbirthday\\b|\\bwann\\b|\\buhrzeit\\b|\\bwie ?viel uhr|\\b(an"
          + " )?welche[mnr]? tag\\b|\\bdatum\\b|geburtstag\\b|\\bwie"
          + " spät|\\bfrist\\b|\\bquando\\b|\\bque (horas|dia|m[êe]s|ano|data)\\b|\\bque"
          + " horas\\b|\\b(qual|que) (é |e |era |foi )?(a )?data\\b|\\bdata"
          + " d[aeo]s?\\b|\\bprazo\\b|\\banivers[áa]rio|\\bfaz(em)?"
          + " anos\\b|\\bvalidade\\b|\\bcaduca|什么时候|何时|哪一?天|几点|几月|几号|星期几|周几|日期|生日|截止",
      "\\b\\d{1,2}[.:]\\d{2}\\b|\\b(19|20)\\d\\d\\b|\\b\\d{1,2} ?[ap]\\.?m\\b"
          + "|\\b\\d{1,2}(st|nd|rd|th)\\b|\\b\\d{1,2}\\.?\\s*(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)"
          + "|\\b(mon|tues|wednes|thurs|fri|satur|sun)days?\\b"
          + "|\\b(january|february|march|april|may|june|july|august|september|october|november|december)\\b"
          + "|\\b(mon|diens|donners|frei|sams|sonn)tags?\\b|\\bmittwochs?\\b|\\bsonnabend|\\b\\d{1,2}"
          + " uhr\\b|\\b(heute|gestern|morgen|mittags?|mitternacht|abends?)\\b"
          + "|\\b(januar|februar|märz|mai|juni|juli|oktober|dezember)\\b|\\b\\d{1,2}"
          + " ?h(?:\\d{2})?\\b|\\b\\d{1,2}/\\d{1,2}\\b|\\b\\d{1,2}º? de"
          + " (jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)"
          + "|\\b(janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)\\b"
          + "|\\b(segunda|ter[çc]a|quarta|quinta|sexta)(s|-feiras?)?\\b|\\bs[áa]bados?\\b|\\bdomingos?\\b|\\b(hoje|ontem|amanh[ãa]|meio-dia|meia-noite|de"
          + " manhã)|\\bdia \\d{1,2}\\b|\\b(noon|midnight|half"
          + " past|o.clock|today|tomorrow|yesterday|morning|evening|afternoon)\\b|[月号点周]|星期|今天|明天|昨天"),
  /** A name. */
  NAME(
      "\\bwho(m|se|s)?\\b|\\bname of\\b|\\bcalled\\b|\\bwe[rmn]\\b|\\bhei(ß|ss)t\\b|\\bname"
          + " (des|der|vom|von)\\b|\\bquem\\b|\\bnomes?"
          + " d[aeo]s?\\b|\\bchama(m|-se)?\\b|谁|叫什么|名字|姓什么",
      "(?-i:\\p{Lu}\\p{Ll}+)|\\p{IsHan}{2}"),
  /** A code or a number that stands for something. */
  IDENTIFIER(
      "\\b(number|nr|code|pin|password|reference|serial|pnr|iban|chip|microchip)\\b"
          + "|\\bno\\b(?=\\s*(?:[.?#:]|$|(?:of|for|on)\\b))"
          + "|nummer\\b|passwort\\b|kennwort\\b|\\bgeheimzahl|kennzeichen\\b|\\baktenzeichen|code\\b"
          + "|\\bn[úu]mero|\\bc[óo]digo|\\bsenha\\b|\\bpalavra-passe|\\brefer[êe]ncia|\\bmatr[íi]cula|\\b(nif|niss|cpf|cep)\\b|\\bcontribuinte|\\btelefone|\\btelem[óo]vel\\b|\\blocalizador|\\bap[óo]lice|\\bc[óo]digo"
          + " postal|号码|密码|编号|几号|电话|车牌|单号|验证码|口令",
      "(?<![\\p{Sc}\\d])(?<!\\p{Sc} )(?<!\\d[.,:])\\d{2,}+(?![.,:]\\d"
          + "|\\s?(?:\\p{Sc}|%|°|(?:eur|euros?|kwh|km|cm|mm|m|kg|g|min|uhr|jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\\b|(?:january|february|march|april|june|july|august|september|october|november|december|januar|februar|märz|juni|juli|oktober|dezember)\\b|[月元块]|公))"
          + "|\\d+(?:\\.\\d+){2,}|\\b(?=\\d*\\p{L})(?=\\p{L}*\\d)[\\p{L}\\d]{3,}\\b|\\b(password|passwor[dt]|kennwort|senha|palavra-passe)\\b|密码|\\d+号"),
  /** A quantity. */
  QUANTITY(
      "\\bhow (many|long|high|far|heavy|old|big|wide|tall|often|deep|fast|hot|warm)\\b"
          + "|\\b(size|weight?s?|score|strength|temperature|pressure|brightness)\\b|\\bwie"
          + " (viele|lange|hoch|weit|schwer|alt|groß|oft|breit|tief|warm|schnell)\\b|\\bwieviele\\b"
          + "|gewicht\\b|größe\\b|\\btemperatur|blutdruck|\\bquant[oa]s\\b|\\bquanto"
          + " (tempo|pesa|pesava|mede|falta|demora|dura)\\b|\\bque"
          + " (altura|tamanho|idade|peso|dist[âa]ncia|temperatura|velocidade)\\b|\\btamanho\\b|\\bpeso\\b"
          + "|\\btens[ãa]o\\b|多重|多大|多高|多长|多久|多远|多少|几|体重|血压|尺码",
      "\\d|\\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
          + "|hundred|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dois|duas|tr[êe]s"
          + "|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|quinze|vinte|trinta)\\b|[一二三四五六七八九十百两]");

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private final Pattern asked;
  private final Pattern held;

  AnswerShape(String asked, String held) {
    this.asked = Pattern.compile(asked, FLAGS);
    this.held = Pattern.compile(held, FLAGS);
  }

  /** Returns the shapes that an answer to this question may have; none when it does not tell. */
  static Set<AnswerShape> of(String question) {
    Set<AnswerShape> shapes = EnumSet.noneOf(AnswerShape.class);
    for (AnswerShape shape : values()) {
      if (shape.asked.matcher(question).find()) {
        shapes.add(shape);
      }
    }
    return shapes;
  }

  /** Returns whether a text holds one of these shapes; false where there are none. */
  static boolean anyIn(Set<AnswerShape> shapes, String text) {
    return shapes.stream().anyMatch(shape -> shape.held.matcher(text).find());
  }
}
