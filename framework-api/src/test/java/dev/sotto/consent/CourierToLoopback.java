package dev.sotto.consent;

import dev.sotto.model.Cancellation;
import dev.sotto.record.Fingerprint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Carries bytes to a service on this computer, and nowhere else. */
public final class CourierToLoopback implements Courier {
  @Override
  public Delivery deliver(CanonicalRequest request, Cancellation cancellation) throws IOException {
    InetAddress host = InetAddress.ofLiteral("127.0.0.1");
    if (!request.host().equals("127.0.0.1")) {
      throw new IOException("This courier goes to 127.0.0.1 only");
    }
    byte[] bytes = request.bytes();
    try (Socket socket = new Socket(host, request.endpoint().origin().getPort())) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      byte[] answer = socket.getInputStream().readAllBytes();
      String head = new String(answer, StandardCharsets.ISO_8859_1);
      int end = head.indexOf("\r\n\r\n");
      head = head.substring(0, end).toLowerCase(Locale.ROOT);
      int status = Integer.parseInt(head.substring(9, 12));
      int type = head.indexOf("content-type: ") + "content-type: ".length();
      String mediaType = head.substring(type).split("[;\r]", 2)[0].strip();
      byte[] body = Arrays.copyOfRange(answer, end + 4, answer.length);
      return new Delivery.Answered(
          status, mediaType, body, new Delivery.Sent(bytes.length, Fingerprint.of(bytes)));
    }
  }
}
