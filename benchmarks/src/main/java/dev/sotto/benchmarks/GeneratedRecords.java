package dev.sotto.benchmarks;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Records of one passage each, nine of ten in English, the others in Chinese, words as common as in
 * a language (Zipf's law). The n-th record is always the same, so that a long run can be resumed.
 */
final class GeneratedRecords {
  private static final List<String> FUNCTION_WORDS =
      List.of("the", "and", "of", "is", "that", "with", "for", "was", "this", "have");
  private static final String CONSONANTS = "bdfgklmnprstvz";
  private static final String VOWELS = "aeiou";
  private static final int VOCABULARY = 30_000;
  private static final int TOPICS = 2_000;
  private static final int FIRST_HAN = 0x4E00;
  private static final int HAN = 3_000;
  private static final SourceId SOURCE = new SourceId("generated");
  private static final Instant FIRST = Instant.parse("2015-01-01T00:00:00Z");

  private GeneratedRecords() {}

  /** Returns whether the n-th record, or question, is Chinese. */
  static boolean isChinese(long n) {
    return n % 10 == 9;
  }

  /** Returns the n-th record. */
  static PersonalRecord record(long n) {
    Random random = new Random(n * 0x9E37_79B9L + 7);
    String title = topic(random, isChinese(n));
    String text = isChinese(n) ? chinese(random) : english(random);
    return PersonalRecord.of(
        SOURCE,
        new ItemKey("item-" + n),
        Fingerprint.of((title + text).getBytes(StandardCharsets.UTF_8)),
        new RecordContent(
            RecordKind.NOTE,
            title,
            FIRST.plusSeconds(random.nextInt(300_000_000)),
            List.of(),
            "",
            text,
            Labels.OWN,
            ""));
  }

  /** Returns the n-th question. */
  static String question(long n) {
    Random random = new Random(-n - 1);
    if (isChinese(n)) {
      return topic(random, true) + han(random, 6);
    }
    StringBuilder question = new StringBuilder(topic(random, false));
    for (int i = 0; i < 4; i++) {
      question.append(' ').append(word(random));
    }
    return question.toString();
  }

  private static String english(Random random) {
    StringBuilder text = new StringBuilder();
    int sentences = 6 + random.nextInt(3);
    for (int i = 0; i < sentences; i++) {
      int words = 10 + random.nextInt(8);
      for (int j = 0; j < words; j++) {
        text.append(j == 0 ? "The" : j % 3 == 0 ? functionWord(random) : word(random));
        text.append(j == words - 1 ? ". " : " ");
      }
    }
    return text.toString();
  }

  private static String functionWord(Random random) {
    return FUNCTION_WORDS.get(random.nextInt(FUNCTION_WORDS.size()));
  }

  private static String chinese(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      text.append(han(random, 16 + random.nextInt(10))).append('。');
    }
    return text.toString();
  }

  private static String topic(Random random, boolean isChinese) {
    int topic = random.nextInt(TOPICS);
    return isChinese ? han(new Random(topic), 2) + "：" : spelled(VOCABULARY + topic);
  }

  private static String han(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) (FIRST_HAN + (int) Math.pow(HAN, random.nextDouble())));
    }
    return text.toString();
  }

  private static String word(Random random) {
    return spelled((int) Math.pow(VOCABULARY, random.nextDouble()));
  }

  private static String spelled(int number) {
    StringBuilder word = new StringBuilder();
    for (int left = number + CONSONANTS.length() * VOWELS.length();
        left > 0;
        left /= CONSONANTS.length() * VOWELS.length()) {
      int syllable = left % (CONSONANTS.length() * VOWELS.length());
      word.append(CONSONANTS.charAt(syllable / VOWELS.length()));
      word.append(VOWELS.charAt(syllable % VOWELS.length()));
    }
    return word.toString();
  }
}
