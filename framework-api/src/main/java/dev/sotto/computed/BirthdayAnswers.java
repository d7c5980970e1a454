package dev.sotto.computed;

import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.PersonalRecord;
import dev.sotto.text.Words;
import dev.sotto.time.TimeRange;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When contacts have their birthdays and how old they are. */
final class BirthdayAnswers {
  private static final String BIRTHDAY = "(?:birthday|bday|b-day|date of birth)";
  private static final List<Pattern> WHEN =
      List.of(
          Pattern.compile(
              "(?iU)^(?:on )?(?:when|what day|what date|which day)(?: of the year)? (?:is|was|are)"
                  + " (?<x>.+?)(?:'s|s'|s)? "
                  + BIRTHDAY
                  + "$"),
          Pattern.compile(
              "(?iU)^(?:when|what day|what date) (?:is|was) (?:the )?"
                  + BIRTHDAY
                  + " of (?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:when|on what day|what day|which day) (?:does|do|has|did) (?<x>.+?)"
                  + " (?:have|got|celebrate|get) (?:his|her|their|a|the)? ?"
                  + BIRTHDAY
                  + "$"),
          Pattern.compile("(?iU)^(?:when|what day|on what day) (?:was|is) (?<x>.+?) born(?: on)?$"),
          Pattern.compile(
              "(?iU)^(?<x>.+?)(?:'s|s'|s)? "
                  + BIRTHDAY
                  + "(?: is)?(?: when| on what day| on which day)?$"),
          Pattern.compile("(?iU)^(?:what is )?(?:the )?" + BIRTHDAY + " of (?<x>.+)$"));
  private static final List<Pattern> WHEN_CHINESE =
      List.of(
          Pattern.compile(
              "^(?<x>.+?)(?:的)?(?:生日|出生日期)(?:是|在)?(?:哪一天|哪天|几月几号|几月几日|几号|什么时候|什么日子|何时)$"),
          Pattern.compile("^(?<x>.+?)(?:是)?(?:什么时候|哪天|哪一天|几月几号|几号)(?:的)?(?:过)?(?:生日|出生|出生的|生的)$"));
  private static final List<Pattern> WHEN_PORTUGUESE =
      List.of(
          Pattern.compile(
              "(?iU)^(?:quando|em que dia|que dia|qual) (?:é|foi|cai) (?:o )?(?:dia (?:do|de)"
                  + " )?anivers[áa]rio d[aeo] (?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:quando|em que dia|que dia) (?:é que )?(?:[oa] )?(?<x>.+?) (?:faz"
                  + " anos|faz anivers[áa]rio|nasceu)$"),
          Pattern.compile(
              "(?iU)^(?:[oa] )?(?<x>.+?) (?:faz anos|nasceu) (?:quando|em que dia|que dia)$"),
          Pattern.compile(
              "(?iU)^(?:quando|em que dia|que dia) (?:faz anos|nasceu) (?:[oa] )?(?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:(?:quando|qual) (?:é|são) )?(?:[oa]s? )?(?:anivers[áa]rio|(?:data|dia)"
                  + " de (?:nascimento|anos|anivers[áa]rio)|anos) d[aeo] (?<x>.+)$"));
  private static final List<Pattern> AGE =
      List.of(
          Pattern.compile(
              "(?iU)^how old (?:is|was|will) (?<x>.+?)(?: be)?(?: (?:turning|now))*(?: (?:on|in|at)"
                  + " (?:his|her|their) next "
                  + BIRTHDAY
                  + ")?$"),
          Pattern.compile("(?iU)^how old (?:does|will) (?<x>.+?) (?:turn|get|become|be turning)$"),
          Pattern.compile("(?iU)^(?:what age|what is the age of) (?:is )?(?<x>.+)$"));
  private static final List<Pattern> AGE_CHINESE =
      List.of(Pattern.compile("^(?<x>.+?)(?:现在|今年)?(?:是)?(?:多大年纪|多大岁数|多大|几岁|多少岁)(?:了)?$"));
  private static final List<Pattern> AGE_PORTUGUESE =
      List.of(
          Pattern.compile(
              "(?iU)^(?:quantos anos|que idade) (?:tem|têm|faz|vai fazer|terá) (?:[oa]"
                  + " )?(?<x>.+)$"),
          Pattern.compile("(?iU)^(?:qual (?:é )?)?a idade d[aeo] (?<x>.+)$"));
  private static final Pattern NEXT_ONE =
      Pattern.compile(
          "(?iU)^(?:whose (?:"
              + BIRTHDAY
              + ") is (?:coming up )?(?:next|coming up|the next)|who (?:has|is having) (?:the"
              + " next|a) "
              + BIRTHDAY
              + " next|who is the next (?:one )?to have a "
              + BIRTHDAY
              + "|who has the next "
              + BIRTHDAY
              + "|(?:when is )?the next "
              + BIRTHDAY
              + "|next "
              + BIRTHDAY
              + "|what is the next "
              + BIRTHDAY
              + ")$|^(?:下一个|下个|接下来|最近)(?:是)?谁(?:的)?(?:要)?(?:过)?生日$|^下一个(?:过)?生日的?是谁$|^谁下一个过生日$|^(?:quem"
              + " faz anos a seguir|de quem é o próximo aniversário|quem é o próximo a fazer"
              + " anos)$");
  private static final Pattern WHO_IN =
      Pattern.compile(
          "(?iU)^(?:who has (?:a |their |his |her )?"
              + BIRTHDAY
              + "|who is having a "
              + BIRTHDAY
              + "|whose "
              + BIRTHDAY
              + " is|any "
              + BIRTHDAY
              + "s|which "
              + BIRTHDAY
              + "s are|what "
              + BIRTHDAY
              + "s are there|are there any "
              + BIRTHDAY
              + "s|"
              + BIRTHDAY
              + "s)(?: coming up| there)?(?: in| on)? ⟨\\d+⟩$|^⟨\\d+⟩"
              + " ?(?:有)?谁(?:要)?(?:的)?(?:过)?生日$|^⟨\\d+⟩ ?有(?:哪些|什么)?(?:人)?(?:过)?生日吗?$|^谁(?:在)?"
              + " ?⟨\\d+⟩ ?过?生日$|^(?:quem faz anos|há aniversários|quem tem aniversário) (?:em |no"
              + " |na )?⟨\\d+⟩$");

