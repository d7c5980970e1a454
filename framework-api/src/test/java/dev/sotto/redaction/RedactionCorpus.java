package dev.sotto.redaction;

import dev.sotto.consent.Redactor;
import dev.sotto.people.PeopleRecords;
import dev.sotto.people.PersonDecisions;
import dev.sotto.people.PersonDirectory;
import dev.sotto.people.Self;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Labelled texts, and the contacts of somebody who might type them. */
final class RedactionCorpus {
  private static final Pattern MARK = Pattern.compile("\\{([PMTABCI]):([^}]*)}");
  private static final Map<String, Redactor.Kind> KINDS =
      Map.of(
          "P", Redactor.Kind.PERSON,
          "M", Redactor.Kind.MAIL_ADDRESS,
          "T", Redactor.Kind.TELEPHONE_NUMBER,
          "A", Redactor.Kind.POSTAL_ADDRESS,
          "B", Redactor.Kind.BANK_ACCOUNT,
          "C", Redactor.Kind.CARD_NUMBER,
          "I", Redactor.Kind.IDENTITY_DOCUMENT);

  private RedactionCorpus() {}

  /** A text in which places are labelled. */
  record Labelled(String set, String language, String text, List<Span> spans) {}

  /**
   * What became of some texts.
   *
   * @param spans how many places were labelled
   * @param leaked how many of them were not replaced wholly
   * @param residue letters and digits of labelled places that would be sent
   * @param labelled letters and digits of labelled places
   * @param over letters and digits that were replaced without a label
   * @param plain letters and digits without a label
   * @param spoiled texts without labelled places in which something was replaced
   * @param clean texts without labelled places
   */
  record Measured(
      int spans,
      int leaked,
      int residue,
      int labelled,
      int over,
      int plain,
      int spoiled,
      int clean,
      List<String> remarks) {
    double leakRate() {
      return (double) leaked / spans;
    }

    double overRate() {
      return (double) over / plain;
    }
  }

  static List<Labelled> read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RedactionCorpus.class.getResourceAsStream("corpus.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(RedactionCorpus::labelled)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Labelled labelled(String line) {
    String[] parts = line.split("\\|", 3);
    Matcher marks = MARK.matcher(parts[2]);
    StringBuilder text = new StringBuilder();
    List<Span> spans = new ArrayList<>();
    int at = 0;
    while (marks.find()) {
      text.append(parts[2], at, marks.start());
      int start = text.length();
      text.append(marks.group(2));
      spans.add(new Span(start, text.length(), Objects.requireNonNull(KINDS.get(marks.group(1)))));
      at = marks.end();
    }
    return new Labelled(parts[0], parts[1], text.append(parts[2].substring(at)).toString(), spans);
  }

  static PersonDirectory contacts() {
    return PersonDirectory.of(
        List.of(
            PeopleRecords.card(
                "Anna Weber",
                List.of("Anni"),
                "+49 171 3920011",
                "anna.weber@posteo.example",
                "Address (home): Lindenallee 14, 04109 Leipzig"),
            PeopleRecords.card(
                "João Silva Santos",
                List.of("Joãozinho"),
                "+351 912 345 678",
                "Address: Rua das Flores 21, 4050-262 Porto"),
            PeopleRecords.card("陈薇 (Wei Chen)", List.of("薇薇"), "13812345678"),
            PeopleRecords.card("王小明"),
            PeopleRecords.card("李娜 (Li Na)"),
            PeopleRecords.card("欧阳静", List.of("静静")),
            PeopleRecords.card("Maria dos Santos"),
            PeopleRecords.card("Will May"),
            PeopleRecords.card("Bob Miller", List.of("Bobby"), "+1 415 555 0132"),
            PeopleRecords.card("Dr. Karl-Heinz Müller"),
            PeopleRecords.card("Beatriz Costa", List.of("Bia")),
            PeopleRecords.card("Rose Baker")),
        List.of(),
        new Self(List.of("Tomás Ferreira"), List.of("tomas@ferreira.example")),
        PersonDecisions.NONE);
  }

  /** Returns what a redactor makes of some texts. */
  static Measured measure(Redactor redactor, List<Labelled> texts) {
    int[] sums = new int[8];
    List<String> remarks = new ArrayList<>();
    for (Labelled one : texts) {
      BitSet replaced = replaced(one.text(), redactor.redact(one.text()));
      BitSet marked = new BitSet();
      for (Span span : one.spans()) {
        marked.set(span.start(), span.end());
        int left = count(one.text(), span.start(), span.end(), replaced, false);
        sums[0]++;
        sums[1] += left > 0 ? 1 : 0;
        sums[2] += left;
        sums[3] += count(one.text(), span.start(), span.end(), new BitSet(), false);
        if (left > 0) {
          remarks.add("left " + span.kind() + " in: " + one.text());
        }
      }
      int over = 0;
      for (int i = 0; i < one.text().length(); i++) {
        if (!marked.get(i) && Character.isLetterOrDigit(one.text().charAt(i))) {
          sums[5]++;
          over += replaced.get(i) ? 1 : 0;
        }
      }
      sums[4] += over;
      if (one.spans().isEmpty()) {
        sums[7]++;
        sums[6] += over > 0 ? 1 : 0;
      }
      if (over > 0) {
        remarks.add("took too much of: " + one.text());
      }
    }
    return new Measured(
        sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], remarks);
  }

  private static int count(String text, int start, int end, BitSet replaced, boolean wanted) {
    int count = 0;
    for (int i = start; i < end; i++) {
      if (Character.isLetterOrDigit(text.charAt(i)) && replaced.get(i) == wanted) {
        count++;
      }
    }
    return count;
  }

  /** Returns which characters of the text are no longer in what it became. */
  private static BitSet replaced(String text, Redactor.Redaction redaction) {
    BitSet replaced = new BitSet();
    if (redaction.replacements().isEmpty()) {
      return replaced;
    }
    Map<String, String> originals =
        redaction.replacements().stream()
            .collect(
                Collectors.toMap(
                    Redactor.Replacement::placeholder, Redactor.Replacement::original));
    Matcher placeholders =
        Pattern.compile(
                originals.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")))
            .matcher(redaction.text());
    int inText = 0;
    int at = 0;
    while (placeholders.find()) {
      inText += placeholders.start() - at;
      int length = Objects.requireNonNull(originals.get(placeholders.group())).length();
      replaced.set(inText, inText + length);
      inText += length;
      at = placeholders.end();
    }
    if (inText + redaction.text().length() - at != text.length()) {
      throw new AssertionError("A redacted text and its original don't lie beside each other");
    }
    return replaced;
  }
}
