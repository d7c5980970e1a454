package dev.sotto.computed;

import dev.sotto.calendar.Occurrence;
import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.time.TimeRange;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is on in a time, what comes first or last in it, when it is free. A question is read only
 * where it consists of a time and the words of such questions; one more word, such as <i>pay</i>,
 * and it is another question.
 */
final class AgendaAnswers {
  private static final int MOST = 14;
  private static final long MOST_DAYS = 400;

  private static final Set<String> ENGLISH =
      words(
          "item items what which whats do does did i we us have has had got get is are am was were"
              + " will be going to on in at for of the a my our me any anything something"
              + " everything all there happening happen happens planned plan plans schedule"
              + " scheduled agenda calendar diary doing up still look looks looking like show list"
              + " appointments appointment events event things thing coming due busy and else"
              + " booked lined arranged commitments stuff this that day else's if so far need know"
              + " about happened how tell give overview summary run through supposed next else's"
              + " meant attend pencilled entries entry activities activity engagements between from"
              + " until till during over by with it's it as taking place see can you currently"
              + " already yet just marked down today's tomorrow's");
  private static final Set<String> ENGLISH_CORE =
      words(
          "have got look looks on happening happen happens planned plan plans schedule scheduled"
              + " agenda calendar diary doing up appointments appointment events event things thing"
              + " anything something everything coming due busy booked lined arranged commitments"
              + " happened going do activities activity engagements entries");
  private static final Set<String> ENGLISH_FREE =
      words(
          "free available availability gap gaps slot slots time when do i have space room spare"
              + " long hours windows window open unbooked completely totally at all still nothing"
              + " unoccupied");
  private static final Pattern ENGLISH_FREE_CORE =
      Pattern.compile(
          "(?iU)\\b(?:free|(?:i|we) have (?:any )?time|available|availability|gaps?|slots?|spare"
              + " time|time (?:for|to)|unbooked|unoccupied)\\b");
  private static final Set<String> ENGLISH_FIRST =
      words(
          "first earliest last latest final begin begins start starts end ends finish finishes when"
              + " time done thing job task off kick kicks over early late then");
  private static final Pattern ENGLISH_FIRST_CORE =
      Pattern.compile(
          "(?iU)\\b(?:(first|earliest)|(last|latest|final)|(day (?:start|begin)s?|start (?:of"
              + " )?(?:my|the) day|start my day|do i (?:start|begin))|(day"
              + " (?:end|finish|over)\\w*|do i (?:finish|end)|am i done))\\b");

  private static final Set<String> PORTUGUESE =
      words(
          "o a os as que quê e é me meus minhas passa tenho tens temos tem há ha no na nos nas em"
              + " para de da do das dos está estao estão marcado marcada marcados marcadas agenda"
              + " agendado agendada planos plano planeado planejado compromissos compromisso alguma"
              + " algum coisa coisas algo mais ainda eu vou fazer combinado combinada calendário"
              + " calendario evento eventos ocupado ocupada minha meu como qual quais são sao foi"
              + " tinha tive fiz acontece ter vamos nós pra mim se estou lista mostra mostre à ao"
              + " às aos por livre livres tempo quando horas hora um uma sobre durante próximos"
              + " programado programada mostra mostre diz espera marcação marcações marcaçao"
              + " marcacao marcacoes consta vamos nós aí outro outra outros outras mais"
              + " compromissos ver dia dias combinados combinadas eventos semana todos todas tudo"
              + " lista meu vem seguir este esta neste nesta sou eu mim nos que previsto prevista"
              + " previstos previstas");
  private static final Set<String> PORTUGUESE_CORE =
      words(
          "tenho tens temos tem há ha marcado marcada marcados marcadas agenda agendado agendada"
              + " planos plano planeado planejado compromissos compromisso algo coisa fazer"
              + " combinado combinada calendário calendario evento eventos ocupado ocupada tinha"
              + " tive passa programado programada marcação marcações marcaçao marcacao marcacoes"
              + " espera consta temos dia mostra mostre lista combinados combinadas eventos"
              + " previsto prevista previstos previstas");
  private static final Pattern PORTUGUESE_FREE_CORE =
      Pattern.compile(
          "(?iU)\\b(?:livres?|disponível|disponivel|tempo livre|(?:tenho|temos|há) (?:algum"
              + " )?tempo)\\b");
  private static final Set<String> PORTUGUESE_FREE =
      words("estou tarde manhã noite quando disponível disponivel livre livres");
  private static final Set<String> PORTUGUESE_FIRST =
      words(
          "primeiro primeira último última ultimo ultima começa comeca começo comeco acaba acabo"
              + " termina termino dia cedo a que horas meu compromisso");
  private static final Pattern PORTUGUESE_FIRST_CORE =
      Pattern.compile(
          "(?iU)\\b(?:(primeir[oa])|([úu]ltim[oa])|((?:começ|comec)\\w* o (?:meu"
              + " )?dia)|((?:acab|termin)\\w* o (?:meu )?dia)|(a que horas"
              + " começo)|(a que horas (?:acabo|termino)))\\b");

