package dev.sotto.application.terminal;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentDecision.Scope;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.Origin;
import dev.sotto.ledger.Method;
import dev.sotto.record.Fingerprint;
import dev.sotto.text.SafeText;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.LocalizedText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks at the terminal whether bytes may leave: plain lines from top to bottom, so that a screen
 * reader reads them in order. What was typed before the card is dropped; a key counts only after it
 * was shown. Anything but a clear yes is a no, and so is silence. For one thread.
 */
public final class ConsentScreen implements ConsentPrompt {
  /** How long a card waits. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration STANDING = Duration.ofDays(30);
  private static final int STANDING_PER_DAY = 20;
  private static final int MOST_KEYS = 20;
  private static final int EXCERPT = 240;

  private final PrintStream out;
  private final Style style;
  private final Messages messages;
  private final ZoneId zone;
  private final ConsentKeys keys;
  private final Optional<String> asker;

  /**
   * @param zone in which days are written
   * @param asker a line about who asks, if that is not who sits here; a yes for the sitting, which
   *     is theirs, is not offered then
   */
  public ConsentScreen(
      PrintStream out,
      Style style,
      Messages messages,
      ZoneId zone,
      ConsentKeys keys,
      Optional<String> asker) {
    this.out = out;
    this.style = style;
    this.messages = messages;
    this.zone = zone;
    this.keys = keys;
    this.asker = asker;
  }

  @Override
  public Asked ask(ConsentCard card) {
    List<String> lines = lines(card);
    Fingerprint shown = Fingerprint.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    out.println();
    out.println(style.strong(lines.getFirst()));
    lines.subList(1, lines.size()).forEach(out::println);
    out.print(style.strong(choices(card)) + " ");
    out.flush();
    keys.forgetTyped();
    return new Asked(decision(card), Method.KEY_PRESS, shown);
  }

  private ConsentDecision decision(ConsentCard card) {
    for (int i = 0; i < MOST_KEYS; i++) {
      Optional<Integer> key = keys.next(PATIENCE);
      char pressed = key.isEmpty() ? 'n' : (char) Character.toLowerCase(key.get().intValue());
      switch (pressed) {
        case 'y' -> {
          return yes(card, new Scope.Once(), "consent.once");
        }
        case 's' -> {
          if (card.mayStand() && asker.isEmpty()) {
            return yes(card, new Scope.Sitting(), "consent.sitting");
          }
        }
        case 'd' -> {
          if (card.mayStand()) {
            return yes(card, new Scope.Standing(STANDING, STANDING_PER_DAY), "consent.standing");
          }
        }
        case 'e' -> {
          Optional<ConsentDecision> edit = edit(card);
          if (edit.isPresent()) {
            return edit.get();
          }
        }
        case '?' -> why(card).forEach(line -> out.println(style.faint(line)));
        default -> {
          out.println(messages.of("consent.no"));
          return new ConsentDecision.No();
        }
      }
      out.print(style.strong(choices(card)) + " ");
      out.flush();
    }
    out.println(messages.of("consent.no"));
    return new ConsentDecision.No();
  }

  private ConsentDecision yes(ConsentCard card, Scope scope, String message) {
    out.println(messages.of(message, STANDING.toDays(), STANDING_PER_DAY));
    return new ConsentDecision.Yes(card.number(), card.request().hash(), scope);
  }

  private String choices(ConsentCard card) {
    String offered = asker.isEmpty() ? "consent.keys" : "consent.keysElsewhere";
    return messages.of(card.mayStand() ? offered : "consent.keysOnce", STANDING.toDays());
  }

