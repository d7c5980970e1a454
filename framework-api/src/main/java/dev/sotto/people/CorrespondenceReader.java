package dev.sotto.people;

import dev.sotto.people.Correspondence.Relation;
import dev.sotto.record.RecordKind;
import dev.sotto.text.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads out of a question whose writing it asks for: "what did Anna write about the lease", "mails
 * from Tom", "Nachrichten an Jule", "安娜写了什么关于租约的". Only questions with a word for writing, sending
 * or a message count; "what did Anna say" may be told in a note. Stateless.
 */
final class CorrespondenceReader {
  private static final int LONGEST_QUESTION = 400;
  private static final int MOST_NAME_WORDS = 4;
  private static final String WROTE =
      "(?:write|wrote|written|send|sent|text|texted|e-?mail|e-?mailed|mail|mailed|reply|replied)";
  private static final String ABOUT = "(?:about|on|regarding|concerning)";
  private static final Set<RecordKind> MAIL = Set.of(RecordKind.EMAIL);
  private static final Set<RecordKind> CHAT = Set.of(RecordKind.CHAT);
  private static final Set<RecordKind> ANY = Set.of(RecordKind.EMAIL, RecordKind.CHAT);
  private static final Pattern LEADING =
      Pattern.compile(
          "(?iU)^(?:my|our|the|meine?[mnr]?|unsere?[mnr]?|der|die|dem|den|[oa]|[ms]inha|meu|我的)\\s+");
  private static final Pattern BEFORE_TOPIC =
      Pattern.compile(
          "(?iU)^[\\s,:，：]*(?:(?:to"
              + " )?(?:me|us)\\b|mir\\b|uns\\b)?\\s*(?:about|on|regarding|concerning"
              + "|über|ueber|zum|zur|zu|wegen|bezüglich|sobre|关于)?(?:\\s+|(?<=关于)|$)");

  /**
   * A way of asking.
   *
   * @param relation what the person has to do with the records; empty where the word in group
   *     {@code rel} says it
   * @param pattern with the person's words in group {@code x} and the topic in {@code t}, or both,
   *     the person first, in {@code r}
   */
  private record Form(Optional<Relation> relation, Pattern pattern) {
    static Form of(Relation relation, String pattern) {
      return new Form(Optional.of(relation), Pattern.compile("(?iU)" + pattern));
    }

    static Form byWord(String pattern) {
      return new Form(Optional.empty(), Pattern.compile("(?iU)" + pattern));
    }

    @Override
    public String toString() {
      return "Form[" + relation + "]";
    }
  }