  private static final List<Set<String>> KIN =
      List.of(
          Set.of("mum", "mom", "mother", "mummy", "mama", "ma", "妈妈", "母亲", "mae", "老妈"),
          Set.of("dad", "father", "papa", "daddy", "爸爸", "父亲", "pai", "老爸"),
          Set.of("grandma", "granny", "grandmother", "nan", "奶奶", "外婆", "姥姥", "avo"),
          Set.of("grandpa", "grandad", "grandfather", "爷爷", "外公", "姥爷"));
  private static final Pattern TURNS =
      Pattern.compile("(?iU)\\b(?:will|turns?|turning|vai fazer|faz|fará)\\b|满");

  private final List<PersonalRecord> contacts;

  BirthdayAnswers(List<PersonalRecord> contacts) {
    this.contacts = contacts;
  }

  static boolean namesBirthday(String words) {
    return words.matches("(?iU).*(?:\\bbirthday|\\bbday|生日|anivers[áa]rio).*");
  }

  /** Returns the next birthday of the contact whom words name, as a time. */
  static Optional<Asked.Target> next(Asked asked, String words) {
    Matcher english =
        Pattern.compile("(?iU)^(?<x>.+?)(?:'s|s'|s)? " + BIRTHDAY + "$").matcher(words);
    Matcher chinese = Pattern.compile("^(?<x>.+?)的?生日$").matcher(words);
    Matcher portuguese = Pattern.compile("(?iU)^anivers[áa]rio d[aeo] (?<x>.+)$").matcher(words);
    for (Matcher matcher : List.of(english, chinese, portuguese)) {
      if (matcher.matches()) {
        return asked
            .calendar()
            .birthdays(asked.today().atStartOfDay(), asked.now().plusYears(5))
            .stream()
            .filter(occurrence -> isNamed(occurrence.records().getFirst(), matcher.group("x")))
            .findFirst()
            .map(o -> new Asked.Target(o.from(), o.until(), true, Optional.of(o)));
      }
    }
    return Optional.empty();
  }

