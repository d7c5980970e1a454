package dev.sotto.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A courier that writes to memory. Whatever is given to it, it holds three things: what it wrote
 * are the canonical bytes; these have the outer form of one HTTP request with the fixed header
 * fields and nothing more; and the ledger's newest entry is the intent for just these bytes.
 */
final class Wire implements Courier {
  private final ConsentLedger ledger;
  private final List<byte[]> requests = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();

  /** What comes back for a request. */
  interface Reply {
    Delivery to(CanonicalRequest request, Delivery.Sent sent) throws IOException;
  }

  Wire(ConsentLedger ledger) {
    this.ledger = ledger;
  }

  /** Lets the next request be answered so; without replies all get an empty object. */
  void answer(Reply reply) {
    replies.add(reply);
  }

  void answer(String json) {
    answer((request, sent) -> answered(json, sent));
  }

  static Delivery answered(String json, Delivery.Sent sent) {
    return new Delivery.Answered(
        200, "application/json", json.getBytes(StandardCharsets.UTF_8), sent);
  }

  @Override
  public Delivery deliver(CanonicalRequest request, Cancellation cancellation) throws IOException {
    ByteArrayOutputStream socket = new ByteArrayOutputStream();
    socket.writeBytes(request.bytes());
    byte[] written = socket.toByteArray();
    requests.add(written);
    assertIsOneRequest(request, written);
    assertIsIntended(written);
    Delivery.Sent sent = new Delivery.Sent(written.length, Fingerprint.of(written));
    Reply reply = replies.isEmpty() ? (r, s) -> answered("{}", s) : replies.removeFirst();
    return reply.to(request, sent);
  }

  private static void assertIsOneRequest(CanonicalRequest request, byte[] written) {
    assertThat(written).isEqualTo(request.bytes()).hasSize(request.length());
    assertThat(Fingerprint.of(written)).isEqualTo(request.hash());
    String text = new String(written, StandardCharsets.US_ASCII);
    assertThat(text.replace("\r\n", "").chars()).allMatch(c -> c >= ' ' && c <= '~');
    int end = text.indexOf("\r\n\r\n");
    List<String> head = List.of(text.substring(0, end).split("\r\n"));
    String body = text.substring(end + 4);
    boolean post = request.endpoint().body().isPresent();
    assertThat(body).doesNotContain("\r\n");
    assertThat(head.getFirst()).matches((post ? "POST" : "GET") + " /[!-~]* HTTP/1\\.1");
    String host = request.endpoint().origin().getAuthority();
    List<String> fixed =
        new ArrayList<>(
            List.of(
                "Host: " + host,
                "User-Agent: Sotto",
                "Accept: " + request.endpoint().responseType(),
                "Accept-Encoding: identity",
                "Connection: close"));
    if (post) {
      fixed.add("Content-Type: " + request.endpoint().body().orElseThrow().mediaType());
      fixed.add("Content-Length: " + body.length());
    }
    assertThat(head.subList(1, head.size())).isEqualTo(fixed);
  }

  private void assertIsIntended(byte[] written) throws IOException {
    Optional<RecordedEntry> newest = ledger.find(ledger.size() - 1);
    assertThat(newest)
        .hasValueSatisfying(entry ->
            assertThat(entry)
                .isInstanceOfSatisfying(
                    RecordedEntry.Kept.class,
                    kept ->
                        assertThat(kept.entry())
                            .isInstanceOfSatisfying(
                                LedgerEntry.Intent.class,
                                intent ->
                                    assertThat(intent.egress().payload())
                                        .isEqualTo(Fingerprint.of(written)))));
  }

  /** Returns the requests that were written, as text. */
  List<String> requests() {
    return requests.stream().map(b -> new String(b, StandardCharsets.US_ASCII)).toList();
  }

  /** Returns how many bytes were written in all. */
  long bytes() {
    return requests.stream().mapToLong(b -> b.length).sum();
  }
}
