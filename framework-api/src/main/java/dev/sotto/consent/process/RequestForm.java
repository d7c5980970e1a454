package dev.sotto.consent.process;

import dev.sotto.consent.CanonicalRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a canonical request, read back from its bytes: one method, one target, these header
 * fields in this order, and a body of exactly the declared length. There is no room for a second
 * request behind the first (request smuggling, CWE-444), nor for a header field of somebody else.
 */
final class RequestForm {
  private static final String TARGET = "/[A-Za-z0-9\\-._~!$&'()*+,;=:@/?%]*";
  private static final Pattern GET =
      Pattern.compile(
          "GET "
              + TARGET
              + " HTTP/1\\.1\r\nHost: ([^\r\n]+)\r\nUser-Agent: Sotto\r\n"
              + "Accept: ([^\r\n]+)\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n");
  private static final Pattern POST =
      Pattern.compile(
          "POST "
              + TARGET
              + " HTTP/1\\.1\r\nHost: ([^\r\n]+)\r\nUser-Agent: Sotto\r\n"
              + "Accept: ([^\r\n]+)\r\nAccept-Encoding: identity\r\nConnection: close\r\n"
              + "Content-Type: application/(?:json|x-www-form-urlencoded)\r\n"
              + "Content-Length: (0|[1-9][0-9]{0,4})\r\n\r\n([ -~]*)");

  private RequestForm() {}

  /**
   * Refuses bytes of another form.
   *
   * @param authority what must stand in Host
   * @param responseType what must stand in Accept
   * @throws IllegalArgumentException if they have one
   */
  static void require(byte[] bytes, String authority, String responseType) {
    OutboundRequest.require(
        bytes.length <= CanonicalRequest.MAX_BYTES,
        "it has " + bytes.length + " bytes, more than " + CanonicalRequest.MAX_BYTES);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher get = GET.matcher(text);
    Matcher post = POST.matcher(text);
    Matcher read = get.matches() ? get : post;
    OutboundRequest.require(
        read == get || post.matches(), "its bytes are not one request of the canonical form");
    OutboundRequest.require(
        read.group(1).equals(authority), "its bytes name another host than it goes to");
    OutboundRequest.require(
        read.group(2).equals(responseType), "its bytes ask for another type of response");
    OutboundRequest.require(
        read == get || Integer.parseInt(post.group(3)) == post.group(4).length(),
        "its body has another length than its bytes say");
  }
}