  private Optional<ConsentDecision> edit(ConsentCard card) {
    out.println();
    for (int i = 0; i < card.fields().size(); i++) {
      ConsentCard.ShownField field = card.fields().get(i);
      out.println(
          "  " + (i + 1) + "  " + label(field.label()) + ": " + SafeText.line(field.value()));
    }
    Optional<ConsentCard.ShownField> field =
        keys.line(messages.of("consent.whichField"))
            .map(String::strip)
            .filter(text -> text.matches("\\d{1,3}"))
            .map(Integer::parseInt)
            .filter(number -> number >= 1 && number <= card.fields().size())
            .map(number -> card.fields().get(number - 1));
    if (field.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> text =
        keys.line(
                messages.of(field.get().optional() ? "consent.newValueOrNone" : "consent.newValue"))
            .map(String::strip);
    if (text.isEmpty() || (text.get().isEmpty() && !field.get().optional())) {
      return Optional.empty();
    }
    return Optional.of(
        new ConsentDecision.Edit(field.get().name(), text.filter(typed -> !typed.isEmpty())));
  }

  /** All that a person is shown before they decide, in plain text. */
  private List<String> lines(ConsentCard card) {
    CanonicalRequest request = card.request();
    List<String> lines = new ArrayList<>();
    lines.add(messages.of("consent.head"));
    asker.ifPresent(line -> lines.add("  " + line));
    lines.add("  " + messages.of("consent.host", request.endpoint().origin().toString()));
    lines.add(
        "  "
            + messages.of(
                "consent.purpose",
                label(card.manifest().purpose()),
                card.manifest().id(),
                card.manifest().version()));
    for (ConsentCard.ShownField field : card.fields()) {
      lines.add(
          "  "
              + messages.of("consent.field", label(field.label()), SafeText.line(field.value()))
              + (field.changed() ? " " + messages.of("consent.changed") : ""));
      field
          .replaced()
          .ifPresent(original ->
              lines.add("    " + messages.of("consent.replaced", SafeText.line(original))));
    }
    card.unreadable()
        .ifPresent(
            name -> lines.add("  " + messages.of("consent.unreadable", fieldName(card, name))));
    origins(card).forEach(line -> lines.add("  " + line));
    lines.add("  " + messages.of("consent.bytes", request.length()));
    new String(request.bytes(), StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> !line.isEmpty())
        .forEach(line -> lines.add("    " + SafeText.line(line)));
    return lines;
  }

  private static String fieldName(ConsentCard card, String name) {
    return card.fields().stream().anyMatch(field -> field.name().equals(name)) ? name : "?";
  }

  private List<String> origins(ConsentCard card) {
    List<String> lines = new ArrayList<>();
    card.fields().stream()
        .flatMap(field -> field.origins().stream())
        .distinct()
        .forEach(origin -> {
          switch (origin) {
            case Origin.Typed typed -> {}
            case Origin.Profile profile -> lines.add(messages.of("consent.ofProfile"));
            case Origin.FromResponse response ->
                lines.add(messages.of("consent.ofResponse", response.host()));
            case Origin.FromRecord record ->
                lines.add(
                    messages.of(
                        "consent.ofRecord",
                        SafeText.line(record.passage().title()),
                        messages.day(record.passage().time(), zone),
                        excerpt(record.passage().text())));
          }
        });
    return lines;
  }

  private static String excerpt(String text) {
    String line = SafeText.line(text);
    return line.codePointCount(0, line.length()) <= EXCERPT
        ? line
        : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + " …";
  }

  private List<String> why(ConsentCard card) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    Function<String, String> said = key -> "  " + messages.of(key);
    lines.add(said.apply("consent.whyVisible"));
    lines.add(
        "  " + messages.of("consent.whyKept", label(card.manifest().retention().statement())));
    lines.add("  " + messages.of("consent.whyHash", card.request().hash().value()));
    lines.add("  " + messages.of("consent.whyCode", card.codeHash()));
    lines.add(
        "  "
            + messages.of(
                "consent.whyBits", String.format(Locale.ROOT, "%.0f", card.manifest().bits())));
    if (!card.mayStand()) {
      lines.add(said.apply("consent.whyOnce"));
    }
    lines.add(said.apply("consent.whyLedger"));
    return lines;
  }

  private String label(LocalizedText text) {
    return SafeText.line(
        text.in(
            messages.locale().equals(Locale.CHINESE)
                ? TextLanguage.CHINESE
                : TextLanguage.ENGLISH));
  }
}
