package dev.sotto.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.InvalidRequestException;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.text.SafeText;
import dev.sotto.text.TextLanguage;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every tool promises, for authors to run against theirs: extend it, say how the tool is made,
 * one call that it serves and how the service answers.
 *
 * @param <A> the tool's arguments
 */
public abstract class ToolContract<A extends Record> {
  /** When all calls of the contract are made. */
  protected static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 27, 9, 30, 0, 0, ZoneId.of("Europe/Lisbon"));

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern STRING = Pattern.compile("\"[^\"\\\\]{1,200}\"");
  private static final int GENERATED_CALLS = 200;

  /** Makes the tool; each is as good as another. */
  protected abstract Tool<A> tool();

  /** Returns arguments of a call that the tool serves at {@link #NOW}. */
  protected abstract A arguments();

  /** Returns a good answer of the service to a request of that call, as it documents them. */
  protected abstract byte[] answer(EgressRequest request);

  @Test
  void itsManifestIsAlwaysTheSame() {
    Tool<A> tool = tool();

    assertThat(tool.manifest()).isEqualTo(tool.manifest()).isEqualTo(tool().manifest());
  }

  @Test
  void itsManifestSaysInBothLanguagesWhatItIsFor() {
    ToolManifest manifest = tool().manifest();

    for (LocalizedText text :
        List.of(manifest.summary(), manifest.purpose(), manifest.retention().statement())) {
      assertThat(text.english()).isNotBlank().hasSizeLessThanOrEqualTo(200);
      assertThat(text.chinese()).isNotBlank().hasSizeLessThanOrEqualTo(200);
      assertThat(SafeText.line(text.english())).isEqualTo(text.english());
      assertThat(SafeText.line(text.chinese())).isEqualTo(text.chinese());
    }
    manifest
        .endpoints()
        .forEach(endpoint ->
            endpoint
                .fields()
                .forEach(field -> {
                  assertThat(field.label().english()).isNotBlank();
                  assertThat(field.label().chinese()).isNotBlank();
                }));
  }

  @Test
  void itIsCalledByWordsInLowerCase() {
    assertThat(tool().manifest().words())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(word -> {
          assertThat(word).isEqualTo(word.toLowerCase(Locale.ROOT)).isEqualTo(word.strip());
          assertThat(word.length()).isBetween(2, 40);
        });
  }

  @Test
  void itCanBeRegistered() {
    RegisteredTool<A> registered = RegisteredTool.of(tool(), "0".repeat(64));

    assertThat(registered.argumentType().parameters()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void itServesTheCallWithRequestsThatItsManifestDeclares(TextLanguage language) throws Exception {
    ToolFindings findings = served(tool(), language);

    assertThat(findings.findings()).isNotEmpty();
    requireSafe(findings);
  }

  @Test
  void itNamesWhoseDataItShows() throws Exception {
    assertThat(served(tool(), TextLanguage.ENGLISH).notice()).isNotBlank();
  }

  @Test
  void itSpeaksChinese() throws Exception {
    ToolFindings findings = served(tool(), TextLanguage.CHINESE);

    assertThat(findings.notice()).containsPattern("\\p{IsHan}{2}");
  }

  @Test
  void itKeepsNothingBetweenCalls() throws Exception {
    Tool<A> used = tool();
    served(used, TextLanguage.CHINESE);
    used.proceed(arguments(), List.of(), context(TextLanguage.ENGLISH));

    assertThat(served(used, TextLanguage.ENGLISH)).isEqualTo(served(tool(), TextLanguage.ENGLISH));
  }

  @Test
  void itTakesAnyArgumentsForARequestThatItDeclaresOrForNone() {
    ArgumentType<A> type = ArgumentType.of(tool().argumentType());
    Random random = new Random(20_261_127);
    int requests = 0;
    for (int i = 0; i < GENERATED_CALLS; i++) {
      A arguments = type.bind(generated(random));
      try {
        ToolStep step = tool().proceed(arguments, List.of(), context(TextLanguage.ENGLISH));
        requireDeclared(tool(), step);
        requests++;
      } catch (ToolException e) {
        requireSaid(e);
      }
    }
    assertThat(requests).isPositive();
  }

  @Test
  void itSurvivesAnswersThatTheServiceDoesNotDocument() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < GENERATED_CALLS; i++) {
      int kind = i;
      try {
        ToolFindings findings =
            served(
                tool(),
                i % 2 == 0 ? TextLanguage.ENGLISH : TextLanguage.CHINESE,
                request -> broken(answer(request), kind, random));
        requireSafe(findings);
      } catch (ToolException e) {
        requireSaid(e);
      }
    }
  }

  /** How a service answers. */
  private interface Service {
    byte[] answer(EgressRequest request);
  }

  private ToolFindings served(Tool<A> tool, TextLanguage language) throws Exception {
    return served(tool, language, this::answer);
  }

  private ToolFindings served(Tool<A> tool, TextLanguage language, Service service)
      throws ToolException {
    List<ToolResponse> responses = new ArrayList<>();
    while (true) {
      ToolStep step = tool.proceed(arguments(), List.copyOf(responses), context(language));
      requireDeclared(tool, step);
      if (step instanceof ToolFindings findings) {
        return findings;
      }
      assertThat(responses.size()).isLessThan(Tool.MAX_REQUESTS);
      EgressRequest request = (EgressRequest) step;
      Endpoint endpoint = tool.manifest().endpoint(request.endpoint()).orElseThrow();
      responses.add(
          new ToolResponse(endpoint.id(), 200, endpoint.responseType(), service.answer(request)));
    }
  }

  private static ToolContext context(TextLanguage language) {
    return new ToolContext(NOW, language);
  }

  private static void requireDeclared(Tool<?> tool, ToolStep step) {
    if (step instanceof EgressRequest request) {
      Endpoint endpoint = tool.manifest().endpoint(request.endpoint()).orElseThrow();
      try {
        CanonicalRequest.of(endpoint, request.values());
      } catch (InvalidRequestException e) {
        throw new AssertionError("A request has not the form that the manifest declares", e);
      }
    }
  }

  private static void requireSafe(ToolFindings findings) {
    assertThat(SafeText.of(findings.notice())).isEqualTo(findings.notice());
    findings
        .findings()
        .forEach(finding -> {
          assertThat(SafeText.of(finding.title())).isEqualTo(finding.title());
          assertThat(SafeText.of(finding.text())).isEqualTo(finding.text());
        });
  }

  private static void requireSaid(ToolException e) {
    assertThat(e.explanation().english()).isNotBlank();
    assertThat(e.explanation().chinese()).isNotBlank();
    assertThat(e.getMessage()).isEqualTo("a tool could not serve a call");
  }

  private Map<String, ArgumentValue> generated(Random random) {
    Map<String, ArgumentValue> values = new HashMap<>();
    ArgumentType<A> type = ArgumentType.of(tool().argumentType());
    RecordComponent[] components = tool().argumentType().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      ArgumentType.Parameter parameter = type.parameters().get(i);
      if (parameter.required() || random.nextBoolean()) {
        values.put(parameter.name(), generated(parameter.kind(), components[i], random));
      }
    }
    return values;
  }

  private static ArgumentValue generated(
      ArgumentType.Kind kind, RecordComponent component, Random random) {
    return switch (kind) {
      case WORDS -> new ArgumentValue.Words(words(random));
      case PLACE ->
          new ArgumentValue.Where(
              new Place(
                  words(random),
                  random.nextInt(3) == 0
                      ? Optional.empty()
                      : Optional.of(
                          new GeoPoint(random.nextDouble(-90, 90), random.nextDouble(-180, 180)))));
      case DAY -> new ArgumentValue.Day(NOW.toLocalDate().plusDays(random.nextInt(-3, 20)));
      case TIME -> new ArgumentValue.Time(LocalTime.ofSecondOfDay(random.nextInt(86_400)));
      case CHOICE -> {
        Object[] constants = enumOf(component).getEnumConstants();
        Enum<?> constant = (Enum<?>) constants[random.nextInt(constants.length)];
        yield new ArgumentValue.Choice(constant.name().toLowerCase(Locale.ROOT));
      }
    };
  }

  private static Class<?> enumOf(RecordComponent component) {
    if (component.getType().isEnum()) {
      return component.getType();
    }
    String held = component.getGenericType().getTypeName();
    try {
      return Class.forName(
          held.substring(held.indexOf('<') + 1, held.length() - 1),
          false,
          component.getDeclaringRecord().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static String words(Random random) {
    List<String> some =
        List.of(
            "Porto",
            "São Brás de Alportel",
            "里斯本",
            "a",
            "x".repeat(150),
            "\u001b[2J",
            "a\nb",
            "Zürich HB",
            "'; drop",
            "{latitude}",
            "[out:json]",
            "\"}",
            "%0d%0aHost: x",
            "\u202eabc",
            "   ",
            "\ud83d\ude00",
            "x".repeat(5_000));
    return some.get(random.nextInt(some.size()));
  }

  private static byte[] broken(byte[] good, int kind, Random random) {
    String text = new String(good, StandardCharsets.UTF_8);
    return switch (kind % 12) {
      case 0 -> new byte[0];
      case 1 -> Arrays.copyOf(good, random.nextInt(good.length));
      case 2 -> {
        byte[] changed = good.clone();
        for (int i = 0; i < 5; i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        yield changed;
      }
      case 3 -> "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
      case 4 -> "null".getBytes(StandardCharsets.UTF_8);
      case 5 -> "{}".getBytes(StandardCharsets.UTF_8);
      case 6 -> replaced(text, NUMBER, "1e400", random);
      case 7 -> replaced(text, NUMBER, "\"\\u001b]0;x\\u0007\"", random);
      case 8 -> replaced(text, STRING, "\"\\u001b[2J\\u202e" + "y".repeat(3_000) + "\"", random);
      case 9 -> replaced(text, STRING, "null", random);
      case 10 -> replaced(text, NUMBER, "-99999999", random);
      default -> replaced(text, STRING, "[[[{\"a\":1}]]]", random);
    };
  }

  private static byte[] replaced(String text, Pattern pattern, String replacement, Random random) {
    int share = 1 + random.nextInt(4);
    Matcher matcher = pattern.matcher(text);
    return matcher
        .replaceAll(found ->
            random.nextInt(share) == 0
                ? Matcher.quoteReplacement(replacement)
                : Matcher.quoteReplacement(found.group()))
        .getBytes(StandardCharsets.UTF_8);
  }
}
