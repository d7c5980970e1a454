package dev.sotto.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  private static final LocalizedText LABEL = new LocalizedText("place", "地点");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  private static Endpoint.Field words(String name) {
    return new Endpoint.Field(name, new FieldForm.Words(50), DataClass.WORDS, LABEL);
  }

  private static Endpoint.Field count(String name) {
    return new Endpoint.Field(name, new FieldForm.Count(1, 8), DataClass.QUANTITY, LABEL);
  }

  private static Endpoint at(String origin) {
    return endpoint(origin, "/a?q={q}", Optional.empty(), words("q"));
  }

  private static Endpoint target(String target, Endpoint.Field... fields) {
    return endpoint("https://api.example.org", target, Optional.empty(), fields);
  }

  private static Endpoint body(String mediaType, String template, Endpoint.Field... fields) {
    return endpoint(
        "https://api.example.org",
        "/a",
        Optional.of(new Endpoint.Body(mediaType, template)),
        fields);
  }

  private static Endpoint endpoint(
      String origin, String target, Optional<Endpoint.Body> body, Endpoint.Field... fields) {
    return new Endpoint("a", URI.create(origin), target, body, List.of(fields), JSON, 1_000);
  }

  private static void assertRefused(ThrowingCallable making) {
    assertThatIllegalArgumentException().isThrownBy(making);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.org",
        "https://api.example.org:8443",
        "https://a-b.c1.example",
        "https://localhost:4711",
        "http://127.0.0.1:4711",
        "http://[::1]:4711"
      })
  void takesHostsThatCanBeRead(String origin) {
    assertThat(at(origin).origin()).hasToString(origin);
    assertThat(at(origin).origin().getHost()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.org",
        "ftp://api.example.org",
        "HTTPS://api.example.org",
        "https://API.example.org",
        "https://api.example.org/",
        "https://api.example.org?x",
        "https://api.example.org#x",
        "https://api.example.org.",
        "https://.example.org",
        "https://api..example.org",
        "https://api-.example.org",
        "https://-api.example.org",
        "https://person@api.example.org",
        "https://api.example.org@evil.example",
        "https://person:word@api.example.org",
        "https://api.example.org:443",
        "https://api.example.org:0",
        "https://api.example.org:080",
        "https://api.example.org:65536",
        "https://api.example.org:99999",
        "https://api.example.org:",
        "https://xn--80ak6aa92e.com",
        "https://api.xn--p1ai",
        "https://\u0430pi.example.org",
        "https://api\u3002example.org",
        "https://api_x.example.org",
        "https://10.0.0.1",
        "https://127.0.0.1",
        "https://2130706433",
        "https://0x7f.1",
        "https://1.2.3.4.5",
        "https://[::1]",
        "https://[fe80::1%25eth0]",
        "http://127.0.0.1:80",
        "http://127.0.0.2",
        "http://localhost",
        "https://intranet",
        "https:api.example.org"
      })
  void refusesHostsThatCanBeMistaken(String origin) {
    assertRefused(() -> at(origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a?q={q}",
        "//evil.example/?q={q}",
        "/a?q={q}#x",
        "/a b?q={q}",
        "/a?q={q}\r\nX: y",
        "/ä?q={q}",
        "/a?q=%{q}",
        "/a?q=%4{q}",
        "/a?q=%zz{q}",
        "/a?q={q}{Q}",
        "/a?q={q}[x]",
        "/a?q={q}[",
        "/a?[[q={q}]]",
        "/a?q={q}\\",
        "/{q}/a",
        "/a/{q}",
        "/a",
        "/a?q={q}&r={r}",
        ""
      })
  void refusesTargetsThatSayMoreThanTheirFields(String target) {
    assertRefused(() -> target(target, words("q")));
  }

  @Test
  void aFieldMayStandTwice() {
    assertThat(target("/a?q={q}&r={q}", words("q")).fields()).hasSize(1);
  }

  @Test
  void refusesASectionWithTwoFields() {
    assertRefused(() -> target("/a?x[&q={q}&n={n}]", words("q"), count("n")));
    assertThat(target("/a?x[&q={q}][&n={n}]", words("q"), count("n")).isOptional("n")).isTrue();
  }

  @Test
  void knowsWhichFieldsMayBeLeftOut() {
    Endpoint endpoint = body(FORM, "q={q}[&n={n}]", words("q"), count("n"));

    assertThat(endpoint.isOptional("q")).isFalse();
    assertThat(endpoint.isOptional("n")).isTrue();
    assertThat(body(JSON, "{\"n\":[{n}]}", count("n")).isOptional("n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"q\":{q}}",
        "{\"q\":\"\\{q}\"}",
        "{\"q\":\"{q}}",
        "{\"q\":\"\",{q}:1}",
        "{\"q\":\"{q}\"}\n",
        "{\"é\":\"{q}\"}"
      })
  void refusesJsonInWhichWordsCouldLeaveTheirQuotationMarks(String template) {
    assertRefused(() -> body(JSON, template, words("q")));
  }

  @Test
  void takesJsonWithWordsInQuotationMarksAndNumbersWithout() {
    assertThatCode(() -> body(JSON, "{\"q\":\"a \\\" {q}\",\"n\":{n}}", words("q"), count("n")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"q={q}\r\n", "q={q}&x= y", "q={q}[x]", "q=%{q}"})
  void refusesFormsThatSayMoreThanTheirFields(String template) {
    assertRefused(() -> body(FORM, template, words("q")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "multipart/form-data", "application/json\r\nX: y"})
  void refusesOtherBodies(String mediaType) {
    assertRefused(() -> new Endpoint.Body(mediaType, "q={q}"));
  }

  @Test
  void refusesHeaderFieldsInMediaTypesAndIds() {
    assertRefused(() ->
        new Endpoint(
            "a",
            URI.create("https://api.example.org"),
            "/",
            Optional.empty(),
            List.of(),
            "application/json\r\nX: y",
            10));
    assertRefused(() ->
        new Endpoint(
            "a\n",
            URI.create("https://api.example.org"),
            "/",
            Optional.empty(),
            List.of(),
            JSON,
            10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "a\nb",
        "a\u001B[31m",
        "a\u202Eb",
        "a\u200Bb",
        "a\uDB40\uDC41",
        "\uFE0F"
      })
  void refusesLabelsThatActOrHide(String label) {
    assertRefused(() -> fieldCalled(new LocalizedText(label, "地点")));
    assertRefused(() -> fieldCalled(new LocalizedText("place", label)));
    assertThat(fieldCalled(LABEL).label()).isEqualTo(LABEL);
  }

  private static Endpoint.Field fieldCalled(LocalizedText label) {
    return new Endpoint.Field("q", new FieldForm.Words(5), DataClass.WORDS, label);
  }

  @Test
  void wordsAreToldAsWords() {
    assertRefused(() -> new Endpoint.Field("q", new FieldForm.Words(5), DataClass.DATE, LABEL));
  }

  @Test
  void aManifestSaysNothingThatActsOrHides() {
    assertRefused(() -> manifest("to look up\u202E", "weather"));
    assertRefused(() -> manifest("a".repeat(201), "weather"));
    assertRefused(() -> manifest("to look up", "w"));
    assertRefused(() -> manifest("to look up", "wea\nther"));
    assertThat(manifest("to look up", "weather").hosts()).containsExactly("api.example.org");
  }

  private static ToolManifest manifest(String purpose, String word) {
    return new ToolManifest(
        new ToolId("weather"),
        "1",
        LABEL,
        new LocalizedText(purpose, "查询"),
        List.of(target("/a?n={n}", count("n")), otherTarget()),
        new ToolManifest.Retention(LABEL, Optional.empty()),
        List.of(word));
  }

  private static Endpoint otherTarget() {
    return new Endpoint(
        "b",
        URI.create("https://api.example.org"),
        "/b?n={n}",
        Optional.empty(),
        List.of(count("n")),
        JSON,
        10);
  }

  @Test
  void countsWhatAToolCanChoose() {
    Endpoint.Field day =
        new Endpoint.Field(
            "d",
            new FieldForm.Day(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 16)),
            DataClass.DATE,
            LABEL);

    assertThat(target("/a?n={n}", count("n")).bits()).isEqualTo(3, within(1e-9));
    assertThat(target("/a?n={n}&d={d}", count("n"), day).bits()).isEqualTo(7, within(1e-9));
    assertThat(target("/a?x[&n={n}]", count("n")).bits())
        .as("eight numbers or none")
        .isEqualTo(Math.log(9) / Math.log(2), within(1e-9));
    assertThat(manifest("to look up", "weather").bits())
        .as("two endpoints of eight")
        .isEqualTo(4, within(1e-9));
  }
}