  private static final Set<String> GERMAN =
      words(
          "was wie habe hab haben hast ich wir mir uns mich steht stehen liegt ist sind war waren"
              + " gibt es an auf in im am für den dem der die das des vor zu zum zur bis und mein"
              + " meine meinen meinem meiner unser unsere geplant vorgesehen eingetragen vorhaben"
              + " plan pläne termin termine terminen kalender agenda tag tages tagesplan woche"
              + " etwas irgendetwas irgendwas alles noch schon sonst zeig zeige sag liste welche"
              + " welchen los machen mache machst tun ansteht anstehen verabredung verabredungen"
              + " verabredet verpflichtungen von mit ein eine einen eingeplant kommt kommen denn so"
              + " bin werde wird sieht sehen aus aussehen bei heute ereignisse muss bitte nichts"
              + " ansonsten auch als hatte hatten nächste nächsten");
  private static final Set<String> GERMAN_CORE =
      words(
          "habe hab haben steht stehen geplant vorgesehen eingetragen vorhaben plan pläne termin"
              + " termine terminen kalender agenda tagesplan los machen mache tun ansteht anstehen"
              + " verabredung verabredungen verabredet verpflichtungen eingeplant hatte hatten"
              + " gibt sieht ereignisse liegt");
  private static final Pattern GERMAN_FREE_CORE =
      Pattern.compile("(?iU)\\b(?:frei|freie|freien|verfügbar|luft|zeit|lücken?)\\b");
  private static final Set<String> GERMAN_FREE =
      words(
          "frei freie freien verfügbar luft zeit lücke lücken when wann what time um uhr bin hätte"
              + " stunden zeiten how long ganz völlig nachmittag vormittag abend do have");
  private static final Set<String> GERMAN_FIRST =
      words(
          "erste erster ersten erstes zuerst letzte letzter letzten letztes last first beginnt"
              + " beginne fängt fange startet endet ende anfängt what time when wann arbeitstag"
              + " fertig früh spät frühester frühestes spätester spätestes is sache");
  private static final Pattern GERMAN_FIRST_CORE =
      Pattern.compile(
          "(?iU)\\b(?:(erste[rns]?|zuerst|früheste[rs]?)|(letzte[rns]?|last|zuletzt|späteste[rs]?)"
              + "|((?:beginnt|startet|fängt) (?:mein|der) tag|(?:beginne|starte) ich)"
              + "|(endet (?:mein|der) tag|bin ich fertig|tag (?:zu ende|end)\\b))");

