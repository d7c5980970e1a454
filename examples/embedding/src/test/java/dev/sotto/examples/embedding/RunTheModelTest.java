package dev.sotto.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RunTheModelTest {
  private static final String CACHE = "../../llm-runtime/target/model-cache";

  @Test
  void fifteenLinesAnswerAQuestion() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      RunTheModel.main(new String[] {CACHE, "What colour is the sky?"});
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).hasSizeGreaterThan(4);
  }
}
