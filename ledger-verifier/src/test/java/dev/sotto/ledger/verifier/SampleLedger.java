package dev.sotto.ledger.verifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Makes exports by hand, without the program that writes ledgers. */
final class SampleLedger {
  private static final int PREFIX_OF_A_PUBLIC_KEY = 12;

  private final KeyPair pair;
  private final String name;
  private final byte[] typed;
  private final List<String> lines = new ArrayList<>();
  private final GrowingTree tree = new GrowingTree();

  SampleLedger() throws GeneralSecurityException {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] key = Arrays.copyOfRange(encoded, PREFIX_OF_A_PUBLIC_KEY, encoded.length);
    name = "sotto-ledger/" + HexFormat.of().formatHex(Checks.sha256(key)).substring(0, 32);
    typed = new byte[1 + key.length];
    typed[0] = 1;
    System.arraycopy(key, 0, typed, 1, key.length);
  }

  SampleLedger with(String... fields) {
    byte[] openingKey = new byte[32];
    openingKey[0] = (byte) lines.size();
    byte[] text =
        ("sotto-ledger-entry 1\n" + String.join("\n", fields) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    lines.add("entry " + lines.size() + " " + base64(openingKey) + " " + base64(text));
    tree.add(Checks.hmac(openingKey, text));
    return this;
  }

  SampleLedger withErased() {
    byte[] commitment = new byte[32];
    lines.add("erased " + lines.size() + " " + base64(commitment));
    tree.add(commitment);
    return this;
  }

  String key() {
    return name + "+" + HexFormat.of().formatHex(id()) + "+" + base64(typed);
  }

  String checkpoint() throws GeneralSecurityException {
    String text = name + "\n" + tree.size() + "\n" + base64(tree.root()) + "\n";
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    byte[] signed = signature.sign();
    byte[] identified = Arrays.copyOf(id(), 4 + signed.length);
    System.arraycopy(signed, 0, identified, 4, signed.length);
    return text + "\n\u2014 " + name + " " + base64(identified) + "\n";
  }

  String bundle() throws GeneralSecurityException {
    return "sotto-ledger-bundle@v1\nkey "
        + key()
        + "\n"
        + String.join("\n", lines)
        + "\n\n"
        + checkpoint();
  }

  private byte[] id() {
    return Arrays.copyOf(Checks.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