  private static final Pattern CHINESE_CORE =
      Pattern.compile(
          "安排|日程|计划|活动|行程|做什么|做啥|干什么|干嘛|干啥|忙|打算|预约|约|什么事|啥事|事情|有事|事吗|事儿|的事|要做|有什么|有啥|日历");
  private static final String CHINESE_WORDS =
      "我们|我|有没有|有|什么|啥|安排|吗|呢|的|要|做|干嘛|干|事情|事儿|事|日程表|日程|计划|活动|行程|会不会|会|是不是|是|在|还|别的|其他|哪些|怎么样"
          + "|怎么|打算|忙不忙|忙|预约|约|查|看|一下|日历|上|里|记着|了|都|呀|啊|那天|那|几个|多少个|多少|吧|需要|得|没有|没|一共|总共|共|个|几"
          + "|当天|这|天|和|到|时候|列出|列|所有|全部|吃|去|应该|该|已经|定|排|满|表|些";
  private static final Pattern CHINESE_FREE_CORE =
      Pattern.compile("有空|空闲|有时间|没事|空档|空着|空的|空吗|方便|没安排|没有安排");
  private static final String CHINESE_FREE_WORDS =
      "有空|空闲|空档|哪个时间段|时间段|时间|空|没事|什么时候|几点|哪段|哪些|时段|方便|没安排|段";
  private static final Pattern CHINESE_FIRST_CORE =
      Pattern.compile("(第一|最早|最先|首先)|(最后|最晚)|(一天从几点|几点开始)|(几点结束|几点忙完)");
  private static final String CHINESE_FIRST_WORDS =
      "第一|最早|最先|首先|最后|最晚|件|项|场|一|几点|开始|结束|忙完|从|节|到|早|晚";

  private static final Pattern NEXT =
      Pattern.compile(
          "(?iU)(?<en>(?:what is |what do i have |when is |what comes )?(?:on )?(?:my |the"
              + " )?next(?: up)?(?: (?:appointment|event|thing|commitment|entry|item))?(?: i"
              + " have)?(?: (?:in|on) (?:my |the )?(?:calendar|diary|agenda|schedule))?(?: for"
              + " me)?)"
              + "|(?<zh>我?的?(?:下一个|下一项|下个|接下来)的?(?:还?有)?(?:什么|啥|哪些)?(?:安排|活动|日程|事情|事|预约)(?:是|有)?(?:什么|什么时候|几点)?)|(?<pt>(?:(?:qual|quando)"
              + " é )?(?:[oa] )?(?:meu |minha )?próxim[oa]"
              + " (?:compromisso|evento|marcação|marcacao)(?: (?:da|na) (?:minha )?agenda)?|o que"
              + " (?:é que )?(?:eu )?(?:tenho|vem|há|temos) (?:a seguir|depois disto)(?: n[oa]"
              + " (?:minha |meu )?(?:agenda|calendário))?|o que se segue)|(?<de>(?:was|when|what"
              + " time) (?:ist|is) (?:mein|der|das) next (?:termin|eintrag|ereignis)(?: im"
              + " kalender)?|was (?:kommt|steht|habe ich) (?:next|als nächstes)(?: an|"
              + " vor)?|(?:mein )?next termin)");

  private final Statements statements;

  AgendaAnswers(Statements statements) {
    this.statements = statements;
  }

  private static Set<String> words(String words) {
    return Set.copyOf(new java.util.HashSet<>(List.of(words.split(" "))));
  }

  /** The words of such questions in a language. */
  private record Latin(
      Tongue tongue,
      Set<String> plain,
      Set<String> core,
      Set<String> free,
      Pattern freeCore,
      Set<String> first,
      Pattern firstCore) {}

  private static final List<Latin> LATIN =
      List.of(
          new Latin(
              Tongue.ENGLISH,
              ENGLISH,
              ENGLISH_CORE,
              ENGLISH_FREE,
              ENGLISH_FREE_CORE,
              ENGLISH_FIRST,
              ENGLISH_FIRST_CORE),
          new Latin(
              Tongue.PORTUGUESE,
              PORTUGUESE,
              PORTUGUESE_CORE,
              PORTUGUESE_FREE,
              PORTUGUESE_FREE_CORE,
              PORTUGUESE_FIRST,
              PORTUGUESE_FIRST_CORE),
          new Latin(
              Tongue.GERMAN,
              GERMAN,
              GERMAN_CORE,
              GERMAN_FREE,
              GERMAN_FREE_CORE,
              GERMAN_FIRST,
              GERMAN_FIRST_CORE));
  private static final Pattern OTHER_QUESTION =
      Pattern.compile(
          "(?iU)how (?:many|much|long|often).*|when .*|(?:what|which) day.*|(?:em |a |para )?que"
              + " (?:dia|data) .*|quant[oa]s? .*");