  Optional<ComputedAnswer> answer(Asked asked) {
    if (asked.isTooLong()) {
      return Optional.empty();
    }
    for (Tongue tongue : Tongue.values()) {
      if ((tongue == Tongue.CHINESE) != asked.isChinese() || tongue == Tongue.GERMAN) {
        continue;
      }
      Wording wording = new Wording(tongue == Tongue.ENGLISH ? asked.english() : tongue);
      if (NEXT_ONE.matcher(asked.text()).matches()) {
        return nextOfAll(asked, new Wording(tongueOf(asked)));
      }
      if (WHO_IN.matcher(asked.marked()).matches()) {
        return within(asked, new Wording(tongueOf(asked)));
      }
      List<Pattern> when =
          tongue == Tongue.ENGLISH
              ? WHEN
              : tongue == Tongue.CHINESE ? WHEN_CHINESE : WHEN_PORTUGUESE;
      for (Pattern pattern : when) {
        Matcher matcher = pattern.matcher(asked.text());
        if (matcher.matches()) {
          Optional<ComputedAnswer> answer = when(asked, matcher.group("x"), wording);
          if (answer.isPresent()) {
            return answer;
          }
        }
      }
      List<Pattern> age =
          tongue == Tongue.ENGLISH ? AGE : tongue == Tongue.CHINESE ? AGE_CHINESE : AGE_PORTUGUESE;
      for (Pattern pattern : age) {
        Matcher matcher = pattern.matcher(asked.marked());
        if (matcher.matches()) {
          return age(asked, matcher.group("x"), wording);
        }
      }
    }
    return Optional.empty();
  }

  private static Tongue tongueOf(Asked asked) {
    if (asked.isChinese()) {
      return Tongue.CHINESE;
    }
    boolean portuguese =
        asked.text().matches("(?iU).*\\b(?:quem|anivers[áa]rios?|pr[óo]ximo|anos)\\b.*");
    return portuguese ? Tongue.PORTUGUESE : asked.english();
  }

