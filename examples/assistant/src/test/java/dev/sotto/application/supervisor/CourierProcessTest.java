package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.Delivery;
import dev.sotto.consent.process.RecordingServer;
import dev.sotto.consent.process.RecordingServer.Answer;
import dev.sotto.consent.process.TestCertificates;
import dev.sotto.consent.process.TestCertificates.Shown;
import dev.sotto.consent.process.TestRequests;
import dev.sotto.model.Cancellation;
import dev.sotto.securestore.confinement.ConfinementReport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The courier in a process of its own, confined as every courier is. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
final class CourierProcessTest {
  private static TestCertificates certificates;

  @TempDir private Path folder;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) throws Exception {
    certificates = TestCertificates.makeIn(folder);
    LoopbackCourier.trust(certificates.trusted());
  }

  private SupervisedCourier courier() throws IOException {
    return SupervisedCourier.start(SupervisedHome.in(folder), LoopbackCourier.class);
  }

  private static RecordingServer server(Answer answer) throws Exception {
    return RecordingServer.secured(certificates, Shown.GOOD, answer);
  }

  private List<ProcessHandle> couriers() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }

  @Test
  void bytesReachTheServerAsTheyAreAndOneProcessCarriesSeveralRequests() throws Exception {
    try (SupervisedCourier run = courier();
        RecordingServer server = server(Answer.json("{\"a\": 1}"))) {
      List<ProcessHandle> before = couriers();

      for (CanonicalRequest request :
          List.of(TestRequests.get(server.origin()), TestRequests.post(server.origin()))) {
        Delivery delivery = run.vault().courier().deliver(request, Cancellation.NEVER);

        assertThat(delivery)
            .isInstanceOfSatisfying(
                Delivery.Answered.class,
                answered ->
                    assertThat(new String(answered.body(), StandardCharsets.UTF_8))
                        .isEqualTo("{\"a\": 1}"));
        assertThat(delivery.sent()).contains(new Delivery.Sent(request.length(), request.hash()));
        assertThat(server.requests().getLast()).isEqualTo(request.bytes());
      }
      assertThat(couriers()).hasSize(before.size() + 1);
    }
  }

  @Test
  void noProcessIsStartedBeforeARequest() throws Exception {
    List<ProcessHandle> before = couriers();
    try (SupervisedCourier run = courier()) {
      assertThat(run.vault().courier()).isNotNull();
      assertThat(couriers()).hasSameSizeAs(before);
    }
  }

  @Test
  void aServerThatIsNotTrustedGetsNothing() throws Exception {
    try (SupervisedCourier run = courier();
        RecordingServer server =
            RecordingServer.secured(certificates, Shown.OTHER_AUTHORITY, Answer.json("{}"))) {
      Delivery delivery =
          run.vault().courier().deliver(TestRequests.get(server.origin()), Cancellation.NEVER);

      assertThat(delivery).isInstanceOf(Delivery.Failed.class);
      assertThat(((Delivery.Failed) delivery).failure()).isEqualTo(Delivery.Failure.NOT_TRUSTED);
      assertThat(delivery.sent()).isEmpty();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aCourierThatDiesMidRequestIsReplacedAtTheNext() throws Exception {
    List<ProcessHandle> before = couriers();
    AtomicBoolean first = new AtomicBoolean(true);
    CountDownLatch never = new CountDownLatch(1);
    Answer killing =
        (connection, out) -> {
          if (first.getAndSet(false)) {
            couriers().stream()
                .filter(process -> !before.contains(process))
                .forEach(ProcessHandle::destroyForcibly);
            never.await();
          }
          Answer.json("{}").write(connection, out);
        };
    try (SupervisedCourier run = courier();
        RecordingServer server = server(killing)) {
      Delivery died =
          run.vault().courier().deliver(TestRequests.get(server.origin()), Cancellation.NEVER);
      never.countDown();
      Delivery next =
          run.vault().courier().deliver(TestRequests.get(server.origin()), Cancellation.NEVER);

      assertThat(died).isInstanceOf(Delivery.Failed.class);
      assertThat(((Delivery.Failed) died).failure()).isEqualTo(Delivery.Failure.COURIER_ENDED);
      assertThat(next).isInstanceOf(Delivery.Answered.class);
      assertThat(server.requests()).hasSize(2);
    }
    assertThat(couriers()).hasSameSizeAs(before);
  }

  @Test
  void whatThePersonStopsIsStoppedAndTheProcessGoesOn() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);
    Answer waiting =
        (connection, out) -> {
          if (!stopped.getAndSet(true)) {
            never.await();
          }
          Answer.json("{}").write(connection, out);
        };
    try (SupervisedCourier run = courier();
        RecordingServer server = server(waiting)) {
      CanonicalRequest request = TestRequests.get(server.origin());
      List<ProcessHandle> before = couriers();

      Delivery delivery = run.vault().courier().deliver(request, stopped::get);
      List<ProcessHandle> between = couriers();
      Delivery next = run.vault().courier().deliver(request, Cancellation.NEVER);
      never.countDown();

      assertThat(delivery).isInstanceOf(Delivery.Failed.class);
      assertThat(((Delivery.Failed) delivery).failure()).isEqualTo(Delivery.Failure.CANCELLED);
      assertThat(delivery.sent()).contains(new Delivery.Sent(request.length(), request.hash()));
      assertThat(next).isInstanceOf(Delivery.Answered.class);
      assertThat(between).hasSize(before.size() + 1);
      assertThat(couriers()).isEqualTo(between);
    }
  }

  @Test
  void aCourierThatWasTakenOverReachesNothingThatIsNotItsOwn() throws Exception {
    SupervisedHome home = SupervisedHome.in(folder);
    Path store = Files.createDirectories(home.home().resolve("store"));
    Path file = Files.writeString(store.resolve("secret"), "secret");
    EscapingCourier.aimAt(store, file, home.temporary());
    try (SupervisedCourier run = SupervisedCourier.start(home, EscapingCourier.class)) {
      Delivery delivery =
          run.vault()
              .courier()
              .deliver(TestRequests.get(URI.create("https://api.example")), Cancellation.NEVER);

      assertThat(delivery)
          .isInstanceOfSatisfying(
              Delivery.Answered.class,
              answered ->
                  assertThat(new String(answered.body(), StandardCharsets.UTF_8).lines())
                      .hasSize(7)
                      .allMatch(line -> line.endsWith(" refused")));
    }
    assertThat(Files.readString(file)).isEqualTo("secret");
  }

  /** The attempts themselves: without walls each of them succeeds. */
  @Test
  void whatItTriesSucceedsWithoutWalls() throws Exception {
    Path store = Files.createDirectories(folder.resolve("store"));
    Path file = Files.writeString(store.resolve("secret"), "secret");

    assertThat(EscapingCourier.attempts(List.of(store, file, folder)))
        .hasSize(7)
        .allSatisfy((attempt, outcome) -> assertThat(outcome).as(attempt).isEqualTo("done"));
    Files.delete(Path.of("loot"));
  }

  @Test
  void whatDoctorMeasuresOfACourierIsANetworkAndNothingElse() throws Exception {
    try (SupervisedCourier run = courier()) {
      ConfinementReport courier = run.vault().courierConfinement();
      ConfinementReport importer = run.vault().importerConfinement();

      assertThat(courier.enforcedButForNetwork()).as(courier.results().toString()).isTrue();
      assertThat(courier.enforced()).isFalse();
      assertThat(importer.enforced()).isTrue();
      assertThat(importer.enforcedButForNetwork()).isFalse();
    }
  }

  /** Java takes a confined process for one without IPv6; the C library does not. */
  @Test
  void aServerOfIpv6IsReachedFromTheConfinedProcess() throws Exception {
    assumeThat(RecordingServer.isIpv6There()).as("a loopback address of IPv6").isTrue();
    try (SupervisedCourier run = courier();
        RecordingServer server = RecordingServer.plainOnIpv6(Answer.json("{}"))) {
      CanonicalRequest request = TestRequests.get(server.origin());

      Delivery delivery = run.vault().courier().deliver(request, Cancellation.NEVER);

      assertThat(delivery).isInstanceOf(Delivery.Answered.class);
      assertThat(server.requests()).singleElement().isEqualTo(request.bytes());
    }
  }

  @Test
  void aNameIsLookedUpInTheConfinedProcess() throws Exception {
    try (SupervisedCourier run = courier();
        RecordingServer server = server(Answer.json("{}"))) {
      Delivery delivery =
          run.vault()
              .courier()
              .deliver(
                  TestRequests.get(URI.create("https://localhost:" + server.port())),
                  Cancellation.NEVER);

      assertThat(delivery).isInstanceOf(Delivery.Answered.class);
    }
  }
}
