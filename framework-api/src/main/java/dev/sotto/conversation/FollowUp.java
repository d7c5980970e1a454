package dev.sotto.conversation;

import dev.sotto.text.TextSpan;
import dev.sotto.time.EventTimes;
import dev.sotto.time.TimeMention;
import dev.sotto.time.TimeReader;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a whole question of one that leans on the question before: "and where?" after "when is
 * dinner with Anna?" becomes "where is dinner with Anna?". Three forms are known, in English,
 * Chinese, German and Portuguese: a question word alone, another time, person or thing in place of
 * the one before ("what about Friday?", "那周五呢？"), and a pronoun for what was asked about. What fits
 * none of them stands by itself. Works on words alone and can misread: the interface shows what was
 * understood. Stateless.
 */
public final class FollowUp {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
  private static final int MOST_CHARACTERS = 200;

  private static final Pattern LEAD =
      Pattern.compile(
          "^(?:(?:and|so|but|ok(?:ay)?|then|also|und|aber|e|mas|então)[\\s,]+|(?:那么|那|还有|然后|另外)[，,\\s]*)+",
          FLAGS);
  private static final Pattern INSTEAD =
      Pattern.compile(
          "^(?:what about|how about|what of|same for|was ist mit|wie ist es mit|quanto"
              + " (?:aos?|às?)|que tal|e se for|se for|no caso d[aeo])\\s+(.+)$",
          FLAGS);
  private static final Pattern INSTEAD_CHINESE = Pattern.compile("^(.{1,20}?)呢$");
  private static final Pattern BARE_WORD =
      Pattern.compile(
          "^(?<word>(?:(?:at|on|in|for|with|by|to|from) )?(?:what"
              + " (?:time|day|date|place|room|address)|which (?:day|date|room|one)|how"
              + " (?:much|many|long|often|far|late)|when|where|who(?: else|"
              + " with)?|why|how|whose|with whom|what else|wann|wo|wer|warum|wie"
              + " (?:viel|lange|oft|spät)|mit wem|um wie viel"
              + " uhr|quando|onde|quem|quanto|quantos|quantas|por quê|por que|porquê|como|com"
              + " quem|para quem|de quem|(?:a )?que horas|(?:em )?que dia|em que sítio|quanto"
              + " custa|quanto custou))(?: (?:is|was|were|are|does|did|will|ist|war|é|foi|fica)"
              + " ?(?:it|that|this|they|he|she|es|das|isso|ele|ela)?(?: (?:take|be|happen))?)?$",
          FLAGS);
  private static final Pattern BARE_WORD_CHINESE =
      Pattern.compile(
          "^(?:是?在)?(哪里|哪儿|什么地方|什么时候|几点|哪天|几号|星期几|多少钱|多少|多久|谁|跟谁|和谁|为什么|怎么)(?:去)?(?:呢|啊|了)?$");
  private static final Pattern ASKING =
      Pattern.compile(
          "^(?:(?:at|on|in|for|with|by|to|from) )?(?:what(?:"
              + " (?:time|day|date|place|room|address))?|which(?: \\w+)?|how (?:much|many"
              + " \\w+|long|often|far|late|many)|how|when|where|who(?:m|se)?|why|wann|wo|wer|was|warum|wie"
              + " (?:viel|lange|oft|spät)|quando|onde|quem|quanto cust(?:a|ou)|quant[oa]s?"
              + " \\w+|quanto|como|(?:a )?que horas|(?:em )?que dia|qual)"
              + "(?:'s|s)?\\s+(?:(?<verb>is|are|was|were|do|does|did|will|has|have|had|can|should|ist|sind"
              + "|war|é|foi|fica|são)\\s+)?",
          FLAGS);
  private static final Pattern ASKING_CHINESE =
      Pattern.compile("(?:是?在)?(?:哪里|哪儿|什么地方|什么时候|几点|哪天|几号|星期几|多少钱|多少|多久|谁|为什么)(?:了|呢|啊|的)?");
  private static final Pattern THING =
      Pattern.compile("\\b(it|that one|this one|that|this|they|them|isso|isto|es)\\b", FLAGS);
  private static final Pattern PERSON =
      Pattern.compile("\\b(he|she|him|her|del[ea]|el[ea])\\b", FLAGS);
  private static final Pattern CHINESE_PRONOUN = Pattern.compile("[他她它](?:们)?");
  private static final Pattern NAME =
      Pattern.compile("(?<!^)(?<=[\\s('\"])\\p{Lu}[\\p{L}.'-]+(?: \\p{Lu}[\\p{L}.'-]+)*");
  private static final Pattern LAST_THING =
      Pattern.compile(
          "\\b((?:the|my|our|a|an|her|his|der|die|das|mein\\w*|o|a|meu|minha)\\s+[\\p{L}\\p{N}-]+"
              + "(?:\\s+[\\p{L}\\p{N}-]+)?)$",
          FLAGS);
  private static final Pattern PREPOSITION =
      Pattern.compile("(?:on|in|at|for|with|am|im|um|mit|no|na|em|às|com|para) ", FLAGS);
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Pattern END = Pattern.compile("[\\s?？.!。！]+$");

  private final TimeReader times;

  /** Creates a reader of follow-ups that knows times. */
  public FollowUp(TimeReader times) {
    this.times = times;
  }

