package dev.sotto.consent;

import dev.sotto.model.Cancellation;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets a tool work, and takes each of its requests to the gate. Safe for all threads.
 *
 * <p>A tool runs in a thread of its own, one for each of its steps. What it throws ends the call
 * and nothing else. One that does not return in time is interrupted and the call ends as broken;
 * Java can't stop code that ignores this, which then computes on until the process ends, and has no
 * way to send. What a tool changes elsewhere in this process is not noticed.
 */
public final class ToolCalls {
  private static final Labels OF_RESPONSES = new Labels(Integrity.EXTERNAL, Confidentiality.PUBLIC);

  private static final long BETWEEN_LOOKS_MILLIS = 50;

  private final EgressGate gate;
  private final ThreadFactory threads;
  private final Duration patience;

  /**
   * Creates it; the gate stays the caller's.
   *
   * @param threads makes the threads that tools run in; daemons, so that none keeps the process
   * @param patience how long a tool may take for one step, without the time that its request takes
   */
  public ToolCalls(EgressGate gate, ThreadFactory threads, Duration patience) {
    this.gate = gate;
    this.threads = threads;
    this.patience = patience;
  }

  /**
   * Calls a tool.
   *
   * @param tool which
   * @param arguments by name
   * @param context when and for whom
   * @param cancellation ends the call between requests, stops the courier, and ends the waiting for
   *     a tool
   * @throws IOException if the ledger can't be written
   */
  public <A extends Record> ToolOutcome call(
      RegisteredTool<A> tool,
      Map<String, LabelledArgument> arguments,
      ToolContext context,
      Cancellation cancellation)
      throws IOException {
    Map<String, LabelledArgument> taken = new LinkedHashMap<>(arguments);
    Map<String, ArgumentValue> values = new HashMap<>();
    taken.forEach((name, argument) -> values.put(name, argument.value()));
    List<LabelledArgument> given = new ArrayList<>(taken.values());
    List<ToolResponse> responses = new ArrayList<>();
    List<SentRequest> sent = new ArrayList<>();
    List<Redactor.Replacement> replaced = new ArrayList<>();
    try {
      A bound = inTool(() -> tool.argumentType().bind(values), cancellation);
      while (true) {
        List<ToolResponse> before = List.copyOf(responses);
        ToolStep step = inTool(() -> tool.tool().proceed(bound, before, context), cancellation);
        if (step instanceof ToolFindings findings) {
          return new ToolOutcome.Found(
              restored(findings, new Redactor.Redaction("", replaced)), sent);
        }
        if (!(step instanceof EgressRequest request) || responses.size() == Tool.MAX_REQUESTS) {
          return new ToolOutcome.Broken(sent);
        }
        GateOutcome outcome = gate.send(new EgressWish(tool, request, given), cancellation);
        switch (outcome) {
          case GateOutcome.Refused refused -> {
            return new ToolOutcome.Refused(refused.reason(), sent);
          }
          case GateOutcome.Failed failed -> {
            sent.add(failed.sent());
            return new ToolOutcome.NotAnswered(failed.failure(), failed.status(), sent);
          }
          case GateOutcome.Answered answered -> {
            sent.add(answered.sent());
            responses.add(answered.response());
            replaced.addAll(answered.redaction().replacements());
            given.add(
                new LabelledArgument(
                    new ArgumentValue.Words(""),
                    OF_RESPONSES,
                    new Origin.FromResponse(answered.sent().host())));
          }
        }
      }
    } catch (ToolException e) {
      return new ToolOutcome.Unable(e.explanation(), sent);
    } catch (BrokenToolException e) {
      return new ToolOutcome.Broken(sent);
    }
  }

  private interface Work<T> {
    T run() throws ToolException;
  }

  /**
   * A tool threw something that it may not throw. It says no more, since that is the tool's text.
   */
  private static final class BrokenToolException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private <T> T inTool(Work<T> work, Cancellation cancellation)
      throws ToolException, BrokenToolException {
    FutureTask<T> task = new FutureTask<>(work::run);
    threads.newThread(task).start();
    long begun = System.nanoTime();
    try {
      while (true) {
        try {
          return task.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (cancellation.requested() || System.nanoTime() - begun >= patience.toNanos()) {
            throw new BrokenToolException();
          }
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ToolException cause -> throw cause;
        case OutOfMemoryError cause -> throw cause;
        case null, default -> throw new BrokenToolException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenToolException();
    } finally {
      task.cancel(true);
    }
  }

  private static ToolFindings restored(ToolFindings findings, Redactor.Redaction redaction) {
    if (redaction.replacements().isEmpty()) {
      return findings;
    }
    return new ToolFindings(
        findings.findings().stream()
            .map(finding ->
                new ToolFindings.Finding(
                    restored(finding.title(), redaction),
                    restored(finding.text(), redaction),
                    Optional.empty()))
            .toList(),
        restored(findings.notice(), redaction));
  }

  private static String restored(String text, Redactor.Redaction redaction) {
    String restored = redaction.restore(text);
    if (restored.length() <= ToolFindings.MAX_CHARACTERS) {
      return restored;
    }
    int end = ToolFindings.MAX_CHARACTERS;
    return restored.substring(
        0, Character.isHighSurrogate(restored.charAt(end - 1)) ? end - 1 : end);
  }
}
