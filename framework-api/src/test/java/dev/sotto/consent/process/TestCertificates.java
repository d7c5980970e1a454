package dev.sotto.consent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates of an authority that exists for one test run; made by the JDK's keytool. */
public final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Which certificate a server shows. */
  public enum Shown {
    /** For localhost, by the authority. */
    GOOD("ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "30"),
    /** The same, but its time is over. */
    EXPIRED(
        "ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-startdate", "-20d", "-validity", "10"),
    /** For another host, by the authority. */
    OTHER_NAME("ca", "-ext", "san=dns:elsewhere.example", "-validity", "30"),
    /** For localhost, by itself. */
    OTHER_AUTHORITY("", "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "30");

    private final String signer;
    private final List<String> options;

    Shown(String signer, String... options) {
      this.signer = signer;
      this.options = List.of(options);
    }
  }

  private final KeyStore keys;

  private TestCertificates(KeyStore keys) {
    this.keys = keys;
  }

  /** Makes all certificates in a folder, which may be removed afterwards. */
  public static TestCertificates makeIn(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("keys.p12");
    keytool(file, "ca", "", List.of("-ext", "bc:critical=ca:true", "-validity", "30"));
    for (Shown shown : Shown.values()) {
      keytool(file, shown.name(), shown.signer, shown.options);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return new TestCertificates(keys);
  }

  private static void keytool(Path file, String alias, String signer, List<String> options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
    if (!signer.isEmpty()) {
      command.addAll(List.of("-signer", signer));
    }
    command.addAll(options);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + printed);
    }
  }

  /** Returns a store that trusts the authority and nobody else. */
  public KeyStore trusted() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
      return trusted;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the context of a server that shows a certificate. */
  SSLContext server(Shown shown) throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    String alias = shown.name().toLowerCase(Locale.ROOT);
    own.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, keys.getCertificateChain(alias));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
