package dev.sotto.application.supervisor;

import dev.sotto.application.courier.CourierProgram;
import dev.sotto.tools.courier.TlsCourier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;

/**
 * A courier's process that goes to servers of tests on this computer and nowhere else. What it
 * trusts lies beside its class, where a confined process can read it.
 */
final class LoopbackCourier {
  private static final String TRUSTED = "trusted.p12";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private LoopbackCourier() {}

  public static void main(String[] arguments) {
    System.exit(
        CourierProgram.run(arguments, threads -> TlsCourier.toThisComputer(trusted(), threads)));
  }

  /** Has couriers that are started from now on trust this. */
  static void trust(KeyStore trusted)
      throws IOException, GeneralSecurityException, URISyntaxException {
    Path classes =
        Path.of(LoopbackCourier.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path file =
        classes.resolve(LoopbackCourier.class.getPackageName().replace('.', '/')).resolve(TRUSTED);
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD);
    }
  }

  private static KeyStore trusted() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LoopbackCourier.class.getResourceAsStream(TRUSTED))) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(in, PASSWORD);
      return trusted;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
