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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets a tool work, and takes each of its requests to the gate. Safe for all threads. */
public final class ToolCalls {
  private static final Labels OF_RESPONSES = new Labels(Integrity.EXTERNAL, Confidentiality.PUBLIC);

  private final EgressGate gate;

  /** Creates it; the gate stays the caller's. */
  public ToolCalls(EgressGate gate) {
    this.gate = gate;
  }

  /**
   * Calls a tool.
   *
   * @param tool which
   * @param arguments by name
   * @param context when and for whom
   * @param cancellation ends the call between requests, and stops the courier
   * @throws IOException if the ledger can't be written
   */
  public <A extends Record> ToolOutcome call(
      RegisteredTool<A> tool,
      Map<String, LabelledArgument> arguments,
      ToolContext context,
      Cancellation cancellation)
      throws IOException {
    Map<String, ArgumentValue> values = new HashMap<>();
    arguments.forEach((name, argument) -> values.put(name, argument.value()));
    List<LabelledArgument> given = new ArrayList<>(arguments.values());
    List<ToolResponse> responses = new ArrayList<>();
    List<SentRequest> sent = new ArrayList<>();
    List<Redactor.Replacement> replaced = new ArrayList<>();
    try {
      A bound = tool.argumentType().bind(values);
      while (true) {
        ToolStep step = tool.tool().proceed(bound, List.copyOf(responses), context);
        if (step instanceof ToolFindings findings) {
          return new ToolOutcome.Found(
              restored(findings, new Redactor.Redaction("", replaced)), sent);
        }
        if (responses.size() == Tool.MAX_REQUESTS) {
          return new ToolOutcome.Broken(sent);
        }
        GateOutcome outcome =
            gate.send(new EgressWish(tool, (EgressRequest) step, given), cancellation);
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
    } catch (RuntimeException | StackOverflowError e) {
      return new ToolOutcome.Broken(sent);
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
                    redaction.restore(finding.title()),
                    redaction.restore(finding.text()),
                    Optional.empty()))
            .toList(),
        findings.notice());
  }
}
