package dev.sotto.tools.courier;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which certificates a host may show. Each connection gets a TLS context of its own. */
final class TrustedHosts {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final TrustManager[] managers;

  private TrustedHosts(TrustManager[] managers) {
    this.managers = managers;
  }

  /** Returns what this Java trusts. */
  static TrustedHosts ofThisJava() throws IOException {
    return trusting(null);
  }

  static TrustedHosts of(KeyStore trusted) throws IOException {
    return trusting(trusted);
  }

  private static TrustedHosts trusting(@Nullable KeyStore trusted) throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return new TrustedHosts(factory.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificates that hosts are trusted by can't be read", e);
    }
  }

  /** Returns a TLS connection over a connection, before the handshake; it belongs to the caller. */
  SSLSocket over(Socket connection, URI origin) throws IOException {
    String host = origin.getHost().replaceAll("[\\[\\]]", "");
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(connection, host, connection.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      if (!isInDigits(host)) {
        parameters.setServerNames(List.of(new SNIHostName(host)));
      }
      socket.setSSLParameters(parameters);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException("This Java has no TLS", e);
    }
  }

  private static boolean isInDigits(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  @Override
  public String toString() {
    return "TrustedHosts";
  }
}
