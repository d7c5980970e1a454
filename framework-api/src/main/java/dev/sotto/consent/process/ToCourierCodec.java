package dev.sotto.consent.process;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.process.MessageCodec;
import dev.sotto.process.MessageReader;
import dev.sotto.process.MessageWriter;
import dev.sotto.process.ProtocolException;
import java.net.URI;
import java.time.Duration;

/** The bytes of what the vault tells the courier. */
final class ToCourierCodec implements MessageCodec<ToCourier> {
  private static final int DELIVER = 1;
  private static final int CANCEL = 2;

  private static final int MAX_ORIGIN = 300;
  private static final int TEXT_HEAD_BYTES = 5;
  private static final int MAX_DELIVER_BYTES =
      4 * Integer.BYTES
          + 2 * TEXT_HEAD_BYTES
          + MAX_ORIGIN
          + FromCourierCodec.MAX_MEDIA_TYPE
          + CanonicalRequest.MAX_BYTES;

  @Override
  public int typeOf(ToCourier message) {
    return switch (message) {
      case ToCourier.Deliver deliver -> DELIVER;
      case ToCourier.Cancel cancel -> CANCEL;
    };
  }

  @Override
  public int maxBytes(int type) throws ProtocolException {
    return switch (type) {
      case DELIVER -> MAX_DELIVER_BYTES;
      case CANCEL -> Integer.BYTES;
      default -> throw new ProtocolException("No message to a courier has the type " + type + ".");
    };
  }

  @Override
  public void write(ToCourier message, MessageWriter out) {
    switch (message) {
      case ToCourier.Deliver(int number, OutboundRequest request) ->
          out.writeInt(number)
              .writeText(request.origin().toString(), MAX_ORIGIN)
              .writeText(request.responseType(), FromCourierCodec.MAX_MEDIA_TYPE)
              .writeInt(request.maxResponseBytes())
              .writeInt((int) request.deadline().toMillis())
              .writeInt(request.bytes().length)
              .writeBytes(request.bytes());
      case ToCourier.Cancel(int number) -> out.writeInt(number);
    }
  }

  @Override
  public ToCourier read(int type, MessageReader in) throws ProtocolException {
    return switch (type) {
      case DELIVER -> new ToCourier.Deliver(in.readInt(), request(in));
      case CANCEL -> new ToCourier.Cancel(in.readInt());
      default -> throw in.malformed("it has the unknown type " + type);
    };
  }

  private static OutboundRequest request(MessageReader in) throws ProtocolException {
    String origin = in.readText(MAX_ORIGIN);
    String responseType = in.readText(FromCourierCodec.MAX_MEDIA_TYPE);
    int maxResponseBytes = in.readInt();
    Duration deadline = Duration.ofMillis(in.readInt());
    byte[] bytes = in.readBytes(in.readInt());
    try {
      return new OutboundRequest(
          URI.create(origin), bytes, responseType, maxResponseBytes, deadline);
    } catch (IllegalArgumentException e) {
      throw in.malformed("a request has not the form that may be carried");
    }
  }
}