  private Optional<PersonalRecord> contact(String words) {
    List<PersonalRecord> named =
        contacts.stream()
            .filter(record -> isNamed(record, words))
            .filter(record -> details(record).birthday().isPresent())
            .toList();
    Set<String> different = new HashSet<>();
    named.forEach(record ->
        different.add(
            details(record).birthday().orElseThrow().day().toString()
                + details(record).birthday().orElseThrow().year()));
    return different.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private static ContactDetails details(PersonalRecord record) {
    return (ContactDetails) record.content().details();
  }

  private static boolean isNamed(PersonalRecord record, String words) {
    if (!(record.content().details() instanceof ContactDetails contact)) {
      return false;
    }
    String plain =
        Asked.withoutMarks(words)
            .replaceFirst("(?iU)^(?:my|our|o|a|meu|minha|我的?|我们的?) ?(?=[\\p{L}])(?<=[ 我的们])", "")
            .strip();
    List<String> asked = Words.contentOf(plain).stream().filter(word -> !word.equals("的")).toList();
    if (asked.isEmpty() || asked.size() > 5) {
      return false;
    }
    List<String> all = new ArrayList<>(contact.names());
    all.addAll(contact.nicknames());
    for (String nickname : contact.nicknames()) {
      String called = String.join("", Words.of(nickname));
      for (Set<String> kin : KIN) {
        if (kin.contains(called) && (kin.contains(String.join("", asked)) || kin.contains(plain))) {
          return true;
        }
      }
    }
    all.add(record.content().title());
    for (String name : all) {
      if (new HashSet<>(Words.of(name)).containsAll(asked) && !Words.of(name).isEmpty()) {
        boolean wholeHan =
            asked.stream().anyMatch(word -> word.length() > 1)
                || asked.size() >= 2
                || Words.of(name).size() == asked.size();
        if (wholeHan) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<ComputedAnswer> when(Asked asked, String words, Wording wording) {
    Optional<PersonalRecord> found = contact(words);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    PersonalRecord record = found.get();
    ContactDetails.Birthday birthday = details(record).birthday().orElseThrow();
    LocalDate next = next(birthday, asked.today());
    long days = ChronoUnit.DAYS.between(asked.today(), next);
    Citations citations = new Citations();
    String born =
        birthday.year().isPresent()
            ? wording.choose(
                " (born " + birthday.year().getAsInt() + ")",
                "（" + birthday.year().getAsInt() + "年出生）",
                " (nascido em " + birthday.year().getAsInt() + ")",
                " (geboren " + birthday.year().getAsInt() + ")")
            : "";
    String name = record.content().title();
    String in =
        days == 0
            ? wording.choose("today", "就是今天", "hoje", "heute")
            : wording.choose(
                "in " + wording.amount(days, ChronoUnit.DAYS),
                "还有" + wording.amount(days, ChronoUnit.DAYS),
                "daqui a " + wording.amount(days, ChronoUnit.DAYS),
                "noch " + wording.amount(days, ChronoUnit.DAYS));
    String text =
        wording.choose(
            wording.dayOfYear(birthday.day())
                + born
                + ": birthday of "
                + name
                + ", next on "
                + wording.day(next)
                + ", "
                + in,
            wording.dayOfYear(birthday.day())
                + born
                + "："
                + name
                + "的生日，下一次是"
                + wording.day(next)
                + "，"
                + in,
            wording.dayOfYear(birthday.day())
                + born
                + ": aniversário de "
                + name
                + ", o próximo: "
                + wording.day(next)
                + ", "
                + in,
            wording.dayOfYear(birthday.day())
                + born
                + ": Geburtstag von "
                + name
                + ", next on "
                + wording.day(next)
                + ", "
                + in);
    return Optional.of(
        new ComputedAnswer(
            Wish.BIRTHDAY, wording.sentence(text + citations.of(record)), citations.sources()));
  }

  private static LocalDate next(ContactDetails.Birthday birthday, LocalDate today) {
    LocalDate thisYear = birthday.day().atYear(today.getYear());
    return thisYear.isBefore(today) ? birthday.day().atYear(today.getYear() + 1) : thisYear;
  }

  private Optional<ComputedAnswer> age(Asked asked, String words, Wording wording) {
    List<TimeRange> times = asked.timesIn(words);
    Optional<PersonalRecord> found = contact(words);
    if (found.isEmpty() || times.size() > 1) {
      return Optional.empty();
    }
    ContactDetails.Birthday birthday = details(found.get()).birthday().orElseThrow();
    if (birthday.year().isEmpty()) {
      return Optional.empty();
    }
    LocalDate born = birthday.day().atYear(birthday.year().getAsInt());
    boolean turning =
        asked
                .text()
                .matches("(?iU).*(?:\\bwill\\b|\\bturn|next birthday|vai fazer|\\bfaz\\b|terá).*")
            && times.isEmpty();
    LocalDate at = times.isEmpty() ? asked.today() : times.getFirst().from().toLocalDate();
    boolean wholeYear =
        !times.isEmpty()
            && times.getFirst().grain() != TimeRange.Grain.DAY
            && times.getFirst().grain() != TimeRange.Grain.MINUTE;
    if (wholeYear) {
      if (times.getFirst().grain() != TimeRange.Grain.YEAR) {
        return Optional.empty();
      }
      boolean thisYear = times.getFirst().from().getYear() == asked.today().getYear();
      boolean now = thisYear && !TURNS.matcher(asked.text()).find();
      at = now ? asked.today() : times.getFirst().until().minusDays(1).toLocalDate();
    }
    LocalDate next = next(birthday, asked.today());
    int age = turning ? next.getYear() - born.getYear() : Period.between(born, at).getYears();
    if (age < 0) {
      return Optional.empty();
    }
    Citations citations = new Citations();
    String name = found.get().content().title();
    String since = wording.plainDay(born);
    String text =
        turning
            ? wording.choose(
                name + " turns " + age + " on " + wording.day(next) + " (born " + since + ")",
                name + wording.day(next) + "满" + age + "岁（" + since + "出生）",
                name
                    + " faz "
                    + age
                    + " anos em "
                    + wording.day(next)
                    + " (nascido em "
                    + since
                    + ")",
                name + " wird " + age + " am " + wording.day(next) + " (geboren " + since + ")")
            : wording.choose(
                age + ": " + name + ", born " + since,
                age + "岁：" + name + "，" + since + "出生",
                age + " anos: " + name + ", nascido em " + since,
                age + ": " + name + ", geboren " + since);
    return Optional.of(
        new ComputedAnswer(
            Wish.BIRTHDAY,
            wording.sentence(text + citations.of(found.get())),
            citations.sources()));
  }

  private Optional<ComputedAnswer> nextOfAll(Asked asked, Wording wording) {
    List<PersonalRecord> all =
        contacts.stream().filter(record -> details(record).birthday().isPresent()).toList();
    Optional<LocalDate> first =
        all.stream()
            .map(record -> next(details(record).birthday().orElseThrow(), asked.today()))
            .min(Comparator.naturalOrder());
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Citations citations = new Citations();
    List<String> names = new ArrayList<>();
    for (PersonalRecord record : all) {
      if (next(details(record).birthday().orElseThrow(), asked.today()).equals(first.get())) {
        names.add(record.content().title() + citations.of(record));
      }
    }
    return Optional.of(
        new ComputedAnswer(
            Wish.BIRTHDAY,
            wording.sentence(
                wording.choose(
                        "Next birthday", "下一个生日", "O próximo aniversário", "Der nächste Geburtstag")
                    + wording.colon()
                    + String.join(", ", names)
                    + ", "
                    + wording.day(first.get())),
            citations.sources()));
  }

  private Optional<ComputedAnswer> within(Asked asked, Wording wording) {
    Optional<TimeRange> time = asked.onlyTime().map(asked::bounded);
    if (time.isEmpty()
        || contacts.isEmpty()
        || ChronoUnit.DAYS.between(time.get().from(), time.get().until()) > 370) {
      return Optional.empty();
    }
    Citations citations = new Citations();
    List<String> names = new ArrayList<>();
    for (var birthday : asked.calendar().birthdays(time.get().from(), time.get().until())) {
      names.add(
          birthday.title()
              + ", "
              + wording.day(birthday.from().toLocalDate())
              + citations.of(birthday));
    }
    String range = wording.range(time.get());
    String text =
        names.isEmpty()
            ? wording.choose(
                "None of your contacts has a known birthday in " + range,
                range + "没有联系人过生日",
                "Nenhum contacto faz anos em " + range,
                "Von keinem Kontakt ist ein Geburtstag bekannt für " + range)
            : String.join("; ", names);
    return Optional.of(
        new ComputedAnswer(Wish.BIRTHDAY, wording.sentence(text), citations.sources()));
  }

  @Override
  public String toString() {
    return "BirthdayAnswers[" + contacts.size() + " contacts]";
  }
}
