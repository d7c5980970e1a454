package dev.sotto.consent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.consent.Delivery;
import dev.sotto.process.Frames;
import dev.sotto.process.ProtocolException;
import dev.sotto.record.Fingerprint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes of the messages between vault and courier. */
final class CourierMessagesTest {
  private static final ToCourierCodec TO_COURIER = new ToCourierCodec();
  private static final FromCourierCodec FROM_COURIER = new FromCourierCodec();
  private static final Delivery.Sent SENT =
      new Delivery.Sent(258, new Fingerprint("0123456789abcdef".repeat(4)));

  private static ToCourier deliver() {
    return new ToCourier.Deliver(
        3, OutboundRequest.of(TestRequests.post(URI.create("https://api.example"))));
  }

  private static FromCourier answered() {
    return new FromCourier(
        3,
        new Delivery.Answered(
            200, "application/json", "{}".getBytes(StandardCharsets.US_ASCII), SENT));
  }

  @Test
  void everyMessageToACourierComesBackAsItWas() throws ProtocolException {
    for (ToCourier message : List.of(deliver(), new ToCourier.Cancel(-1))) {
      assertThat(Frames.decode(TO_COURIER, Frames.encode(TO_COURIER, message)).getFirst())
          .usingRecursiveComparison()
          .isEqualTo(message);
    }
  }

  @Test
  void anAnswerComesBackAsItWas() throws ProtocolException {
    assertThat(Frames.decode(FROM_COURIER, Frames.encode(FROM_COURIER, answered())).getFirst())
        .usingRecursiveComparison()
        .isEqualTo(answered());
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureComesBackAsItWas(Delivery.Failure failure) throws ProtocolException {
    for (Optional<Delivery.Sent> sent :
        List.of(Optional.of(SENT), Optional.<Delivery.Sent>empty())) {
      FromCourier message = new FromCourier(1, new Delivery.Failed(failure, sent));

      assertThat(Frames.decode(FROM_COURIER, Frames.encode(FROM_COURIER, message)))
          .containsExactly(message);
    }
  }

  /** Made by hand after docs/format/process-messages-v1.md. */
  @Test
  void theBytesAreThoseOfTheFormat() {
    FromCourier failed =
        new FromCourier(5, new Delivery.Failed(Delivery.Failure.REDIRECT, Optional.of(SENT)));

    assertThat(hex(Frames.encode(FROM_COURIER, failed)))
        .isEqualTo(
            "0000002f"
                + "02"
                + "00000005"
                + "07"
                + "01"
                + "0000000000000102"
                + "0123456789abcdef".repeat(4));
    assertThat(hex(Frames.encode(FROM_COURIER, answered())))
        .isEqualTo(
            "0000004a"
                + "01"
                + "00000003"
                + "00c8"
                + "0000000010"
                + hex("application/json".getBytes(StandardCharsets.US_ASCII))
                + "0000000000000102"
                + "0123456789abcdef".repeat(4)
                + "00000002"
                + "7b7d");
    assertThat(hex(Frames.encode(TO_COURIER, new ToCourier.Cancel(5))))
        .isEqualTo("00000005" + "02" + "00000005");
  }

  @Test
  void aDamagedMessageIsAMessageOrRefusedAndNothingElse() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 40_000; i++) {
      boolean toCourier = random.nextBoolean();
      byte[] bytes =
          toCourier
              ? Frames.encode(TO_COURIER, deliver())
              : Frames.encode(FROM_COURIER, answered());
      int damages = 1 + random.nextInt(3);
      for (int j = 0; j < damages; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      byte[] damaged =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      try {
        if (toCourier) {
          Frames.decode(TO_COURIER, damaged);
        } else {
          Frames.decode(FROM_COURIER, damaged);
        }
      } catch (ProtocolException e) {
        assertThat(e).hasMessageNotContaining("41.15");
      }
    }
  }

  @Test
  void aRequestOfAnotherFormIsNoMessage() {
    byte[] bytes = Frames.encode(TO_COURIER, deliver());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] smuggling =
        text.replace("User-Agent: Sotto", "User-Agent: other")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Frames.decode(TO_COURIER, smuggling))
        .isInstanceOf(ProtocolException.class);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