  /**
   * Returns the whole question, or nothing where the words need no question before them.
   *
   * @param text the person's words
   * @param last the question before
   * @param now what the person's clock shows
   */
  public Optional<String> resolve(String text, Turn last, LocalDateTime now) {
    String words = END.matcher(text.strip()).replaceAll("");
    if (words.isEmpty() || words.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    String before = END.matcher(last.understood().strip()).replaceAll("");
    String rest = LEAD.matcher(words).replaceFirst("");
    boolean led = !rest.equals(words);
    return HAN.matcher(words).find()
        ? chinese(rest.isEmpty() ? words : rest, before, now)
        : latin(rest.isEmpty() ? words : rest, before, led, now);
  }

  private Optional<String> latin(String rest, String before, boolean led, LocalDateTime now) {
    Matcher bare = BARE_WORD.matcher(rest);
    if (bare.matches()) {
      return Optional.of(asked(bare.group("word"), before) + "?");
    }
    Matcher instead = INSTEAD.matcher(rest);
    if (instead.matches()) {
      return Optional.of(replaced(before, instead.group(1), now) + "?");
    }
    if (led && rest.split("\\s+").length <= 4 && !ASKING.matcher(rest + " ").lookingAt()) {
      return Optional.of(replaced(before, rest, now) + "?");
    }
    return pronoun(rest, before);
  }

  private Optional<String> chinese(String rest, String before, LocalDateTime now) {
    String plain = rest.replaceFirst("呢$", "");
    if (BARE_WORD_CHINESE.matcher(rest).matches() || BARE_WORD_CHINESE.matcher(plain).matches()) {
      String subject = ASKING_CHINESE.matcher(before).replaceAll("");
      return Optional.of(subject + plain + "？");
    }
    Matcher instead = INSTEAD_CHINESE.matcher(rest);
    if (instead.matches()) {
      return Optional.of(replaced(before, instead.group(1), now) + "？");
    }
    Matcher pronoun = CHINESE_PRONOUN.matcher(rest);
    if (pronoun.find()) {
      String subject = ASKING_CHINESE.matcher(before).replaceAll("").strip();
      return subject.isEmpty() ? Optional.empty() : Optional.of(subject + "，" + rest + "？");
    }
    return Optional.empty();
  }

  private static Optional<String> pronoun(String rest, String before) {
    Matcher person = PERSON.matcher(rest);
    if (person.find()) {
      Optional<String> name = lastName(before);
      if (name.isPresent()) {
        String of = person.group().toLowerCase(Locale.ROOT).startsWith("del") ? "de " : "";
        return Optional.of(
            rest.substring(0, person.start())
                + of
                + name.get()
                + rest.substring(person.end())
                + "?");
      }
    }
    Matcher thing = THING.matcher(rest);
    String subject = subject(before);
    if (thing.find() && !subject.isEmpty() && !NAME.matcher(rest).find()) {
      return Optional.of(
          rest.substring(0, thing.start()) + subject + rest.substring(thing.end()) + "?");
    }
    return Optional.empty();
  }

  private String replaced(String before, String other, LocalDateTime now) {
    List<TimeMention> told = times.read(other, now, EventTimes.NONE);
    if (!told.isEmpty() && covers(told.getFirst().span(), other)) {
      List<TimeMention> known = times.read(before, now, EventTimes.NONE);
      return known.isEmpty()
          ? before + (HAN.matcher(before).find() ? "" : " ") + other
          : inPlaceOf(known.getFirst().span(), before, other);
    }
    if (!other.isEmpty() && Character.isUpperCase(other.codePointAt(0))) {
      Optional<String> name = lastName(before);
      if (name.isPresent()) {
        int at = before.lastIndexOf(name.get());
        return before.substring(0, at) + other + before.substring(at + name.get().length());
      }
    }
    Matcher thing = LAST_THING.matcher(before);
    if (thing.find()) {
      return joined(before.substring(0, thing.start()), other);
    }
    return before + " " + other;
  }

  private static String inPlaceOf(TextSpan span, String before, String other) {
    return joined(before.substring(0, span.start()), other) + before.substring(span.end());
  }

  private static String joined(String head, String other) {
    Matcher preposition = PREPOSITION.matcher(other);
    boolean twice = preposition.lookingAt() && head.endsWith(preposition.group());
    return head + (twice ? other.substring(preposition.end()) : other);
  }

  private static boolean covers(TextSpan span, String text) {
    return span.end() - span.start() >= text.strip().length() - 4;
  }

  private static Optional<String> lastName(String text) {
    String name = null;
    Matcher names = NAME.matcher(text);
    while (names.find()) {
      name = names.group().replaceFirst("['’]s$", "");
    }
    return Optional.ofNullable(name);
  }

  private static String subject(String question) {
    Matcher asking = ASKING.matcher(question);
    return asking.lookingAt() ? question.substring(asking.end()) : question;
  }

  private static String asked(String word, String before) {
    Matcher asking = ASKING.matcher(before);
    if (!asking.lookingAt()) {
      return word + ": " + before;
    }
    String verb = asking.group("verb");
    return word + " " + (verb == null ? "" : verb + " ") + before.substring(asking.end());
  }
}
