package dev.sotto.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ArgumentTypeTest {
  enum Sort {
    TRAIN,
    NIGHT_TRAIN
  }

  record All(
      String words, Place place, Optional<LocalDate> day, LocalTime time, Optional<Sort> sort) {}

  record Numbers(int number) {}

  record Listed(List<String> words) {}

  record Refusing(String words) {
    Refusing {
      throw new IllegalStateException(words);
    }
  }

  private static final Place PORTO = new Place("Porto", Optional.empty());
  private static final Map<String, ArgumentValue> LEAST =
      Map.of(
          "words", new ArgumentValue.Words("a"),
          "place", new ArgumentValue.Where(PORTO),
          "time", new ArgumentValue.Time(LocalTime.NOON));

  @Test
  void tellsWhatARecordOfArgumentsTakes() {
    ArgumentType<All> type = ArgumentType.of(All.class);

    assertThat(type.parameters())
        .extracting(ArgumentType.Parameter::name, ArgumentType.Parameter::kind)
        .map(Object::toString)
        .containsExactly(
            "(\"words\", WORDS)",
            "(\"place\", PLACE)",
            "(\"day\", DAY)",
            "(\"time\", TIME)",
            "(\"sort\", CHOICE)");
    assertThat(type.parameters())
        .extracting(ArgumentType.Parameter::required)
        .containsExactly(true, true, false, true, false);
  }

  @Test
  void bindsWhatIsThereAndLeavesOutWhatMayBeMissing() {
    assertThat(ArgumentType.of(All.class).bind(LEAST))
        .isEqualTo(new All("a", PORTO, Optional.empty(), LocalTime.NOON, Optional.empty()));
  }

  @Test
  void bindsChoicesByTheirNameInLowerCase() {
    Map<String, ArgumentValue> values = new HashMap<>(LEAST);
    values.put("sort", new ArgumentValue.Choice("night_train"));

    assertThat(ArgumentType.of(All.class).bind(values).sort()).contains(Sort.NIGHT_TRAIN);

    values.put("sort", new ArgumentValue.Choice("NIGHT_TRAIN"));
    assertThatIllegalArgumentException().isThrownBy(() -> ArgumentType.of(All.class).bind(values));
  }

  @Test
  void refusesWhatIsMissingOrOfAnotherKind() {
    ArgumentType<All> type = ArgumentType.of(All.class);

    assertThatIllegalArgumentException().isThrownBy(() -> type.bind(Map.of()));
    Map<String, ArgumentValue> wrong = new HashMap<>(LEAST);
    wrong.put("time", new ArgumentValue.Words("noon"));
    assertThatIllegalArgumentException().isThrownBy(() -> type.bind(wrong));
  }

  @Test
  void refusesRecordsWithOtherComponents() {
    assertThatIllegalArgumentException().isThrownBy(() -> ArgumentType.of(Numbers.class));
    assertThatIllegalArgumentException().isThrownBy(() -> ArgumentType.of(Listed.class));
  }

  @Test
  void aToolThatRefusesItsArgumentsIsNotQuoted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            ArgumentType.of(Refusing.class)
                .bind(Map.of("words", new ArgumentValue.Words("my secret"))))
        .withMessageNotContaining("my secret");
  }
}
