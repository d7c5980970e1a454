package dev.sotto.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes on a channel: each end says what it speaks, and then proves that it has the
 * token.
 *
 * <pre>
 * hello: "SOTTOMSG" (8) ‖ protocol (1) ‖ version (2) ‖ role (1) ‖ nonce (16, random)
 * proof: SHA-256("sotto-channel-1" ‖ token ‖ role (1) ‖ the starter's hello ‖ the other hello)
 * </pre>
 *
 * <p>Without a token there is no proof, and the nonce is zero: the ends know each other otherwise.
 */
final class Greeting {
  static final int HELLO_BYTES = 28;

  private static final byte[] MAGIC = "SOTTOMSG".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 16;

  private final Protocol<?, ?> protocol;
  private final @Nullable ChannelToken token;
  private final byte[] hello;

  private Greeting(Protocol<?, ?> protocol, @Nullable ChannelToken token, byte[] nonce) {
    this.protocol = protocol;
    this.token = token;
    this.hello =
        ByteBuffer.allocate(HELLO_BYTES)
            .put(MAGIC)
            .put((byte) protocol.number())
            .putShort((short) protocol.version())
            .put((byte) protocol.role().number())
            .put(nonce)
            .array();
  }

  /** Returns a greeting that proves to have the token. */
  static Greeting proving(Protocol<?, ?> protocol, ChannelToken token, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return new Greeting(protocol, token, nonce);
  }

  /** Returns a greeting that only says what is spoken. */
  static Greeting plain(Protocol<?, ?> protocol) {
    return new Greeting(protocol, null, new byte[NONCE_BYTES]);
  }

  /** Returns whether a proof follows the hello. */
  boolean proves() {
    return token != null;
  }

  byte[] hello() {
    return hello.clone();
  }

  /** Checks the other end's hello, all but its proof. */
  void requireSameProtocol(byte[] theirHello) throws ProtocolException {
    ByteBuffer theirs = ByteBuffer.wrap(theirHello);
    byte[] magic = new byte[MAGIC.length];
    theirs.get(magic);
    int number = Byte.toUnsignedInt(theirs.get());
    int version = Short.toUnsignedInt(theirs.getShort());
    int role = Byte.toUnsignedInt(theirs.get());
    if (!MessageDigest.isEqual(magic, MAGIC)) {
      throw new ProtocolException(
          "The process at the other end does not greet as a process of Sotto does.");
    }
    if (number != protocol.number() || version != protocol.version()) {
      throw new ProtocolException(
          "The process at the other end speaks protocol "
              + number
              + ", version "
              + version
              + "; this one speaks "
              + protocol.number()
              + ", version "
              + protocol.version()
              + ". Start both from the same installation.");
    }
    if (role != protocol.role().other().number()) {
      throw new ProtocolException("Both processes take the same end of the channel.");
    }
  }

  /** Returns what proves to the other end that this one has the token. */
  byte[] proof(byte[] theirHello) {
    return proof(protocol.role(), theirHello);
  }

  /** Checks that the other end has the token. */
  void requireProof(byte[] theirHello, byte[] theirProof) throws ProtocolException {
    if (!MessageDigest.isEqual(theirProof, proof(protocol.role().other(), theirHello))) {
      throw new ProtocolException(
          "The process at the other end is not the one that was started for this channel.");
    }
  }

  private byte[] proof(Role role, byte[] theirHello) {
    ChannelToken secret = Objects.requireNonNull(token);
    return protocol.role() == Role.STARTER
        ? secret.proof(role, hello, theirHello)
        : secret.proof(role, theirHello, hello);
  }
}