  private enum Shape {
    AGENDA,
    FREE,
    FIRST,
    LAST
  }

  private record Reading(Shape shape, Tongue tongue, boolean yesOrNo) {}

  Optional<ComputedAnswer> answer(Asked asked) throws IOException {
    if (asked.calendar().isEmpty()) {
      return Optional.empty();
    }
    Matcher next = NEXT.matcher(asked.text());
    if (next.matches()) {
      Tongue tongue =
          next.group("en") != null
              ? Tongue.ENGLISH
              : next.group("zh") != null
                  ? Tongue.CHINESE
                  : next.group("de") != null ? Tongue.GERMAN : Tongue.PORTUGUESE;
      return next(asked, new Wording(tongue));
    }
    Optional<TimeRange> time = asked.onlyTime().map(asked::bounded);
    Optional<Reading> reading = read(asked);
    if (reading.isEmpty() || time.isEmpty()) {
      return Optional.empty();
    }
    TimeRange range = time.get();
    if (asked.onlyTime().isPresent() && asked.isOpenToPast(asked.onlyTime().get())) {
      return Optional.empty();
    }
    if (asked.onlyTime().isPresent() && asked.isOpenToFuture(asked.onlyTime().get())) {
      range =
          new TimeRange(
              later(range.from(), asked.now()), range.from().plusDays(60), TimeRange.Grain.SPAN);
    }
    if (ChronoUnit.DAYS.between(range.from(), range.until()) > MOST_DAYS) {
      return Optional.empty();
    }
    return switch (reading.get().shape()) {
      case AGENDA -> agenda(asked, range, reading.get());
      case FREE -> free(asked, range, reading.get());
      case FIRST, LAST -> edge(asked, range, reading.get());
    };
  }

  private static Optional<ComputedAnswer> next(Asked asked, Wording wording) {
    for (int days : new int[] {30, 400}) {
      Optional<Occurrence> next =
          asked.calendar().plans(asked.now(), asked.now().plusDays(days)).stream()
              .filter(plan -> !plan.from().isBefore(asked.now()))
              .findFirst();
      if (next.isPresent()) {
        return EventAnswers.one(next.get(), wording, false);
      }
    }
    return Optional.empty();
  }

  private static Optional<Reading> read(Asked asked) {
    String text = asked.marked();
    return asked.isChinese() ? readChinese(text) : readLatin(text);
  }

  private static Optional<Reading> readLatin(String text) {
    String lower = Asked.withoutMarks(text).toLowerCase(Locale.ROOT);
    for (Latin latin : LATIN) {
      Matcher edge = latin.firstCore().matcher(lower);
      if (edge.find() && Asked.consistsOf(lower, join(latin.plain(), latin.first()))) {
        boolean isFirst =
            edge.group(1) != null
                || edge.group(3) != null
                || (edge.groupCount() > 4 && edge.group(5) != null);
        return Optional.of(new Reading(isFirst ? Shape.FIRST : Shape.LAST, latin.tongue(), false));
      }
      if (latin.freeCore().matcher(lower).find()
          && Asked.consistsOf(lower, join(latin.plain(), latin.free()))) {
        return Optional.of(new Reading(Shape.FREE, latin.tongue(), asksYesOrNo(lower)));
      }
      if (hasWord(lower, latin.core())
          && Asked.consistsOf(lower, latin.plain())
          && !OTHER_QUESTION.matcher(lower).matches()) {
        return Optional.of(new Reading(Shape.AGENDA, latin.tongue(), asksYesOrNo(lower)));
      }
    }
    return Optional.empty();
  }