  private static final List<Form> FORMS =
      List.of(
          Form.of(
              Relation.RECIPIENT,
              "^(?:(?:what|when|why|where|how often)(?: else)? )?(?:did|have|had) (?:i|we) "
                  + WROTE
                  + "(?: back)?(?: to)? (?<r>.+)$"),
          Form.of(
              Relation.RECIPIENT,
              "^(?:what|everything|all)(?: that)? (?:i|we)(?: have)? (?:wrote|written|sent) to"
                  + " (?<r>.+)$"),
          Form.of(
              Relation.AUTHOR,
              "^(?:(?:what|when|why|where|how often)(?: else| exactly)? )?(?:did|has|had|does|have)"
                  + " (?<x>.{1,60}?) "
                  + WROTE
                  + "(?: back)?(?: (?:to )?(?:me|us))?(?: "
                  + ABOUT
                  + ")?(?: (?<t>.+))?$"),
          Form.of(
              Relation.AUTHOR,
              "^(?:what|everything|anything|all)(?: that)? (?<x>.{1,60}?) (?:wrote|has"
                  + " written|sent|has sent|texted|e-?mailed|mailed|replied)(?: (?:to"
                  + " )?(?:me|us))?(?: "
                  + ABOUT
                  + ")?(?: (?<t>.+))?$"),
          Form.byWord(
              "^(?<b>.*?)\\b(?<n>e-?mails?|mails?|messages?|letters?|texts|chats?|conversations?|replies|reply)(?:"
                  + " (?:that|which|are|is|was|were|did|do|i|we|got|get|received|receive|have|sent|written|there))*"
                  + " (?<rel>from|by|to|with) (?<r>.+)$"),
          Form.of(
              Relation.AUTHOR,
              "^(?<b>.*?)\\b(?<x>\\p{L}[^\\s]*(?: \\p{Lu}[^\\s]*){0,2})['’]s? (?:last |latest"
                  + " |first"
                  + " )?(?<n>(?:e-?mails|mails|messages|letters?|reply|replies|texts)\\b|(?:e-?mail|mail|message)(?="
                  + " (?:about|on|regarding|of|from|saying|with)\\b))(?<t>.*)$"),
          Form.of(
              Relation.AUTHOR,
              "^(?:was|wann|warum|wo|wie oft) (?:schrieb|schreibt|schickte|mailte) (?<r>.+)$"),
          Form.of(
              Relation.AUTHOR,
              "^(?:(?:was|wann|warum|wo|wie oft) )?(?:hat|hatte) (?!ich\\b)(?<r>.+)"
                  + " (?:geschrieben|geschickt|gemailt|geantwortet)$"),
          Form.of(
              Relation.RECIPIENT,
              "^(?:(?:was|wann) )?(?:habe|hab) ich (?:an )?(?<r>.+) (?:geschrieben|geschickt"
                  + "|gemailt|geantwortet)$"),
          Form.byWord(
              "^(?<b>.*?)\\b(?<n>e-?mails?|mails?|nachrichten?|briefe?|chats?) (?<rel>von|an|mit)"
                  + " (?<r>.+)$"),
          Form.of(
              Relation.AUTHOR,
              "^o que (?:é que )?(?<x>.{1,60}?) (?:me |nos )?(?:escreveu|mandou|enviou)(?: sobre"
                  + " (?<t>.+))?$"),
          Form.byWord(
              "^(?<b>.*?)\\b(?<n>e-?mails?|mensagens|mensagem|cartas?|conversas?)"
                  + " (?<rel>d[aeo]|para|com) (?<r>.+)$"),
          Form.of(
              Relation.RECIPIENT,
              "^我(?:给|跟)(?<x>.{1,20}?)(?:都)?(?:写|发)(?:了|过)(?:些)?(?:什么|啥)(?<t>.*?)的?$"),
          Form.of(
              Relation.RECIPIENT, "^(?:我)?(?:写|发)给(?<x>.{1,20}?)的(?<n>电子邮件|邮件|信|消息|短信)(?<t>.*)$"),
          Form.of(
              Relation.AUTHOR,
              "^关于(?<t>.+?)[，, ]+(?<x>.{1,20}?)(?:给我们?)?(?:都)?(?:写|发)(?:了|过)(?:些)?(?:什么|啥)$"),
          Form.of(
              Relation.AUTHOR,
              "^(?<x>.{1,20}?)(?:给我们?|跟我们?)?(?:都)?(?:写|发)(?:了|过)(?:些)?(?:什么|啥)(?<t>.*?)的?$"),
          Form.of(Relation.AUTHOR, "^(?:来自|收到)(?<x>.{1,20}?)的(?<n>电子邮件|邮件|信|消息|短信)(?<t>.*)$"),
          Form.of(
              Relation.AUTHOR,
              "^(?<x>.{1,20}?)(?:给我们?)?(?:写|发)(?:来|给我们?)?的(?<n>电子邮件|邮件|信|消息|短信)(?<t>.*)$"),
          Form.of(
              Relation.PARTICIPANT,
              "^(?:我)?(?:和|跟|与|同)(?<x>.{1,20}?)的(?<n>聊天记录|聊天|对话|电子邮件|邮件|消息|通信)(?<t>.*)$"));

  private CorrespondenceReader() {}

  /** The directory, read when a question may name a person. */
  @FunctionalInterface
  interface Lazily {
    PersonDirectory directory() throws IOException;
  }

