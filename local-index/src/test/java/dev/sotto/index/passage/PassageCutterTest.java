package dev.sotto.index.passage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.RecordKind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PassageCutterTest {
  private static final String SENTENCE = "The ferry to the island leaves at nine every morning. ";
  private static final String[] PIECES = {
    "word ",
    "Sentence one. ",
    "two? ",
    "\n",
    "\n\n",
    "# Heading\n",
    "- item\n",
    "> quoted\n",
    "Ada: hello\n",
    "港口",
    "。",
    "👩‍👩‍👧‍👦",
    "é",
    "e\u0301",
    "🏴",
    "\t",
    "x".repeat(900),
    "\ud83d",
    "\udc00",
    "word ".repeat(130),
    "汉".repeat(200),
    "\r\n",
    "\u00a0",
    "1. first\n",
    "[x] done\n"
  };

  @Test
  void aShortRecordIsOnePassage() {
    assertThat(texts("Call the plumber. Then the bank.", RecordKind.NOTE))
        .containsExactly("Call the plumber. Then the bank.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n \n\t"})
  void whiteSpaceHasNoPassages(String text) {
    assertThat(PassageCutter.cut(text, RecordKind.NOTE)).isEmpty();
  }

  @Test
  void aLongTextIsCutBetweenSentencesWithOneInCommon() {
    String text = SENTENCE.repeat(60);

    List<PassageSpan> passages = PassageCutter.cut(text, RecordKind.NOTE);

    assertThat(passages).hasSizeGreaterThan(3);
    for (int i = 0; i < passages.size(); i++) {
      assertThat(textOf(passages.get(i), text)).startsWith("The ferry").endsWith("morning.");
      if (i > 0) {
        int common = passages.get(i - 1).end() - passages.get(i).start();
        assertThat(common).isEqualTo(SENTENCE.strip().length());
      }
    }
  }

  @Test
  void aHeadingStaysWithWhatFollowsAndIsNamedForTheRest() {
    String section = SENTENCE.repeat(13);
    String text = "# Ferries\n\n" + section + "\n\n## Trains\n\n" + section + section;

    List<PassageSpan> passages = PassageCutter.cut(text, RecordKind.NOTE);

    assertThat(passages).hasSizeGreaterThan(2);
    assertThat(textOf(passages.getFirst(), text)).startsWith("# Ferries");
    assertThat(passages.getFirst().heading()).isEmpty();
    assertThat(passages).noneMatch(passage -> textOf(passage, text).endsWith("## Trains"));
    assertThat(passages.stream().filter(passage -> textOf(passage, text).startsWith("## Trains")))
        .hasSize(1);
    assertThat(passages.getLast().heading()).isEqualTo("Trains");
  }

  @Test
  void quotedLinesStandApart() {
    String text = "Yes, at nine.\n\n> Shall we take the ferry?\n> Or the train?\n\nSee you there.";

    List<PassageSpan> passages = PassageCutter.cut(text, RecordKind.EMAIL);

    assertThat(passages)
        .extracting(PassageSpan::origin)
        .containsExactly(
            PassageSpan.Origin.OWN_WORDS,
            PassageSpan.Origin.QUOTED_REPLY,
            PassageSpan.Origin.OWN_WORDS);
    assertThat(textOf(passages.get(1), text)).startsWith("> Shall").endsWith("train?");
  }

  @Test
  void chatMessagesAreNotCutInTwo() {
    StringBuilder chat = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      chat.append("Ada: message number ").append(i).append(" says so. And more of it.\n");
    }

    List<PassageSpan> passages = PassageCutter.cut(chat.toString(), RecordKind.CHAT);

    assertThat(passages).hasSizeGreaterThan(2);
    for (PassageSpan passage : passages) {
      assertThat(textOf(passage, chat.toString())).startsWith("Ada:").endsWith("more of it.");
    }
  }

  @Test
  void chineseIsCutAtItsOwnSentences() {
    String text = "渡轮每天早上九点开往岛上，请提前十分钟到码头。".repeat(40);

    List<PassageSpan> passages = PassageCutter.cut(text, RecordKind.NOTE);

    assertThat(passages).hasSizeGreaterThan(3);
    for (PassageSpan passage : passages) {
      assertThat(textOf(passage, text)).startsWith("渡轮").endsWith("。");
      assertThat(passage.end() - passage.start()).isLessThan(330);
    }
  }

  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void everyCharacterIsCoveredBordersAreWholeAndNothingIsTooLong(RecordKind kind) {
    Random random = new Random(kind.ordinal());
    for (int round = 0; round < 150; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      assertIsCutWell(text.toString(), kind);
    }
  }

  @Test
  void surrogatePairsAreNeverSplit() {
    assertIsCutWell("👩".repeat(5_000), RecordKind.NOTE);
    assertIsCutWell("a" + "👩".repeat(5_000), RecordKind.NOTE);
    assertIsCutWell("𠀀".repeat(3_000), RecordKind.CHAT);
  }

  private static void assertIsCutWell(String text, RecordKind kind) {
    List<PassageSpan> passages = PassageCutter.cut(text, kind);
    boolean[] covered = new boolean[text.length()];
    int before = -1;
    for (PassageSpan passage : passages) {
      assertThat(passage.start()).isGreaterThan(before).isLessThan(passage.end());
      assertThat(passage.end() - passage.start()).isLessThanOrEqualTo(PassageCutter.MAX_CHARACTERS);
      assertThat(splitsAPair(text, passage.start()) || splitsAPair(text, passage.end())).isFalse();
      Arrays.fill(covered, passage.start(), passage.end(), true);
      before = passage.start();
    }
    for (int i = 0; i < covered.length; i++) {
      assertThat(covered[i] || Character.isWhitespace(text.charAt(i))).as("at %d", i).isTrue();
    }
  }

  private static boolean splitsAPair(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }

  private static List<String> texts(String text, RecordKind kind) {
    return PassageCutter.cut(text, kind).stream().map(span -> textOf(span, text)).toList();
  }

  private static String textOf(PassageSpan passage, String text) {
    return text.substring(passage.start(), passage.end());
  }
}