  private static boolean asksYesOrNo(String lower) {
    return lower.matches(
        "(?iU)(?:anything|do|does|did|is|are|am|have|has|will|got|any|was|were|something|if|still|tenho|há|ha"
            + "|estou|tem|temos|alguma|algum|algo|ainda|habe|hab|haben|bin|steht|gibt|liegt)\\b.*");
  }

  private static boolean hasWord(String text, Set<String> words) {
    for (String word : text.split("[^\\p{L}\\p{N}']+")) {
      if (words.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> join(Set<String> one, Set<String> other) {
    Set<String> joined = new java.util.HashSet<>(one);
    joined.addAll(other);
    return joined;
  }

  private static Optional<Reading> readChinese(String text) {
    String words = Asked.withoutMarks(text).replaceAll("[\\s，,？?。！!、：:]+", "");
    boolean asks = words.matches(".*(?:吗|有没有|忙不忙|是不是|会不会).*");
    Matcher edge = CHINESE_FIRST_CORE.matcher(words);
    if (edge.find() && remains(words, CHINESE_FIRST_WORDS + "|" + CHINESE_WORDS).isEmpty()) {
      boolean isFirst = edge.group(1) != null || edge.group(3) != null;
      return Optional.of(new Reading(isFirst ? Shape.FIRST : Shape.LAST, Tongue.CHINESE, false));
    }
    if (CHINESE_FREE_CORE.matcher(words).find()
        && remains(words, CHINESE_FREE_WORDS + "|" + CHINESE_WORDS).isEmpty()) {
      return Optional.of(new Reading(Shape.FREE, Tongue.CHINESE, asks));
    }
    if (CHINESE_CORE.matcher(words).find() && remains(words, CHINESE_WORDS).isEmpty()) {
      boolean counts = words.matches(".*(?:几个|多少个|多少).*");
      return counts
          ? Optional.empty()
          : Optional.of(new Reading(Shape.AGENDA, Tongue.CHINESE, asks));
    }
    return Optional.empty();
  }

  private static String remains(String words, String allowed) {
    return words.replaceAll(allowed, "");
  }

  private Optional<ComputedAnswer> agenda(Asked asked, TimeRange range, Reading reading)
      throws IOException {
    Wording wording = new Wording(reading.tongue());
    Citations citations = new Citations();
    List<Occurrence> all = asked.calendar().occurrences(range.from(), range.until());
    List<Occurrence> plans = all.stream().filter(Occurrence::takesPlace).toList();
    List<Occurrence> birthdays =
        asked.calendar().birthdays(range.from(), range.until()).stream()
            .filter(b -> isShort(range))
            .toList();
    List<Occurrence> dropped = dropped(all, range);
    if (plans.isEmpty()) {
      return nothing(asked, range, reading, dropped, birthdays, wording, citations);
    }
    StringBuilder text = new StringBuilder();
    if (reading.yesOrNo()) {
      text.append(wording.choose("Yes. ", "有。", "Sim. ", "Ja. "));
    }
    boolean oneDay = isWithinOneDay(range);
    text.append(wording.range(range)).append(wording.colon());
    List<String> parts = new ArrayList<>();
    for (Occurrence plan : plans.subList(0, Math.min(MOST, plans.size()))) {
      parts.add(entry(plan, range, oneDay, wording) + citations.of(plan));
    }
    text.append(wording.list(parts));
    if (plans.size() > MOST) {
      int more = plans.size() - MOST;
      text.append(
          wording.choose(
              "; and " + more + " more",
              "；另有" + more + "项",
              "; e mais " + more,
              "; und " + more + " weitere"));
    }
    text.append(wording.choose(".", "。", ".", "."));
    appendDropped(text, dropped, wording, citations);
    appendBirthdays(text, birthdays, wording, citations);
    return Optional.of(new ComputedAnswer(Wish.AGENDA, text.toString(), citations.sources()));
  }

  private static boolean isShort(TimeRange range) {
    return ChronoUnit.DAYS.between(range.from(), range.until()) <= 31;
  }

  private static boolean isWithinOneDay(TimeRange range) {
    return ChronoUnit.HOURS.between(range.from(), range.until()) <= 26;
  }

  private static List<Occurrence> dropped(List<Occurrence> all, TimeRange range) {
    return all.stream()
        .filter(occurrence -> !occurrence.takesPlace())
        .filter(occurrence ->
            occurrence.state() != Occurrence.State.MOVED
                || occurrence
                    .elsewhen()
                    .map(to -> to.isBefore(range.from()) || !to.isBefore(range.until()))
                    .orElse(true))
        .limit(4)
        .toList();
  }

  private static String entry(Occurrence plan, TimeRange range, boolean oneDay, Wording wording) {
    StringBuilder entry = new StringBuilder();
    LocalDate first = plan.from().toLocalDate();
    boolean beganBefore = plan.from().isBefore(range.from());
    if (plan.allDay()) {
      boolean several = ChronoUnit.DAYS.between(plan.from(), plan.until()) > 1;
      if (several) {
        entry.append(wording.start(plan)).append(' ');
      } else if (!oneDay) {
        entry.append(wording.day(first)).append(' ');
      }
      entry.append(wording.choose("all day ", "全天 ", "o dia todo ", "ganztägig "));
    } else {
      if (!oneDay || (beganBefore && !first.equals(range.from().toLocalDate()))) {
        entry.append(wording.day(first)).append(' ');
      }
      entry.append(wording.hours(plan)).append(' ');
    }
    entry.append(plan.title());
    if (!plan.place().isBlank()) {
      entry.append(wording.choose(", ", "，", ", ", ", ")).append(plan.place());
    }
    if (plan.state() == Occurrence.State.TENTATIVE) {
      entry.append(
          wording.choose(" (not certain)", "（未确定）", " (por confirmar)", " (noch unsicher)"));
    }
    return entry.toString();
  }

  static String droppedWords(Occurrence occurrence, Wording wording) {
    String when =
        occurrence.allDay()
            ? wording.day(occurrence.from().toLocalDate())
            : wording.time(occurrence.from().toLocalTime());
    String what =
        occurrence.title()
            + wording.choose(
                " (" + when + ")", "（" + when + "）", " (" + when + ")", " (" + when + ")");
    return switch (occurrence.state()) {
      case MOVED -> {
        LocalDateTime to = occurrence.elsewhen().orElse(occurrence.from());
        String at = occurrence.allDay() ? wording.day(to.toLocalDate()) : wording.moment(to);
        yield what
            + wording.choose(
                " was moved to " + at,
                "改到" + at,
                " foi mudado para " + at,
                " wurde verlegt auf " + at);
      }
      case POSTPONED ->
          what + wording.choose(" was postponed", "已推迟", " foi adiado", " wurde verschoben");
      case EXCEPTED ->
          what
              + wording.choose(
                  " does not take place", "这次没有", " não se realiza", " findet nicht statt");
      default ->
          what + wording.choose(" was cancelled", "已取消", " foi cancelado", " wurde abgesagt");
    };
  }

  private static void appendDropped(
      StringBuilder text, List<Occurrence> dropped, Wording wording, Citations citations) {
    for (Occurrence occurrence : dropped) {
      text.append(wording.choose(" ", "", " ", " "))
          .append(wording.sentence(droppedWords(occurrence, wording) + citations.of(occurrence)));
    }
  }

  private static void appendBirthdays(
      StringBuilder text, List<Occurrence> birthdays, Wording wording, Citations citations) {
    for (Occurrence birthday : birthdays.subList(0, Math.min(6, birthdays.size()))) {
      String day = wording.day(birthday.from().toLocalDate());
      String name = birthday.title();
      text.append(wording.choose(" ", "", " ", " "))
          .append(
              wording.sentence(
                  wording.choose(
                          "Birthday of " + name + " on " + day,
                          name + "的生日：" + day,
                          "Aniversário de " + name + ": " + day,
                          "Geburtstag von " + name + " am " + day)
                      + citations.of(birthday)));
    }
  }

  private Optional<ComputedAnswer> nothing(
      Asked asked,
      TimeRange range,
      Reading reading,
      List<Occurrence> dropped,
      List<Occurrence> birthdays,
      Wording wording,
      Citations citations)
      throws IOException {
    String when = wording.range(range);
    List<Statements.Statement> said = statements.about(asked, range);
    boolean past = !range.until().isAfter(asked.now());
    if (past && dropped.isEmpty() && said.isEmpty() && birthdays.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    List<Statements.Statement> plans =
        said.stream().filter(statement -> statement.activity().isPresent()).toList();
    if (!plans.isEmpty()) {
      for (Statements.Statement plan : plans) {
        text.append(wording.sentence(statements.words(plan, wording, citations)))
            .append(wording.choose(" ", "", " ", " "));
      }
      text.append(
          wording.sentence(
              wording.choose(
                  "The calendar has nothing for " + when,
                  "日历里" + when + "没有安排",
                  "O calendário não tem nada para " + when,
                  "Im Kalender steht nichts für " + when)));
    } else {
      text.append(
          reading.yesOrNo()
              ? wording.choose(
                  "No, nothing in the calendar for " + when + ".",
                  "没有，日历里" + when + "没有安排。",
                  "Não, nada no calendário para " + when + ".",
                  "Nein, nichts im Kalender für " + when + ".")
              : wording.choose(
                  "Nothing in the calendar for " + when + ".",
                  "日历里" + when + "没有安排。",
                  "Nada no calendário para " + when + ".",
                  "Nichts im Kalender für " + when + "."));
    }
    appendDropped(text, dropped, wording, citations);
    appendBirthdays(text, birthdays, wording, citations);
    for (Statements.Statement other : said) {
      if (other.activity().isEmpty() && (plans.isEmpty() || other.calledOff())) {
        text.append(wording.choose(" ", "", " ", " "))
            .append(statements.words(other, wording, citations));
      }
    }
    return Optional.of(new ComputedAnswer(Wish.AGENDA, text.toString(), citations.sources()));
  }

  private Optional<ComputedAnswer> edge(Asked asked, TimeRange range, Reading reading) {
    Wording wording = new Wording(reading.tongue());
    List<Occurrence> plans =
        asked.calendar().plans(range.from(), range.until()).stream()
            .filter(plan -> !plan.allDay() && !plan.from().isBefore(range.from()))
            .toList();
    Citations citations = new Citations();
    if (plans.isEmpty()) {
      return Optional.of(
          new ComputedAnswer(
              Wish.FIRST_OR_LAST,
              wording.choose(
                  "Nothing with a time in the calendar for " + wording.range(range) + ".",
                  "日历里" + wording.range(range) + "没有定时的安排。",
                  "Nada com hora no calendário para " + wording.range(range) + ".",
                  "Nichts mit Uhrzeit im Kalender für " + wording.range(range) + "."),
              List.of()));
    }
    boolean first = reading.shape() == Shape.FIRST;
    Occurrence plan =
        first
            ? plans.getFirst()
            : plans.stream()
                .max(java.util.Comparator.comparing(Occurrence::from))
                .orElse(plans.getLast());
    String place =
        plan.place().isBlank() ? "" : wording.choose(", ", "，", ", ", ", ") + plan.place();
    boolean oneDay = isWithinOneDay(range);
    String hours =
        oneDay
            ? wording.hours(plan)
            : wording.day(plan.from().toLocalDate()) + " " + wording.hours(plan);
    String text =
        wording.sentence(
            wording.choose(
                    first ? "First: " : "Last: ",
                    first ? "第一项：" : "最后一项：",
                    first ? "Primeiro: " : "Por último: ",
                    first ? "Zuerst: " : "Zuletzt: ")
                + plan.title()
                + ", "
                + hours
                + place
                + citations.of(plan));
    return Optional.of(new ComputedAnswer(Wish.FIRST_OR_LAST, text, citations.sources()));
  }

  private Optional<ComputedAnswer> free(Asked asked, TimeRange range, Reading reading)
      throws IOException {
    Wording wording = new Wording(reading.tongue());
    Citations citations = new Citations();
    boolean moment = range.grain() == TimeRange.Grain.MINUTE;
    LocalDateTime until =
        moment ? later(range.until(), range.from().plusMinutes(1)) : range.until();
    LocalDateTime from = moment ? range.from() : later(range.from(), earlier(asked.now(), until));
    if (!from.isBefore(until)) {
      return Optional.empty();
    }
    List<Occurrence> plans = asked.calendar().plans(from, until);
    List<Occurrence> busy = plans.stream().filter(plan -> !plan.allDay()).toList();
    List<Occurrence> days = plans.stream().filter(Occurrence::allDay).toList();
    List<TimeRange> gaps = moment ? List.of() : asked.calendar().free(from, until);
    String when = wording.range(range);
    boolean oneDay = isWithinOneDay(range);
    StringBuilder text = new StringBuilder();
    List<String> occupied = new ArrayList<>();
    for (Occurrence plan : busy.subList(0, Math.min(MOST, busy.size()))) {
      occupied.add(entry(plan, range, oneDay, wording) + citations.of(plan));
    }
    List<Statements.Statement> said =
        busy.isEmpty() && !moment ? statements.about(asked, range) : List.of();
    if (busy.isEmpty()) {
      text.append(
          said.stream().anyMatch(statement -> statement.activity().isPresent())
              ? wording.choose(
                  "Nothing with a time in the calendar for " + when + ", but:",
                  "日历里" + when + "没有定时的安排，但是：",
                  "Nada com hora no calendário para " + when + ", mas:",
                  "Nichts mit Uhrzeit im Kalender für " + when + ", aber:")
              : wording.choose(
                  "Yes, free: nothing with a time in the calendar for " + when + ".",
                  "有空：日历里" + when + "没有定时的安排。",
                  "Sim, livre: nada com hora no calendário para " + when + ".",
                  "Ja, frei: nichts mit Uhrzeit im Kalender für " + when + "."));
      for (Statements.Statement statement : said) {
        if (statement.activity().isPresent()) {
          text.append(wording.choose(" ", "", " ", " "))
              .append(wording.sentence(statements.words(statement, wording, citations)));
        }
      }
    } else if (gaps.isEmpty()) {
      text.append(wording.choose("No, not free ", "没空，", "Não, ocupado: ", "Nein, nicht frei: "))
          .append(when)
          .append(wording.colon())
          .append(wording.sentence(wording.list(occupied)));
    } else {
      List<String> open = new ArrayList<>();
      for (TimeRange gap : gaps.subList(0, Math.min(MOST, gaps.size()))) {
        String hours =
            wording.time(gap.from().toLocalTime()) + "-" + wording.time(gap.until().toLocalTime());
        open.add(oneDay ? hours : wording.day(gap.from().toLocalDate()) + " " + hours);
      }
      text.append(
              wording.choose(
                  "Free on " + when, when + "有空的时间", "Livre em " + when, "Frei am " + when))
          .append(wording.colon())
          .append(wording.list(open))
          .append(wording.choose(". Busy: ", "。有安排：", ". Ocupado: ", ". Belegt: "))
          .append(wording.sentence(wording.list(occupied)));
    }
    for (Occurrence day : days.subList(0, Math.min(4, days.size()))) {
      text.append(wording.choose(" All day: ", "全天：", " O dia todo: ", " Ganztägig: "))
          .append(wording.sentence(day.title() + citations.of(day)));
    }
    return Optional.of(new ComputedAnswer(Wish.FREE_TIME, text.toString(), citations.sources()));
  }

  private static LocalDateTime earlier(LocalDateTime one, LocalDateTime other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDateTime later(LocalDateTime one, LocalDateTime other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public String toString() {
    return "AgendaAnswers[]";
  }
}