  /** Returns what a question asks for. */
  static Optional<Correspondence> read(String question, Lazily known) throws IOException {
    String text = question.strip().replaceAll("\\s+", " ").replaceFirst("[\\s?!.？！。]+$", "");
    if (text.length() > LONGEST_QUESTION) {
      return Optional.empty();
    }
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(text);
      if (matcher.matches()) {
        Optional<Correspondence> read = read(text, form, matcher, known.directory());
        if (read.isPresent()) {
          return read;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Correspondence> read(
      String text, Form form, Matcher matcher, PersonDirectory directory) {
    Relation relation = form.relation().orElseGet(() -> relation(group(matcher, "rel")));
    Set<RecordKind> kinds = kinds(group(matcher, "n"));
    String before = group(matcher, "b");
    String rest = group(matcher, "r");
    if (rest.isEmpty()) {
      String whom = withoutLeading(group(matcher, "x"));
      List<Person> persons = directory.named(whom);
      return persons.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Correspondence(
                  directory,
                  relation,
                  persons,
                  kinds,
                  wordings(text, text.indexOf(whom), whom, persons, before, group(matcher, "t"))));
    }
    String tail = withoutLeading(rest);
    List<Integer> ends = wordEnds(tail);
    for (int i = ends.size() - 1; i >= 0; i--) {
      String whom = tail.substring(0, ends.get(i));
      List<Person> persons = directory.named(whom);
      if (!persons.isEmpty() && !isCommon(whom)) {
        int at = text.length() - tail.length();
        return Optional.of(
            new Correspondence(
                directory,
                relation,
                persons,
                kinds,
                wordings(text, at, whom, persons, before, tail.substring(ends.get(i)))));
      }
    }
    return Optional.empty();
  }

  private static boolean isCommon(String whom) {
    return Words.contentOf(whom).isEmpty() && !NameWords.hasHan(whom);
  }

  private static List<Integer> wordEnds(String tail) {
    List<Integer> ends = new ArrayList<>();
    for (int i = tail.indexOf(' '); i >= 0 && ends.size() < MOST_NAME_WORDS; ) {
      ends.add(i);
      i = tail.indexOf(' ', i + 1);
    }
    if (ends.size() < MOST_NAME_WORDS) {
      ends.add(tail.length());
    }
    return ends;
  }

  private static List<String> wordings(
      String text, int at, String whom, List<Person> persons, String before, String after) {
    String topic = BEFORE_TOPIC.matcher(after).replaceFirst("").strip();
    boolean telling = !Words.contentOf(topic).isEmpty() || NameWords.hasHan(topic);
    String named =
        at < 0
            ? text
            : text.substring(0, at)
                + persons.getFirst().name()
                + text.substring(at + whom.length());
    List<String> wordings = new ArrayList<>();
    if (telling) {
      wordings.add(topic);
      wordings.add(text);
    }
    if (!telling && !Words.contentOf(before).isEmpty()) {
      wordings.add(before + after);
    }
    wordings.add(named);
    return wordings.stream().map(String::strip).distinct().toList();
  }

  private static String withoutLeading(String text) {
    return LEADING.matcher(text.strip()).replaceFirst("");
  }

  private static Relation relation(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "to", "an", "para" -> Relation.RECIPIENT;
      case "with", "mit", "com" -> Relation.PARTICIPANT;
      default -> Relation.AUTHOR;
    };
  }

  private static Set<RecordKind> kinds(String noun) {
    if (noun.matches("(?iU)e-?mails?|mails?|电子邮件|邮件")) {
      return MAIL;
    }
    return noun.matches("(?iU)chats?|conversas?|聊天记录|聊天") ? CHAT : ANY;
  }

  private static String group(Matcher matcher, String name) {
    String found =
        matcher.namedGroups().containsKey(name) && matcher.group(name) != null
            ? matcher.group(name)
            : "";
    return found.strip();
  }
}
