package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.terminal.Messages;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** English and Chinese: the same messages, and help that shows how. */
final class LanguageOfTheInterfaceTest {
  private static final Pattern GAP = Pattern.compile("\\{\\d+}");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  @TempDir private Path folder;
  private Person person;

  @BeforeEach
  void begin() throws IOException {
    person = Person.in(folder);
  }

  @Test
  void everyMessageIsInBothLanguagesWithTheSameGaps() throws IOException {
    Map<String, List<String>> english = gaps("messages.properties");
    Map<String, List<String>> chinese = gaps("messages_zh.properties");

    assertThat(chinese).isEqualTo(english);
    assertThat(english).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "init",
        "add",
        "sync",
        "ask",
        "chat",
        "search",
        "show",
        "list",
        "forget",
        "rotate-keys",
        "keys",
        "backup",
        "restore",
        "people",
        "audit",
        "eval",
        "model",
        "passphrase",
        "check",
        "doctor"
      })
  void helpOfEveryCommandHasExamplesInBothLanguages(String command) {
    Outcome english = help(command, "en");
    Outcome chinese = help(command, "zh");

    assertThat(english.status()).isEqualTo(ExitStatus.OK);
    assertThat(english.out())
        .contains("Usage: sotto " + command)
        .containsPattern("(?m)^Examples?:$")
        .containsPattern("(?m)^ +sotto " + command)
        .doesNotContainPattern(HAN)
        .doesNotContain("''", "sotto." + command + ".");
    assertThat(chinese.status()).isEqualTo(ExitStatus.OK);
    assertThat(chinese.out())
        .contains("用法：sotto " + command)
        .containsPattern("(?m)^示例：$")
        .containsPattern("(?m)^ +sotto " + command)
        .doesNotContain("Usage:", "Example", "''", "sotto." + command + ".");
    assertThat(english.err() + chinese.err()).isEmpty();
  }

  @Test
  void everyOptionIsDescribedInBothLanguages() {
    for (String command :
        List.of(
            "init",
            "add",
            "ask",
            "search",
            "forget",
            "audit",
            "model",
            "passphrase",
            "check",
            "doctor",
            "demo")) {
      for (String language : List.of("en", "zh")) {
        String help = help(command, language).out();

        assertThat(help)
            .as("options of %s in %s", command, language)
            .contains("--")
            .doesNotContainPattern("(?m)^ +(-\\w, )?--[a-z-]+(=\\S+)?\\R( +(-\\w, )?--|\\R)");
      }
    }
  }

  @Test
  void theEnvironmentChoosesTheLanguage() {
    Outcome sotto = person.withVariable("SOTTO_LANG", "zh").runs("list");
    Outcome option = person.runs("list", "--lang", "en");
    Outcome system =
        person.withVariable("SOTTO_LANG", "").withVariable("LANG", "zh_CN").runs("list");

    assertThat(sotto.err()).contains("没有存储").contains(person.store().toString());
    assertThat(option.err()).contains("There is no store in " + person.store());
    assertThat(system.err()).isEqualTo(sotto.err());
  }

  private Outcome help(String command, String language) {
    return command.isEmpty()
        ? person.runs("--help", "--lang", language)
        : person.runs(command, "--help", "--lang=" + language);
  }

  private static Map<String, List<String>> gaps(String file) throws IOException {
    Properties messages = new Properties();
    try (var in = Messages.class.getResourceAsStream("/dev/sotto/application/" + file)) {
      messages.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    Map<String, List<String>> gaps = new TreeMap<>();
    for (String key : messages.stringPropertyNames()) {
      gaps.put(
          key,
          GAP.matcher(messages.getProperty(key))
              .results()
              .map(MatchResult::group)
              .sorted()
              .distinct()
              .toList());
    }
    return gaps;
  }
}
