package dev.sotto.consent;

import static dev.sotto.consent.Scene.canonical;
import static dev.sotto.consent.TestTools.DAY;
import static dev.sotto.consent.TestTools.FORECAST;
import static dev.sotto.consent.TestTools.JOURNEY;
import static dev.sotto.consent.TestTools.NEARBY;
import static dev.sotto.consent.TestTools.SEARCH;
import static dev.sotto.consent.TestTools.coordinate;
import static dev.sotto.consent.TestTools.forecast;
import static dev.sotto.consent.TestTools.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.record.Fingerprint;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CanonicalRequestTest {
  private static final int RANDOM_TEXTS = 5_000;

  private static String text(CanonicalRequest request) {
    return new String(request.bytes(), StandardCharsets.US_ASCII);
  }

  private static EgressRequest journey(String from, String to) {
    return new EgressRequest(
        "journey",
        Map.of(
            "from", new FieldValue.Words(from),
            "to", new FieldValue.Words(to),
            "day", new FieldValue.Day(DAY),
            "time", new FieldValue.Minute(LocalTime.of(9, 5)),
            "most", new FieldValue.Count(3)));
  }

  private static void assertRefused(Endpoint endpoint, Map<String, FieldValue> values) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> CanonicalRequest.of(endpoint, values));
  }

  @Test
  void hasTheFormThatIsWrittenDown() {
    assertThat(text(canonical(forecast("41.149", "-8.61", DAY))))
        .isEqualTo(
            """
            GET /v1/forecast?latitude=41.15&longitude=-8.61&day=2026-05-05&units=metric HTTP/1.1\r
            Host: api.weather.example\r
            User-Agent: Sotto\r
            Accept: application/json\r
            Accept-Encoding: identity\r
            Connection: close\r
            \r
            """);
  }

  @Test
  void leavesOutASectionWithoutValue() {
    assertThat(text(canonical(forecast("41.15", "-8.61"))))
        .startsWith("GET /v1/forecast?latitude=41.15&longitude=-8.61&units=metric HTTP/1.1\r\n");
  }

  @Test
  void postsJsonWithItsLength() {
    String body =
        "{\"from\":\"Z\\u00fcrich\",\"to\":\"\\u4f2f\\u5c14\\u5c3c \\ud83d\\ude82\","
            + "\"on\":{\"day\":\"2026-05-05\",\"time\":\"09:05\"},\"most\":[3,1]}";

    assertThat(text(canonical(journey("Zürich", "伯尔尼 🚂"))))
        .isEqualTo(
            "POST /connections HTTP/1.1\r\nHost: trains.example:8443\r\nUser-Agent: Sotto\r\n"
                + "Accept: application/json\r\nAccept-Encoding: identity\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  @Test
  void postsFormsWithAndWithoutTheirOptionalSection() throws InvalidRequestException {
    Map<String, FieldValue> values = new HashMap<>();
    values.put("kind", new FieldValue.Choice("cash machine"));
    values.put("lat", coordinate("41.15"));
    values.put("lon", coordinate("-8.61"));
    values.put("radius", new FieldValue.Count(500));

    assertThat(text(CanonicalRequest.of(NEARBY, values)))
        .endsWith("\r\n\r\nkind=cash%20machine&lat=41.15&lon=-8.61&radius=500");
    values.put("note", new FieldValue.Words("a+b&c=d"));
    CanonicalRequest request = CanonicalRequest.of(NEARBY, values);
    assertThat(text(request)).endsWith("&radius=500&note=a%2Bb%26c%3Dd");
    assertThat(request.shown("note")).contains("a+b&c=d");
  }

  @Test
  void isTheSameForTheSameValuesAndAnotherForAnyOther() {
    CanonicalRequest one = canonical(forecast("41.15", "-8.61"));

    assertThat(one.bytes()).isEqualTo(canonical(forecast("41.1499", "-8.6101")).bytes());
    assertThat(one.hash()).isEqualTo(Fingerprint.of(one.bytes()));
    assertThat(one.hash()).isNotEqualTo(canonical(forecast("41.16", "-8.61")).hash());
    assertThat(one.hash()).isNotEqualTo(canonical(forecast("41.15", "-8.61", DAY)).hash());
  }

  @Test
  void showsWhatStandsInTheBytes() {
    CanonicalRequest request = canonical(forecast("41.15", "-8.61", DAY));

    assertThat(request.shown())
        .isEqualTo(Map.of("latitude", "41.15", "longitude", "-8.61", "day", "2026-05-05"));
    assertThat(request.slots())
        .extracting(slot -> text(request).substring(slot.start(), slot.end()))
        .containsExactly("41.15", "-8.61", "2026-05-05");
    assertThat(canonical(forecast("41.15", "-8.61")).shown("day")).isEmpty();
  }

  @Test
  void composesWords() {
    assertThat(canonical(search("Ko\u0308ln")).bytes())
        .isEqualTo(canonical(search("K\u00F6ln")).bytes());
    assertThat(canonical(search("Ko\u0308ln")).shown("name")).contains("K\u00F6ln");
  }

  /** Random words of any script: they stay in their place and are read back as they were. */
  @Test
  void readsBackExactlyWhatWasPutIn() throws InvalidRequestException {
    Random random = new Random(20_260_504);
    FieldForm form = new FieldForm.Words(60);
    int admitted = 0;
    for (int i = 0; i < RANDOM_TEXTS; i++) {
      String from = randomText(random);
      String to = randomText(random);
      if (!form.admits(new FieldValue.Words(from)) || !form.admits(new FieldValue.Words(to))) {
        assertRefused(JOURNEY, journey(from, to).values());
        continue;
      }
      admitted++;
      CanonicalRequest json = CanonicalRequest.of(JOURNEY, journey(from, to).values());
      CanonicalRequest query = CanonicalRequest.of(SEARCH, search(from).values());

      String composed = Normalizer.normalize(from, Normalizer.Form.NFC);
      assertThat(json.shown("from")).contains(composed);
      assertThat(json.shown("to")).contains(Normalizer.normalize(to, Normalizer.Form.NFC));
      assertThat(query.shown("name")).contains(composed);
      assertIsAscii(query);
      String written = text(query).split("name=", -1)[1].split(" HTTP", -1)[0];
      assertThat(written).matches("(?:[A-Za-z0-9\\-._~]|%[0-9A-F]{2})+");
      assertThat(URLDecoder.decode(written, StandardCharsets.UTF_8))
          .as("another decoder reads the same")
          .isEqualTo(composed);
      assertThat(text(json).split("\\{\"from\":\"", -1)[1].split("\",\"to\":\"", -1)[0])
          .as("no quotation mark ends the string early")
          .doesNotContain("\"");
    }
    assertThat(admitted).isGreaterThan(RANDOM_TEXTS / 4);
  }

  private static void assertIsAscii(CanonicalRequest request) {
    for (byte b : request.bytes()) {
      assertThat(b == '\r' || b == '\n' || (b >= ' ' && b <= '~')).isTrue();
    }
  }

  private static String randomText(Random random) {
    int length = 1 + random.nextInt(12);
    StringBuilder text = new StringBuilder();
    String awkward = "\"\\%{}[]&=?#/+;:@<>'`\r\n\t 0aZ";
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(5)) {
        case 0 -> text.append(awkward.charAt(random.nextInt(i % 5 == 0 ? 22 : awkward.length())));
        case 1 -> text.appendCodePoint(0x4E00 + random.nextInt(0x5000));
        case 2 -> text.appendCodePoint(0xC0 + random.nextInt(0x180));
        case 3 -> text.appendCodePoint(0x1F600 + random.nextInt(0x40));
        default ->
            text.append(
                random.nextInt(40) == 0
                    ? Character.toString(random.nextInt(0x110000))
                    : Character.toString('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  @Test
  void refusesWhatIsMissingUndeclaredOrOfAnotherForm() {
    assertRefused(FORECAST, Map.of("latitude", coordinate("1")));
    assertRefused(FORECAST, Map.of());
    assertRefused(FORECAST, Map.of("latitude", coordinate("91"), "longitude", coordinate("1")));
    assertRefused(SEARCH, Map.of("name", new FieldValue.Choice("Porto")));
    assertRefused(
        SEARCH, Map.of("name", new FieldValue.Words("a"), "other", new FieldValue.Count(1)));
    Map<String, FieldValue> withNull = new HashMap<>();
    withNull.put("name", null);
    assertRefused(SEARCH, withNull);
  }

  @Test
  void refusesWhatGrowsTooLong() {
    List<Endpoint.Field> fields = new ArrayList<>();
    StringBuilder target = new StringBuilder("/?");
    Map<String, FieldValue> values = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      fields.add(TestTools.field("f" + i, new FieldForm.Words(200), DataClass.WORDS));
      target.append("&f").append(i).append("={f").append(i).append('}');
      values.put("f" + i, new FieldValue.Words("语".repeat(200)));
    }
    Endpoint endpoint =
        new Endpoint(
            "long",
            FORECAST.origin(),
            target.toString(),
            Optional.empty(),
            fields,
            "application/json",
            10);

    assertRefused(endpoint, values);
    values.replaceAll((name, value) -> new FieldValue.Words("a".repeat(200)));
    try {
      assertThat(CanonicalRequest.of(endpoint, values).length())
          .isLessThan(CanonicalRequest.MAX_BYTES);
    } catch (InvalidRequestException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysNothingOfItsValues() {
    assertThat(canonical(search("my secret")).toString()).doesNotContain("secret");
  }

  @Test
  void refusalsDoNotRepeatValues() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(
            () -> CanonicalRequest.of(SEARCH, Map.of("name", new FieldValue.Words("my\nsecret"))))
        .withMessageNotContaining("secret");
  }
}
