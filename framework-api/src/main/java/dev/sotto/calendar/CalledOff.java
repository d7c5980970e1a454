package dev.sotto.calendar;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from the title of an event that it does not take place, since many people write that there
 * instead of deleting the event: "CANCELLED: choir", "Jantar (adiado)", 【取消】聚餐. English, German,
 * Portuguese and Chinese. Only a word that is set apart counts, or one that stands at the end:
 * "Cancel gym membership" and 取消会员卡 are things to do. Stateless.
 */
public final class CalledOff {
  private static final String CANCELLED =
      "cancell?ed|called off|scrapped|abgesagt|storniert|entfällt|fällt aus|ausgefallen"
          + "|cancelad[oa]s?|desmarcad[oa]s?|anulad[oa]s?";
  private static final String POSTPONED =
      "postponed|put off|verschoben|vertagt|adiad[oa]s?|reagendad[oa]s?";
  private static final Pattern LATIN =
      Pattern.compile(
          "(?iU)(?:^\\W*|[\\p{Punct}–—]\\s*)(?:(?:is|was|ist|wurde|wird|foi|está|fica) )?(?<apart>"
              + CANCELLED
              + "|"
              + POSTPONED
              + ")\\s*(?:[\\p{Punct}–—]|$)|\\b(?<end>"
              + CANCELLED
              + "|"
              + POSTPONED
              + ")\\W*$");
  private static final Pattern SHOUTED =
      Pattern.compile("(?U)^\\W*(?<word>\\p{Lu}{6,}|FÄLLT AUS|CALLED OFF|PUT OFF)\\s");
  private static final Pattern CHINESE =
      Pattern.compile(
          "^[【\\[（(]?\\s*(?:已|被)?(?<start>取消|作废|改期|推迟|延期)(?:了)?\\s*[】\\]）):：!！\\s-]"
              + "|(?:已|被|[（(【\\[\\s，,-])?(?<end>取消|作废|改期|推迟|延期)(?:了)?\\s*[】\\]）)!！。]*$");
  private static final Pattern WHOLE_POSTPONED =
      Pattern.compile("(?iU)(?:" + POSTPONED + "|改期|推迟|延期)");
  private static final Pattern WHOLE_CANCELLED = Pattern.compile("(?iU)(?:" + CANCELLED + ")");

  private CalledOff() {}

  /** Returns why an event with this title does not take place, or nothing where it does. */
  public static Optional<Occurrence.State> of(String title) {
    Matcher latin = LATIN.matcher(title);
    if (latin.find()) {
      return Optional.of(
          state(latin.group("apart") != null ? latin.group("apart") : latin.group("end")));
    }
    Matcher shouted = SHOUTED.matcher(title);
    if (shouted.find()
        && (WHOLE_CANCELLED.matcher(shouted.group("word")).matches()
            || WHOLE_POSTPONED.matcher(shouted.group("word")).matches())) {
      return Optional.of(state(shouted.group("word")));
    }
    Matcher chinese = CHINESE.matcher(title);
    if (chinese.find() && !title.strip().matches("取消|改期|推迟|延期|作废")) {
      return Optional.of(
          state(chinese.group("start") != null ? chinese.group("start") : chinese.group("end")));
    }
    return Optional.empty();
  }

  private static Occurrence.State state(String word) {
    return WHOLE_POSTPONED.matcher(word).matches()
        ? Occurrence.State.POSTPONED
        : Occurrence.State.CANCELLED;
  }
}
