package dev.sotto.application.terminal;

import dev.sotto.consent.GateOutcome;
import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.SentRequest;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.plan.ToolPlan;
import dev.sotto.text.SafeText;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolFindings;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows what a tool is asked, what it found and what left this computer for it. For one thread. */
public final class ToolScreen {
  private final PrintStream out;
  private final Style style;
  private final Messages messages;
  private final Route route;

  /** How a command came to be run. */
  public enum Route {
    /** By this process alone. */
    DIRECT("tool.refused.nobody-there"),
    /** Over the connection to a store that is kept open. */
    THROUGH_AGENT("tool.refused.nobodyByAgent");

    private final String nobodyThere;

    Route(String nobodyThere) {
      this.nobodyThere = nobodyThere;
    }
  }

  /**
   * @param route decides what is said where nobody could be asked
   */
  public ToolScreen(PrintStream out, Style style, Messages messages, Route route) {
    this.route = route;
    this.out = out;
    this.style = style;
    this.messages = messages;
  }

  /** Returns the language in which findings are wanted. */
  public static TextLanguage language(Messages messages) {
    return messages.locale().equals(Locale.CHINESE) ? TextLanguage.CHINESE : TextLanguage.ENGLISH;
  }

  /** Shows which tool will be asked, and what. */
  public void plan(ToolPlan plan) {
    String arguments =
        plan.arguments().values().stream()
            .map(LabelledArgument::value)
            .map(ToolScreen::text)
            .collect(Collectors.joining(", "));
    out.println(
        style.faint(
            messages.of(
                "tool.plan",
                SafeText.line(said(plan.tool().manifest().summary())),
                SafeText.line(arguments))));
    out.flush();
  }

  private static String text(ArgumentValue value) {
    return switch (value) {
      case ArgumentValue.Words words -> words.text();
      case ArgumentValue.Where where -> where.place().name();
      case ArgumentValue.Day day -> day.date().toString();
      case ArgumentValue.Time time -> time.time().toString();
      case ArgumentValue.Choice choice -> choice.name().replace('_', ' ');
    };
  }

  /** Shows what a call needs that the words don't give. */
  public void missing(ToolPlan plan) {
    out.println(
        messages.of(
            "tool.missing",
            SafeText.line(said(plan.tool().manifest().summary())),
            String.join(", ", plan.missing()),
            plan.tool().manifest().id()));
  }

  /** Shows what became of a call. */
  public void outcome(ToolPlan plan, ToolOutcome outcome) {
    switch (outcome) {
      case ToolOutcome.Found found -> findings(plan, found.findings());
      case ToolOutcome.Refused refused ->
          out.println(
              messages.of(
                  refused.reason() == GateOutcome.Reason.NOBODY_THERE
                      ? route.nobodyThere
                      : "tool.refused." + refused.reason().word()));
      case ToolOutcome.NotAnswered failed ->
          out.println(
              messages.of(
                  "tool.failed." + failed.failure().name().toLowerCase(Locale.ROOT),
                  host(failed.sent()),
                  failed.status()));
      case ToolOutcome.Unable unable -> out.println(SafeText.line(said(unable.explanation())));
      case ToolOutcome.Broken broken ->
          out.println(messages.of("tool.broken", plan.tool().manifest().id()));
    }
    outcome.sent().forEach(sent -> out.println(style.faint(receipt(sent))));
    if (outcome.sent().isEmpty()) {
      out.println(style.faint(messages.of("tool.nothingSent")));
    }
    out.flush();
  }

  private void findings(ToolPlan plan, ToolFindings findings) {
    if (findings.findings().isEmpty()) {
      out.println(
          messages.of("tool.nothingFound", SafeText.line(said(plan.tool().manifest().summary()))));
    }
    for (ToolFindings.Finding finding : findings.findings()) {
      out.println(
          style.strong(SafeText.line(finding.title())) + "  " + SafeText.line(finding.text()));
      finding
          .page()
          .ifPresent(page -> out.println("  " + style.faint(SafeText.line(page.toString()))));
    }
    if (!findings.notice().isEmpty()) {
      out.println(style.faint(SafeText.line(findings.notice())));
    }
  }

  private static String host(List<SentRequest> sent) {
    return sent.isEmpty() ? "?" : sent.getLast().host();
  }

  private String receipt(SentRequest sent) {
    String fields =
        sent.fields().stream()
            .map(this::said)
            .map(SafeText::line)
            .collect(Collectors.joining(messages.of("tool.comma")));
    return sent.bytes() == 0
        ? messages.of("tool.sentNothing", sent.host(), sent.entry())
        : messages.of(
            sent.grant().isPresent() ? "tool.sentByGrant" : "tool.sent",
            sent.bytes(),
            sent.host(),
            fields,
            sent.entry(),
            sent.grant().orElse(0));
  }

  private String said(LocalizedText text) {
    return text.in(language(messages));
  }
}
