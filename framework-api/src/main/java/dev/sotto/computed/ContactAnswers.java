package dev.sotto.computed;

import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.people.People;
import dev.sotto.people.Person;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.PersonalRecord;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands on a card of the address book: number, mail address, postal address, birthday, work.
 * A wish that no card of the named person holds is left to the search. For one thread.
 */
public final class ContactAnswers implements Computation {
  private static final int LONGEST_QUESTION = 200;
  private static final int MOST_PERSONS = 3;
  private static final Pattern LINE =
      Pattern.compile("^(\\p{L}+(?: \\p{L}+)?)(?: \\(([^)]*)\\))?: (.+)$");
  private static final String NOTE = "Note: ";

  /** What of a card is wished for. */
  private enum Fact {
    PHONE(
        "Phone",
        "phone number",
        "电话",
        "telefone",
        "Telefon",
        "(?:mobile|cell|work|home|office|private)?"
            + " ?(?:(?:tele)?phone|mobile|cell)(?: ?number)?|(?:mobile|work|home|office)"
            + " number|number",
        "(?:Telefon|Handy|Mobil|Ruf)?nummer|Telefon|Handy",
        "(?:手机|移动|办公|家庭|家里)?(?:电话号码|电话|手机号码|手机号|手机|号码)",
        "(?:número (?:de|do) )?(?:telefone|telemóvel|celular)|número"),
    MAIL(
        "Email",
        "email address",
        "邮箱",
        "e-mail",
        "E-Mail",
        "(?:work|home|private)? ?(?:e-?mail|mail)(?: address)?",
        "(?:e-?mail|mail)(?:-?adresse)?",
        "(?:电子邮件地址|电子邮箱|电子邮件|邮箱地址|邮箱|邮件地址)",
        "(?:endereço de )?e-?mail"),
    ADDRESS(
        "Address",
        "address",
        "地址",
        "endereço",
        "Adresse",
        "(?:home|work|postal|private)? ?address",
        "(?:Post|Wohn)?adresse|Anschrift",
        "(?:家庭|邮寄|通讯|工作)?(?:地址|住址)",
        "endereço|morada"),
    BIRTHDAY(
        "Birthday",
        "birthday",
        "生日",
        "aniversário",
        "Geburtstag",
        "birthday|date of birth",
        "Geburtstag|Geburtsdatum",
        "生日|出生日期",
        "(?:data de )?(?:aniversário|nascimento)"),
    WORK(
        "Organisation",
        "organisation",
        "单位",
        "organização",
        "Firma",
        "company|employer|organi[sz]ation|firm",
        "Firma|Arbeitgeber",
        "单位|公司|工作单位",
        "empresa");

    private final String line;
    private final Map<Language, String> words = new EnumMap<>(Language.class);
    private final Map<Language, String> asked = new EnumMap<>(Language.class);

    Fact(
        String line,
        String english,
        String chinese,
        String portuguese,
        String german,
        String askedEnglish,
        String askedGerman,
        String askedChinese,
        String askedPortuguese) {
      this.line = line;
      words.put(Language.ENGLISH, english);
      words.put(Language.CHINESE, chinese);
      words.put(Language.PORTUGUESE, portuguese);
      words.put(Language.GERMAN, german);
      asked.put(Language.ENGLISH, askedEnglish);
      asked.put(Language.GERMAN, askedGerman);
      asked.put(Language.CHINESE, askedChinese);
      asked.put(Language.PORTUGUESE, askedPortuguese);
    }
  }

  private enum Language {
    ENGLISH,
    GERMAN,
    CHINESE,
    PORTUGUESE
  }

  /** A way of asking for a fact, the person's words in group {@code x}. */
  private record Form(Fact fact, Language language, Pattern pattern) {
    @Override
    public String toString() {
      return "Form[" + fact + ", " + language + "]";
    }
  }

  private static final List<Form> FORMS = forms();

  private final People people;

  /** Creates answers from the cards of these people. */
  public ContactAnswers(People people) {
    this.people = people;
  }

  private static List<Form> forms() {
    List<Form> forms = new ArrayList<>();
    for (Fact fact : Fact.values()) {
      String english = fact.asked.get(Language.ENGLISH);
      String asking =
          "^(?:(?:what is|what are|whats|what's|tell me|give me|show me|find|do you know|do i have"
              + "|i need) (?:the )?)?";
      add(forms, fact, Language.ENGLISH, asking + "(?<x>.+?)(?:['’]s|s['’]) (?:" + english + ")$");
      add(
          forms,
          fact,
          Language.ENGLISH,
          asking
              + "(?:"
              + english
              + ")"
              + (fact == Fact.PHONE || fact == Fact.MAIL ? " (?:of|for|from)" : " of")
              + " (?<x>.+)$");
      String german = fact.asked.get(Language.GERMAN);
      String ask = "^(?:(?:was|wie) (?:ist|lautet|sind|lauten) )?(?:(?:die|der|das) )?";
      add(forms, fact, Language.GERMAN, ask + "(?:" + german + ") von (?<x>.+)$");
      add(forms, fact, Language.GERMAN, ask + "(?<x>.+?)(?:['’]s?|s)? (?:" + german + ")$");
      add(
          forms,
          fact,
          Language.CHINESE,
          "^(?<x>.{1,20}?)的?(?:"
              + fact.asked.get(Language.CHINESE)
              + ")(?:是)?(?:多少|什么|几号|哪里|哪儿|在哪里|在哪儿|哪个|哪天|哪家)?$");
      add(
          forms,
          fact,
          Language.PORTUGUESE,
          "^(?:(?:qual|quando) (?:é|foi) )?(?:[oa] )?(?:"
              + fact.asked.get(Language.PORTUGUESE)
              + ") d[aeo] (?<x>.+)$");
    }
    add(forms, Fact.ADDRESS, Language.ENGLISH, "^where (?:does|do) (?<x>.+?) live$");
    add(forms, Fact.ADDRESS, Language.GERMAN, "^wo wohnt (?<x>.+)$");
    add(forms, Fact.ADDRESS, Language.CHINESE, "^(?<x>.{1,20}?)(?:现在)?住(?:在)?(?:哪里|哪儿|什么地方)$");
    add(forms, Fact.ADDRESS, Language.PORTUGUESE, "^onde (?:é que )?(?:[oa] )?(?<x>.+?) mora$");
    add(forms, Fact.ADDRESS, Language.PORTUGUESE, "^onde mora (?:[oa] )?(?<x>.+)$");
    add(forms, Fact.PHONE, Language.ENGLISH, "^how (?:can|do) i (?:call|phone|ring) (?<x>.+)$");
    add(forms, Fact.BIRTHDAY, Language.GERMAN, "^wann hat (?<x>.+?) geburtstag$");
    add(
        forms,
        Fact.WORK,
        Language.ENGLISH,
        "^(?:where|which company|what company) does (?<x>.+?) work(?: for| at)?$");
    return List.copyOf(forms);
  }

