package dev.sotto.tools.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.Delivery;
import dev.sotto.consent.Delivery.Failure;
import dev.sotto.consent.process.OutboundRequest;
import dev.sotto.consent.process.RecordingServer;
import dev.sotto.consent.process.RecordingServer.Answer;
import dev.sotto.consent.process.TestCertificates;
import dev.sotto.consent.process.TestCertificates.Shown;
import dev.sotto.consent.process.TestRequests;
import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsCourierTest {
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();
  private static final Duration SHORT = Duration.ofMillis(600);

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final List<RecordingServer> servers = new ArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = TestCertificates.makeIn(folder);
  }

  @AfterEach
  void closeServers() throws IOException {
    for (RecordingServer server : servers) {
      server.close();
    }
  }

  private RecordingServer server(Shown shown, Answer answer) throws Exception {
    RecordingServer server = RecordingServer.secured(certificates, shown, answer);
    servers.add(server);
    return server;
  }

  private RecordingServer server(Answer answer) throws Exception {
    return server(Shown.GOOD, answer);
  }

  private RecordingServer plainServer(Answer answer) throws Exception {
    RecordingServer server = RecordingServer.plain(answer);
    servers.add(server);
    return server;
  }

  private static TlsCourier courier(Reach reach, NameResolver resolver) throws IOException {
    return courier(reach, new Network(resolver, Network.OF_JAVA.sockets()));
  }

  private static TlsCourier courier(Reach reach, Network network) throws IOException {
    return new TlsCourier(
        reach,
        network.resolver(),
        new Connector(
            TrustedHosts.of(certificates.trusted()),
            new CourierLimits(Duration.ofSeconds(5), SHORT),
            network.sockets()),
        THREADS,
        System::nanoTime);
  }

  private static TlsCourier courier() throws IOException {
    return courier(Reach.THIS_COMPUTER, NameResolver.OF_THE_SYSTEM);
  }

  private static Delivery deliver(RecordingServer server) throws IOException {
    return courier().deliver(TestRequests.get(server.origin()), Cancellation.NEVER);
  }

  private static Delivery deliver(RecordingServer server, Duration deadline) throws IOException {
    OutboundRequest request = OutboundRequest.of(TestRequests.get(server.origin()));
    return courier()
        .carry(
            new OutboundRequest(
                request.origin(),
                request.bytes(),
                request.responseType(),
                request.maxResponseBytes(),
                deadline),
            Cancellation.NEVER);
  }

  private static URI localhost(RecordingServer server) {
    return URI.create("https://localhost:" + server.port());
  }

  private static NameResolver to(String... addresses) {
    return host -> {
      List<InetAddress> found = new ArrayList<>();
      for (String address : addresses) {
        found.add(InetAddress.getByName(address));
      }
      return found;
    };
  }

  private static void assertSent(Delivery delivery, CanonicalRequest request) {
    assertThat(delivery.sent()).contains(new Delivery.Sent(request.length(), request.hash()));
  }

  private static void assertFailed(Delivery delivery, Failure failure) {
    assertThat(delivery).isInstanceOf(Delivery.Failed.class);
    assertThat(((Delivery.Failed) delivery).failure()).isEqualTo(failure);
  }

  private static void assertNothingSent(Delivery delivery, Failure failure) {
    assertFailed(delivery, failure);
    assertThat(delivery.sent()).isEmpty();
  }

  @Nested
  final class OfTheBytes {
    @Test
    void whatTheServerGetsIsTheCanonicalRequestByteForByte() throws Exception {
      RecordingServer server = server(Answer.json("{}"));
      for (CanonicalRequest request :
          List.of(TestRequests.get(server.origin()), TestRequests.post(server.origin()))) {
        Delivery delivery = courier().deliver(request, Cancellation.NEVER);

        assertThat(delivery).isInstanceOf(Delivery.Answered.class);
        assertThat(server.requests().getLast()).isEqualTo(request.bytes());
        assertSent(delivery, request);
      }
      assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void whatTheServiceAnswersComesAsItIs() throws Exception {
      Delivery delivery = deliver(server(Answer.json("{\"a\": 1}")));

      assertThat(delivery)
          .isInstanceOfSatisfying(
              Delivery.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(200);
                assertThat(answered.mediaType()).isEqualTo("application/json");
                assertThat(new String(answered.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"a\": 1}");
              });
    }

    @Test
    void aHostNameIsAskedForInTheHandshakeAndLookedUpOnce() throws Exception {
      RecordingServer server = server(Answer.json("{}"));
      AtomicInteger lookUps = new AtomicInteger();
      NameResolver resolver =
          host -> {
            lookUps.incrementAndGet();
            return List.of(InetAddress.getByName("127.0.0.1"));
          };

      Delivery delivery =
          courier(Reach.THIS_COMPUTER, resolver)
              .deliver(TestRequests.get(localhost(server)), Cancellation.NEVER);

      assertThat(delivery).isInstanceOf(Delivery.Answered.class);
      assertThat(lookUps).hasValue(1);
    }

    @Test
    void plainHttpGoesToThisComputerInTestsAlone() throws Exception {
      RecordingServer server = plainServer(Answer.json("{}"));
      CanonicalRequest request = TestRequests.get(server.origin());

      Delivery allowed = courier().deliver(request, Cancellation.NEVER);
      Delivery refused =
          courier(Reach.PUBLIC_HOSTS, NameResolver.OF_THE_SYSTEM)
              .deliver(request, Cancellation.NEVER);

      assertThat(allowed).isInstanceOf(Delivery.Answered.class);
      assertNothingSent(refused, Failure.NOT_TRUSTED);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Nested
  final class OfAddresses {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fc00::1"})
    void aNameThatLeadsToAPrivateAddressIsNotConnectedTo(String address) throws Exception {
      RecordingServer server = server(Answer.json("{}"));

      Delivery delivery =
          courier(Reach.PUBLIC_HOSTS, to(address))
              .deliver(TestRequests.get(localhost(server)), Cancellation.NEVER);

      assertNothingSent(delivery, Failure.PRIVATE_ADDRESS);
      assertThat(server.connections()).isZero();
    }

    @Test
    void oneEvilAddressAmongGoodOnesIsEnough() throws Exception {
      RecordingServer server = server(Answer.json("{}"));

      Delivery delivery =
          courier(Reach.PUBLIC_HOSTS, to("93.184.216.34", "127.0.0.1"))
              .deliver(TestRequests.get(localhost(server)), Cancellation.NEVER);

      assertNothingSent(delivery, Failure.PRIVATE_ADDRESS);
    }

    @Test
    void aResolverThatAnswersOtherwiseTheSecondTimeIsNotAskedASecondTime() throws Exception {
      RecordingServer wanted = server(Answer.json("{}"));
      AtomicInteger lookUps = new AtomicInteger();
      NameResolver rebinding =
          host ->
              List.of(
                  InetAddress.getByName(
                      lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.9"));
      CanonicalRequest request = TestRequests.get(localhost(wanted));

      Delivery first = courier(Reach.THIS_COMPUTER, rebinding).deliver(request, Cancellation.NEVER);
      Delivery second =
          courier(Reach.THIS_COMPUTER, rebinding).deliver(request, Cancellation.NEVER);

      assertThat(first).isInstanceOf(Delivery.Answered.class);
      assertNothingSent(second, Failure.NO_CONNECTION);
      assertThat(lookUps).hasValue(2);
    }

    @Test
    void aHostThatIsNotKnownIsSaidToBeThat() throws Exception {
      NameResolver unknown =
          host -> {
            throw new UnknownHostException(host + ": Name or service not known");
          };

      Delivery delivery =
          courier(Reach.PUBLIC_HOSTS, unknown)
              .deliver(TestRequests.get(URI.create("https://nowhere.example")), Cancellation.NEVER);

      assertNothingSent(delivery, Failure.UNKNOWN_HOST);
    }

    @Test
    void nameServersThatCantBeAskedMeanThatThereIsNoNetwork() throws Exception {
      NameResolver offline =
          host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
          };

      Delivery delivery =
          courier(Reach.PUBLIC_HOSTS, offline)
              .deliver(TestRequests.get(URI.create("https://host.example")), Cancellation.NEVER);

      assertNothingSent(delivery, Failure.NO_NETWORK);
    }

    @Test
    void anAddressWhereNobodyListensIsLeftForTheNext() throws Exception {
      RecordingServer server = server(Answer.json("{}"));

      Delivery delivery =
          courier(Reach.THIS_COMPUTER, to("127.0.0.9", "127.0.0.1"))
              .deliver(TestRequests.get(localhost(server)), Cancellation.NEVER);

      assertThat(delivery).isInstanceOf(Delivery.Answered.class);
    }

    @Test
    void nobodyListening() throws Exception {
      int port;
      try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
        port = closed.getLocalPort();
      }

      Delivery delivery =
          courier()
              .deliver(
                  TestRequests.get(URI.create("https://localhost:" + port)), Cancellation.NEVER);

      assertNothingSent(delivery, Failure.NO_CONNECTION);
    }
  }

  /** As in a confined process, where Java knows no IPv6: by the C library. */
  @Nested
  final class OverIpv6 {
    private Network network;

    @BeforeEach
    void find() {
      assumeThat(SystemSockets.find().isPresent() && RecordingServer.isIpv6There())
          .as("a known system with a loopback address of IPv6")
          .isTrue();
      network = Network.of(SystemSockets.find().orElseThrow());
    }

    private RecordingServer serverOfIpv6(Shown shown, Answer answer) throws Exception {
      RecordingServer server = RecordingServer.securedOnIpv6(certificates, shown, answer);
      servers.add(server);
      return server;
    }

    private TlsCourier courierTo(String... addresses) throws IOException {
      return courier(Reach.THIS_COMPUTER, new Network(to(addresses), network.sockets()));
    }

    @Test
    void bytesReachTheServerAsTheyAre() throws Exception {
      String much = "[" + "1, ".repeat(300) + "1]";
      RecordingServer server = serverOfIpv6(Shown.GOOD, Answer.json(much));
      for (CanonicalRequest request :
          List.of(TestRequests.get(server.origin()), TestRequests.post(server.origin()))) {
        Delivery delivery = courierTo("::1").deliver(request, Cancellation.NEVER);

        assertThat(delivery)
            .isInstanceOfSatisfying(
                Delivery.Answered.class,
                answered -> assertThat(answered.body()).hasSize(much.length()));
        assertThat(server.requests().getLast()).isEqualTo(request.bytes());
        assertSent(delivery, request);
      }
    }

    @Test
    void aHostWithTheWrongCertificateGetsNothing() throws Exception {
      RecordingServer server = serverOfIpv6(Shown.OTHER_AUTHORITY, Answer.json("{}"));

      assertNothingSent(
          courierTo("::1").deliver(TestRequests.get(server.origin()), Cancellation.NEVER),
          Failure.NOT_TRUSTED);
    }

    @Test
    void theNextAddressIsTriedWhereNobodyListens() throws Exception {
      RecordingServer server = server(Answer.json("{}"));

      assertThat(
              courierTo("::1", "127.0.0.1")
                  .deliver(TestRequests.get(server.origin()), Cancellation.NEVER))
          .isInstanceOf(Delivery.Answered.class);
    }

    @Test
    void whereNobodyListensNothingIsSent() throws Exception {
      RecordingServer server = server(Answer.json("{}"));

      assertNothingSent(
          courierTo("::1").deliver(TestRequests.get(server.origin()), Cancellation.NEVER),
          Failure.NO_CONNECTION);
    }

    @Test
    void aServerThatFallsSilentIsGivenUpAndSoIsWhatThePersonStops() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      RecordingServer server = serverOfIpv6(Shown.GOOD, (connection, out) -> never.await());
      CanonicalRequest request = TestRequests.get(server.origin());
      AtomicInteger looks = new AtomicInteger();

      Delivery silent = courierTo("::1").deliver(request, Cancellation.NEVER);
      Delivery stopped = courierTo("::1").deliver(request, () -> looks.incrementAndGet() > 2);
      never.countDown();

      assertFailed(silent, Failure.TOO_SLOW);
      assertFailed(stopped, Failure.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "::1",
          "::ffff:127.0.0.1",
          "64:ff9b::10.0.0.7",
          "64:ff9b:1::1",
          "2001::1",
          "2001:db8::1",
          "2002:7f00:1::1",
          "3fff::1",
          "fd00::1",
          "fe80::1",
          "ff02::1"
        })
    void noAddressThatIsNotPublicIsConnectedTo(String address) throws Exception {
      RecordingServer server = serverOfIpv6(Shown.GOOD, Answer.json("{}"));

      assertNothingSent(
          courier(Reach.PUBLIC_HOSTS, network)
              .deliver(TestRequests.get(localhost(server)), Cancellation.NEVER),
          Failure.PRIVATE_ADDRESS);
      assertNothingSent(
          courier(Reach.PUBLIC_HOSTS, new Network(to(address), network.sockets()))
              .deliver(TestRequests.get(localhost(server)), Cancellation.NEVER),
          Failure.PRIVATE_ADDRESS);
      assertThat(server.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
      "localhost, true",
      "::1, true",
      "[::1], true",
      "127.0.0.1, true",
      "::ffff:127.0.0.1, true",
      "2606:4700::1111, false",
      "fe80::1, false"
    })
    void theCLibraryLooksUpNamesAndAddressesInDigits(String host, boolean here) throws Exception {
      assertThat(network.resolver().resolve(host))
          .isNotEmpty()
          .allMatch(address -> address.isLoopbackAddress() == here);
    }

    @Test
    void anAddressInDigitsIsThatAddress() throws Exception {
      for (String address : List.of("2606:4700::1111", "93.184.216.34", "::ffff:10.0.0.7")) {
        assertThat(network.resolver().resolve(address))
            .containsExactly(InetAddress.getByName(address));
      }
    }
  }

  @Nested
  final class OfTrust {
    @ParameterizedTest
    @EnumSource(
        value = Shown.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = {"GOOD"})
    void aHostWithTheWrongCertificateGetsNothing(Shown shown) throws Exception {
      RecordingServer server = server(shown, Answer.json("{}"));

      Delivery delivery = deliver(server);

      assertNothingSent(delivery, Failure.NOT_TRUSTED);
      assertThat(server.requests()).isEmpty();
    }

    @Test
    void theSameHostWithTheRightOneGetsIt() throws Exception {
      assertThat(deliver(server(Shown.GOOD, Answer.json("{}"))))
          .isInstanceOf(Delivery.Answered.class);
    }

    @Test
    void aHostWithoutTlsGetsNothing() throws Exception {
      RecordingServer server = plainServer(Answer.json("{}"));

      Delivery delivery =
          courier()
              .deliver(
                  TestRequests.get(URI.create("https://localhost:" + server.port())),
                  Cancellation.NEVER);

      assertThat(delivery.sent()).isEmpty();
      assertThat(delivery).isInstanceOf(Delivery.Failed.class);
      assertThat(server.requests().stream().map(String::new))
          .noneMatch(text -> text.contains("forecast"));
    }
  }

  @Nested
  final class OfResponses {
    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
    void noRedirectIsFollowed(int status) throws Exception {
      RecordingServer other = server(Answer.json("{}"));
      RecordingServer server =
          server(
              Answer.of(
                  "HTTP/1.1 "
                      + status
                      + " Elsewhere\r\nLocation: "
                      + other.origin()
                      + "/\r\nContent-Length: 0\r\n\r\n"));

      Delivery delivery = deliver(server);

      assertFailed(delivery, Failure.REDIRECT);
      assertSent(delivery, TestRequests.get(server.origin()));
      assertThat(other.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 503, 599})
    void aServiceThatCantOrWontIsPassedOnWithoutItsWords(int status) throws Exception {
      Delivery delivery =
          deliver(
              server(
                  Answer.of(
                      "HTTP/1.1 "
                          + status
                          + " No\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nno!")));

      assertThat(delivery)
          .isInstanceOfSatisfying(
              Delivery.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(status);
                assertThat(answered.body()).isEmpty();
              });
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Type: text/html\r\n",
          "Content-Type: application/jsonp\r\n",
          "Content-Type: application/json, text/html\r\n",
          "Content-Type: application/json\r\nContent-Type: text/html\r\n",
          "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
          "Content-Type:\r\n",
          ""
        })
    void aResponseOfAnotherTypeIsNotRead(String fields) throws Exception {
      assertFailed(
          deliver(
              server(Answer.of("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 2\r\n\r\n{}"))),
          Failure.WRONG_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
          "content-type: Application/JSON\r\nCONTENT-LENGTH: 2\r\n\r\n{}",
          "Content-Type: application/json\r\nContent-Encoding: identity\r\n\r\n{}",
          "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "1\r\n{\r\n1;name=value\r\n}\r\n0\r\nTrailer: ignored\r\n\r\n",
          "Content-Type: application/json\r\n\r\n{}"
        })
    void ordinaryFormsOfAResponseAreRead(String rest) throws Exception {
      assertThat(deliver(server(Answer.of("HTTP/1.1 200 OK\r\n" + rest))))
          .isInstanceOfSatisfying(
              Delivery.Answered.class,
              answered ->
                  assertThat(new String(answered.body(), StandardCharsets.UTF_8)).isEqualTo("{}"));
    }

    @Test
    void interimResponsesAreSkippedButNotWithoutEnd() throws Exception {
      String hint = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
      String answer =
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

      assertThat(deliver(server(Answer.of(hint.repeat(2) + answer))))
          .isInstanceOf(Delivery.Answered.class);
      assertFailed(deliver(server(Answer.of(hint.repeat(50) + answer))), Failure.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "\r\n",
          "HTTP",
          "HTTP/1.1\r\n\r\n",
          "HTTP/1.1 2xx OK\r\n\r\n",
          "HTTP/1.1 99 Low\r\n\r\n",
          "HTTP/1.1 600 High\r\n\r\n",
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
          "HTTP/2 200\r\n\r\n",
          "ICY 200 OK\r\n\r\n",
          "<html>hello</html>\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n",
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nno colon\r\n\r\n{}",
        })
    void whatIsNoResponseIsMalformed(String text) throws Exception {
      assertFailed(deliver(server(Answer.of(text))), Failure.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
          "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
          "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
          "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
          "Transfer-Encoding: identity\r\n\r\n{}",
          "Content-Length: -2\r\n\r\n{}",
          "Content-Length: +2\r\n\r\n{}",
          "Content-Length: 2, 2\r\n\r\n{}",
          "Content-Length: 0x2\r\n\r\n{}",
          "Content-Length:\r\n\r\n{}",
          "Content-Length: 3\r\n\r\n{}",
          "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
          "Transfer-Encoding: chunked\r\n\r\nx\r\n{}\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n2\r\n{}}0\r\n\r\n"
        })
    void aBodyWhoseLengthIsInDoubtIsMalformed(String rest) throws Exception {
      assertFailed(
          deliver(
              server(Answer.of("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + rest))),
          Failure.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, 1000, true", "Content-Length, 1001, false"})
    void theMostBytesOfABodyAreReadAndOneMoreIsNot(String field, int bytes, boolean fits)
        throws Exception {
      Delivery delivery = deliver(server(Answer.json("x".repeat(bytes))));

      if (fits) {
        assertThat(delivery).isInstanceOf(Delivery.Answered.class);
      } else {
        assertFailed(delivery, Failure.TOO_LARGE);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Length: 999999999999999999\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\nffff\r\n",
          "\r\n"
        })
    void aBodyWithoutEndIsTooLarge(String rest) throws Exception {
      Answer endless =
          (connection, out) -> {
            out.write(
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + rest)
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] junk = "x".repeat(4096).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < 10_000; i++) {
              out.write(junk);
            }
          };

      assertFailed(deliver(server(endless)), Failure.TOO_LARGE);
    }

    @Test
    void chunksOfAByteWithLongExtensionsAreTooLarge() throws Exception {
      String chunk = "1;" + "e".repeat(4000) + "\r\nx\r\n";

      assertFailed(
          deliver(
              server(
                  Answer.of(
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                          + "Transfer-Encoding: chunked\r\n\r\n"
                          + chunk.repeat(500)
                          + "0\r\n\r\n"))),
          Failure.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aHeadWithoutEndIsTooLarge(int kind) throws Exception {
      String head =
          switch (kind) {
            case 0 -> "HTTP/1.1 200 " + "O".repeat(100_000) + "\r\n\r\n";
            case 1 -> "HTTP/1.1 200 OK\r\nA: " + "b".repeat(100_000) + "\r\n\r\n";
            default -> "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(1_000) + "\r\n";
          };

      assertFailed(deliver(server(Answer.of(head))), Failure.TOO_LARGE);
    }

    @Test
    void whatStandsBehindTheResponseIsNotRead() throws Exception {
      assertThat(
              deliver(
                  server(
                      Answer.of(
                          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                              + "Content-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\nsecond"))))
          .isInstanceOfSatisfying(
              Delivery.Answered.class, answered -> assertThat(answered.body()).hasSize(2));
    }
  }

  @Nested
  final class OfEndings {
    @Test
    void aConnectionThatIsResetAfterTheRequest() throws Exception {
      RecordingServer server =
          plainServer((connection, out) -> {
            connection.setSoLinger(true, 0);
            connection.close();
          });

      Delivery delivery = deliver(server);

      assertFailed(delivery, Failure.MALFORMED);
      assertSent(delivery, TestRequests.get(server.origin()));
    }

    @Test
    void aConnectionThatIsCutWithoutTheEndOfTls() throws Exception {
      Answer cut =
          (connection, out) -> {
            out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            connection.setSoLinger(true, 0);
            connection.close();
          };

      assertThat(deliver(server(cut))).isInstanceOf(Delivery.Failed.class);
    }

    @Test
    void aServiceThatSaysNothingIsTooSlow() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      RecordingServer server = server((connection, out) -> never.await());

      Delivery delivery = deliver(server);

      never.countDown();
      assertFailed(delivery, Failure.TOO_SLOW);
      assertSent(delivery, TestRequests.get(server.origin()));
    }

    @Test
    void aServiceThatDripsIsTooSlowAlthoughItIsNeverSilent() throws Exception {
      Answer dripping =
          (connection, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 10_000; i++) {
              out.write('x');
              out.flush();
              Thread.sleep(50);
            }
          };

      assertFailed(deliver(server(dripping), SHORT.multipliedBy(2)), Failure.TOO_SLOW);
    }

    @Test
    void aHostThatNeverBeginsTlsIsTooSlow() throws Exception {
      try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
        Delivery delivery =
            courier()
                .deliver(
                    TestRequests.get(URI.create("https://localhost:" + silent.getLocalPort())),
                    Cancellation.NEVER);

        assertNothingSent(delivery, Failure.TOO_SLOW);
      }
    }

    @Test
    void aLookUpWithoutEndIsTooSlow() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      NameResolver silent =
          host -> {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return List.of();
          };
      OutboundRequest request =
          OutboundRequest.of(TestRequests.get(URI.create("https://host.example")));

      Delivery delivery =
          courier(Reach.PUBLIC_HOSTS, silent)
              .carry(
                  new OutboundRequest(
                      request.origin(),
                      request.bytes(),
                      request.responseType(),
                      request.maxResponseBytes(),
                      SHORT),
                  Cancellation.NEVER);

      never.countDown();
      assertNothingSent(delivery, Failure.TOO_SLOW);
    }

    @Test
    void whatThePersonStopsIsStopped() throws Exception {
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      AtomicBoolean stopped = new AtomicBoolean();
      RecordingServer server =
          server((connection, out) -> {
            stopped.set(true);
            asked.countDown();
            never.await();
          });

      Delivery delivery = courier().deliver(TestRequests.get(server.origin()), stopped::get);

      never.countDown();
      assertFailed(delivery, Failure.CANCELLED);
      assertSent(delivery, TestRequests.get(server.origin()));
    }
  }
}
