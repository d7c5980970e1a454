package dev.sotto.tool;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.Courier;
import dev.sotto.consent.Delivery;
import dev.sotto.consent.EgressGate;
import dev.sotto.consent.GateLimits;
import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.Origin;
import dev.sotto.consent.Redactor;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.consent.StandingConsent;
import dev.sotto.consent.StandingConsents;
import dev.sotto.consent.ToolCalls;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.ledger.Checkpoint;
import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Calls tools through the real gate: a person who says yes to everything and remembers the cards,
 * and a courier that carries the bytes to a service on this computer, and nowhere else.
 */
public final class ConsentedCalls {
  private static final Labels TYPED = new Labels(Integrity.TYPED, Confidentiality.PERSONAL);
  private static final String NO_ARCHIVE = "0".repeat(64);

  private final List<ConsentCard> cards = new ArrayList<>();
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final ToolCalls calls;

  /** Creates it. */
  public ConsentedCalls() {
    ConsentPrompt yes =
        card -> {
          cards.add(card);
          return new ConsentPrompt.Asked(
              new ConsentDecision.Yes(
                  card.number(), card.request().hash(), new ConsentDecision.Scope.Once()),
              Method.KEY_PRESS,
              Fingerprint.of());
        };
    calls =
        new ToolCalls(
            new EgressGate(
                yes,
                new ToLoopback(),
                new Listed(),
                new NoneStand(),
                Redactor.NONE,
                new GateLimits(1_000, Duration.ofDays(1)),
                Clock.systemUTC()));
  }

  /** Calls a tool with values that the person typed. */
  public <A extends Record> ToolOutcome call(
      Tool<A> tool, Map<String, ArgumentValue> values, ToolContext context) throws IOException {
    Map<String, LabelledArgument> arguments = new HashMap<>();
    values.forEach((name, value) ->
        arguments.put(name, new LabelledArgument(value, TYPED, new Origin.Typed())));
    return calls.call(RegisteredTool.of(tool, NO_ARCHIVE), arguments, context, Cancellation.NEVER);
  }

  /** Returns what the person was shown so far. */
  public List<ConsentCard> cards() {
    return List.copyOf(cards);
  }

  /** Returns what stands in the ledger. */
  public List<LedgerEntry> entries() {
    return List.copyOf(entries);
  }

  private static final class ToLoopback implements Courier {
    @Override
    public Delivery deliver(CanonicalRequest request, Cancellation cancellation)
        throws IOException {
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

  private final class Listed implements ConsentLedger {
    @Override
    public long append(LedgerEntry entry) {
      entries.add(entry);
      return entries.size();
    }

    @Override
    public long size() {
      return entries.size() + 1L;
    }

    @Override
    public Optional<RecordedEntry> find(long number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<RecordedEntry> entries(long from, long to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long erase(long number, Decision decision) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Checkpoint checkpoint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String verifierKey() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String prove(long number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void export(OutputStream out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long verify() {
      return size();
    }
  }

  private static final class NoneStand implements StandingConsents {
    @Override
    public List<StandingConsent> all() {
      return List.of();
    }

    @Override
    public void add(StandingConsent consent) {}

    @Override
    public void remove(long number) {}

    @Override
    public List<Instant> uses(long number, Instant since) {
      return List.of();
    }

    @Override
    public void use(long number, Instant when) {}
  }
}
