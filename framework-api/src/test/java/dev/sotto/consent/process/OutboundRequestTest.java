package dev.sotto.consent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sotto.consent.CanonicalRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a courier takes, whoever hands it over. */
final class OutboundRequestTest {
  private static final URI ORIGIN = URI.create("https://api.example");
  private static final CanonicalRequest GET = TestRequests.get(ORIGIN);
  private static final CanonicalRequest POST = TestRequests.post(ORIGIN);

  private static String text(CanonicalRequest request) {
    return new String(request.bytes(), StandardCharsets.ISO_8859_1);
  }

  private static OutboundRequest outbound(String text) {
    return new OutboundRequest(
        ORIGIN,
        text.getBytes(StandardCharsets.ISO_8859_1),
        "application/json",
        1000,
        OutboundRequest.ORDINARY_DEADLINE);
  }

  private static void assertRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> outbound(text));
  }

  @Test
  void whatTheGateMakesIsTaken() {
    assertThat(OutboundRequest.of(GET).bytes()).isEqualTo(GET.bytes());
    assertThat(OutboundRequest.of(POST).hash()).isEqualTo(POST.hash());
    assertThat(outbound(text(GET))).hasToString("OutboundRequest[api.example, 154 bytes]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "get", ""})
  void otherMethodsAreRefused(String method) {
    assertRefused(text(GET).replaceFirst("GET", method));
  }

  @Test
  void aSecondRequestBehindTheFirstIsRefused() {
    assertRefused(text(GET) + text(GET));
    assertRefused(text(POST) + text(GET));
    assertRefused(text(GET) + "x");
    assertRefused(text(POST) + "x");
    assertRefused(text(GET) + "\r\n");
  }

  @Test
  void aBodyOfAnotherLengthIsRefused() {
    assertRefused(text(POST).substring(0, POST.length() - 1));
    assertRefused(text(POST).replaceFirst("Content-Length: (\\d)", "Content-Length: 1$1"));
    assertRefused(text(POST).replaceFirst("Content-Length: (\\d)", "Content-Length: 0$1"));
    assertRefused(text(POST).replaceFirst("Content-Length: (\\d)", "Content-Length: +$1"));
    assertRefused(text(POST).replaceFirst("Content-Length: \\d+", "Content-Length: 99999"));
    assertRefused(text(POST).replaceFirst("Content-Length: \\d+\r\n", ""));
    assertRefused(text(POST).replaceFirst("(Content-Length: \\d+\r\n)", "$1$1"));
    assertRefused(text(POST).replaceFirst("Content-Length: \\d+", "Transfer-Encoding: chunked"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Secret: 1\r\n",
        "Cookie: a=b\r\n",
        "Host: evil.example\r\n",
        " folded\r\n",
        "\r\n",
        "\n",
        "Transfer-Encoding: chunked\r\n"
      })
  void oneMoreFieldOfTheHeadIsRefusedWhereverItStands(String field) {
    String head = text(GET);
    for (int end = head.indexOf("\r\n"); end >= 0; end = head.indexOf("\r\n", end + 2)) {
      assertRefused(head.substring(0, end + 2) + field + head.substring(end + 2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://other.example, api.example",
    "https://api.example:8443, api.example",
    "https://api.example, api.example:443",
    "https://api.example, API.example",
    "https://api.example, api.example.evil.example"
  })
  void theHostIsTheOneThatTheBytesName(URI origin, String host) {
    byte[] bytes = text(GET).replace("api.example", host).getBytes(StandardCharsets.ISO_8859_1);

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new OutboundRequest(
                origin, bytes, "application/json", 1000, OutboundRequest.ORDINARY_DEADLINE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example",
        "ftp://api.example",
        "file:///etc/passwd",
        "https://api.example/",
        "https://user@api.example",
        "https://a..b",
        "https://api.example?x"
      })
  void originsOfAnotherFormAreRefused(URI origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new OutboundRequest(
                origin, GET.bytes(), "application/json", 1000, OutboundRequest.ORDINARY_DEADLINE));
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "4194305, 1000", "-1, 1000", "1000, 0", "1000, 120001", "1000, -1"})
  void boundsBeyondTheirOwnBoundsAreRefused(int bytes, long milliseconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new OutboundRequest(
                ORIGIN, GET.bytes(), "application/json", bytes, Duration.ofMillis(milliseconds)));
  }

  @Test
  void anotherTypeThanTheBytesAskForIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new OutboundRequest(
                ORIGIN, GET.bytes(), "text/html", 1000, OutboundRequest.ORDINARY_DEADLINE));
  }

  /** Whatever is taken holds one end of a head, and nothing behind the body. */
  @Test
  void aDamagedRequestIsOneOfTheFormOrRefused() {
    SplittableRandom random = new SplittableRandom(7);
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(text(random.nextBoolean() ? GET : POST));
      int at = random.nextInt(text.length());
      char c = "\r\n \0:/x{}%\u00e9\u007f".charAt(random.nextInt(12));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, c);
        case 1 -> text.insert(at, c);
        default -> text.deleteCharAt(at);
      }
      try {
        outbound(text.toString());
        taken++;
        int head = text.indexOf("\r\n\r\n") + 4;
        assertThat(text.substring(0, head)).startsWith(text.charAt(0) == 'G' ? "GET /" : "POST /");
        assertThat(text.substring(0, head).split("\r\n")).hasSize(text.charAt(0) == 'G' ? 6 : 8);
        assertThat(text.substring(head)).doesNotContain("\r", "\n");
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("41.15");
      }
    }
    assertThat(taken).isPositive();
  }
}