  private static void add(List<Form> forms, Fact fact, Language language, String pattern) {
    forms.add(new Form(fact, language, Pattern.compile("(?iU)" + pattern)));
  }

  @Override
  public Optional<ComputedAnswer> answer(String question, LocalDateTime now) throws IOException {
    String text = question.strip().replaceAll("\\s+", " ").replaceFirst("[\\s?!.？！。]+$", "");
    if (text.length() > LONGEST_QUESTION) {
      return Optional.empty();
    }
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(text);
      if (matcher.matches()) {
        Optional<ComputedAnswer> answer = answer(text, form, matcher);
        if (answer.isPresent()) {
          return answer;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ComputedAnswer> answer(String text, Form form, Matcher matcher)
      throws IOException {
    String whom =
        matcher.group("x").strip().replaceFirst("(?iU)^(?:the|my|our|der|die|mein(?:e|er)?) ", "");
    List<Person> named =
        people.directory().named(whom).stream().filter(p -> !p.cards().isEmpty()).toList();
    if (named.isEmpty() || named.size() > MOST_PERSONS) {
      return Optional.empty();
    }
    String sort = sort(text.substring(0, matcher.start("x")) + text.substring(matcher.end("x")));
    Citations citations = new Citations();
    List<String> parts = new ArrayList<>();
    for (Person person : named) {
      said(form, person, sort, citations).ifPresent(parts::add);
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ComputedAnswer(Wish.CONTACT, String.join(" ", parts), citations.sources()));
  }

  private static Optional<String> said(Form form, Person person, String sort, Citations citations) {
    List<Found> all = new ArrayList<>();
    person.cards().forEach(card -> all.addAll(found(card, form.fact())));
    List<Found> wanted = all.stream().filter(found -> found.isOfSort(sort)).toList();
    List<String> values = new ArrayList<>();
    StringBuilder marks = new StringBuilder();
    for (Found found : wanted.isEmpty() ? all : wanted) {
      String value = found.value() + (found.sort().isEmpty() ? "" : " (" + found.sort() + ")");
      if (values.contains(value)) {
        continue;
      }
      values.add(value);
      String mark =
          citations.of(
              found.card(), 0, found.card().content().text().length(), found.start(), found.line());
      if (marks.indexOf(mark) < 0) {
        marks.append(mark);
      }
    }
    boolean chinese = form.language() == Language.CHINESE;
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(
            person.name()
                + (chinese ? "，" : ", ")
                + form.fact().words.get(form.language())
                + (chinese ? "：" : ": ")
                + String.join(chinese ? "，" : ", ", values)
                + (chinese ? "。" : ".")
                + marks);
  }

  private static List<Found> found(PersonalRecord card, Fact fact) {
    List<Found> found = new ArrayList<>();
    if (!(card.content().details() instanceof ContactDetails)) {
      return found;
    }
    int start = 0;
    for (String line : card.content().text().split("\n", -1)) {
      if (line.startsWith(NOTE)) {
        break;
      }
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(fact.line)) {
        String sort = matcher.group(2) == null ? "" : matcher.group(2);
        found.add(new Found(card, start, line, sort, matcher.group(3)));
      }
      start += line.length() + 1;
    }
    return found;
  }

  private record Found(PersonalRecord card, int start, String line, String sort, String value) {
    boolean isOfSort(String wanted) {
      return wanted.isEmpty() || sort.contains(wanted);
    }

    @Override
    public String toString() {
      return "Found[" + card.id() + ", " + start + "]";
    }
  }

  /** Returns the word by which cards mark numbers and addresses of the sort that is asked for. */
  private static String sort(String asked) {
    if (asked.matches("(?iU).*(?:mobile|cell|handy|mobil|手机|移动|telemóvel|celular).*")) {
      return "mobile";
    }
    if (asked.matches("(?iU).*(?:\\bwork\\b|office|办公|工作).*")) {
      return "work";
    }
    return asked.matches("(?iU).*(?:\\bhome\\b|private|家).*") ? "home" : "";
  }

  @Override
  public String toString() {
    return "ContactAnswers[" + people + "]";
  }
}
