package dev.sotto.consent.process;

import dev.sotto.consent.Delivery;
import dev.sotto.process.ConstantCode;
import dev.sotto.process.MessageCodec;
import dev.sotto.process.MessageReader;
import dev.sotto.process.MessageWriter;
import dev.sotto.process.ProtocolException;
import dev.sotto.record.Fingerprint;
import dev.sotto.tool.Endpoint;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The bytes of what the courier tells the vault. */
final class FromCourierCodec implements MessageCodec<FromCourier> {
  static final int MAX_MEDIA_TYPE = 100;

  private static final int ANSWERED = 1;
  private static final int FAILED = 2;

  private static final int HASH_BYTES = 32;
  private static final int SENT_BYTES = Long.BYTES + HASH_BYTES;
  private static final int TEXT_HEAD_BYTES = 5;

  private static final ConstantCode<Delivery.Failure> FAILURE =
      new ConstantCode<>(
          List.of(
              Delivery.Failure.NO_NETWORK,
              Delivery.Failure.UNKNOWN_HOST,
              Delivery.Failure.PRIVATE_ADDRESS,
              Delivery.Failure.NO_CONNECTION,
              Delivery.Failure.NOT_TRUSTED,
              Delivery.Failure.TOO_SLOW,
              Delivery.Failure.REDIRECT,
              Delivery.Failure.TOO_LARGE,
              Delivery.Failure.WRONG_TYPE,
              Delivery.Failure.STATUS,
              Delivery.Failure.OTHER_BYTES_SENT,
              Delivery.Failure.MALFORMED,
              Delivery.Failure.CANCELLED,
              Delivery.Failure.COURIER_ENDED));

  @Override
  public int typeOf(FromCourier message) {
    return switch (message.delivery()) {
      case Delivery.Answered answered -> ANSWERED;
      case Delivery.Failed failed -> FAILED;
    };
  }

  @Override
  public int maxBytes(int type) throws ProtocolException {
    return switch (type) {
      case ANSWERED ->
          2 * Integer.BYTES
              + Short.BYTES
              + TEXT_HEAD_BYTES
              + MAX_MEDIA_TYPE
              + SENT_BYTES
              + Endpoint.MAX_RESPONSE_BYTES;
      case FAILED -> Integer.BYTES + 2 + SENT_BYTES;
      default -> throw new ProtocolException("No message of a courier has the type " + type + ".");
    };
  }

  @Override
  public void write(FromCourier message, MessageWriter out) {
    out.writeInt(message.number());
    switch (message.delivery()) {
      case Delivery.Answered answered -> {
        out.writeShort(answered.status()).writeText(answered.mediaType(), MAX_MEDIA_TYPE);
        writeSent(answered.written(), out);
        out.writeInt(answered.body().length).writeBytes(answered.body());
      }
      case Delivery.Failed(Delivery.Failure failure, Optional<Delivery.Sent> sent) -> {
        out.writeByte(FAILURE.of(failure)).writeBoolean(sent.isPresent());
        sent.ifPresent(written -> writeSent(written, out));
      }
    }
  }

  @Override
  public FromCourier read(int type, MessageReader in) throws ProtocolException {
    int number = in.readInt();
    return new FromCourier(
        number,
        switch (type) {
          case ANSWERED -> answered(in);
          case FAILED ->
              new Delivery.Failed(
                  FAILURE.read(in),
                  in.readBoolean() ? Optional.of(readSent(in)) : Optional.empty());
          default -> throw in.malformed("it has the unknown type " + type);
        });
  }

  private static Delivery answered(MessageReader in) throws ProtocolException {
    int status = in.readUnsignedShort();
    String mediaType = in.readText(MAX_MEDIA_TYPE);
    Delivery.Sent sent = readSent(in);
    return new Delivery.Answered(status, mediaType, in.readBytes(in.readInt()), sent);
  }

  private static void writeSent(Delivery.Sent sent, MessageWriter out) {
    out.writeLong(sent.bytes()).writeBytes(HexFormat.of().parseHex(sent.hash().value()));
  }

  private static Delivery.Sent readSent(MessageReader in) throws ProtocolException {
    return new Delivery.Sent(
        in.readCounter(), new Fingerprint(HexFormat.of().formatHex(in.readBytes(HASH_BYTES))));
  }
}
