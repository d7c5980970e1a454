package dev.sotto.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.time.TimeReader;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FollowUpTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 23, 9, 0);

  private final FollowUp followUp = new FollowUp(new TimeReader());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          when is dinner with Anna?        | and where?               | where is dinner with Anna?
          when is dinner with Anna?        | where is it              | where is dinner with Anna?
          when do we leave for Rome?       | and why?                 | why do we leave for Rome?
          what do I have on Thursday?      | what about Friday?       | what do I have on Friday?
          what do I have on Thursday?      | and on Saturday?         | what do I have on Saturday?
          what did Anna write about it?    | how about Bea?           | what did Bea write about it?
          how high is the living room?     | what about the kitchen?  | how high is the kitchen?
          when is the boiler service?      | how much does it cost?   | how much does the boiler service cost?
          where does Anna live?            | what is her phone number | what is Anna phone number?
          quando é o jantar com a Ana?     | e onde?                  | onde é o jantar com a Ana?
          a que horas é o jantar?          | e em que dia?            | em que dia é o jantar?
          quanto custa o hotel em Bergen?  | e onde fica?             | onde o hotel em Bergen?
          o que tenho na quinta?           | e na sexta?              | o que tenho na sexta?
          quando pago a luz?               | e quanto à água?         | quando pago água?
          quando é o jantar com a Ana?     | e com o Rui?             | quando é o jantar com o Rui?
          quando é o jantar com a Ana?     | e o Rui?                 | quando é o jantar com o Rui?
          quantos anos tem a Ana?          | qual é o telefone dela?  | qual é o telefone de Ana?
          wann ist das Essen mit Anna?     | und wo?                  | wo ist das Essen mit Anna?
          外婆的生日晚饭什么时候？         | 在哪儿？                 | 外婆的生日晚饭在哪儿？
          这周四我有什么安排？             | 那周五呢？               | 周五我有什么安排？
          """)
  void makesAWholeQuestionOfOneThatLeansOnTheLast(String before, String text, String whole) {
    assertThat(followUp.resolve(text, turn(before), NOW)).contains(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          when is the boiler service?
          what do I have on Thursday?
          where does Anna live?
          and what did the dentist say about the crown of the upper molar last year in the practice?
          去成都的飞机能托运多重的箱子？
          how many cartons did I end up with for the move
          """)
  void leavesAQuestionAloneThatStandsByItself(String text) {
    assertThat(followUp.resolve(text, turn("when is dinner with Anna?"), NOW)).isEmpty();
  }

  @Test
  void takesAnyTextWithoutFailing() {
    for (String text :
        List.of("", "?", " ", "and", "呢", "那呢？", "it", "他", "and ".repeat(80), "\ud800")) {
      Optional<String> whole = followUp.resolve(text, turn("?"), NOW);

      assertThat(whole.orElse("")).hasSizeLessThan(500);
    }
  }

  private static Turn turn(String question) {
    return new Turn(Instant.EPOCH, question, question, "", List.of());
  }
}
