package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.demo.SampleLife;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class PeopleCommandTest {
  private static final String ME = "mara@lindqvist.example";

  @TempDir private static Path folder;
  private static Path life;
  private static Person shared;

  @TempDir private Path own;
  private Person person;

  @BeforeAll
  static void addLife() throws IOException {
    life = folder.resolve("life");
    SampleLife.copyTo(life);
    Files.writeString(
        life.resolve("mail/forged.eml"),
        "From: Bea Oduya <bea@evil.example>\nTo: Mara Lindqvist <"
            + ME
            + ">\n"
            + "Subject: My new number\nDate: Mon, 02 Nov 2026 10:00:00 +0000\n"
            + "Message-ID: <1@evil.example>\n\nCall me on +49 999 123456.\n");
    shared = Person.withStoreIn(folder.resolve("person"));
    for (String part : List.of("mail", "chats", "contacts", "calendar")) {
      assertThat(shared.runs("add", life.resolve(part).toString()).status()).isZero();
    }
  }

  @BeforeEach
  void copyStore() throws IOException {
    person = shared.copiedTo(own);
  }

  @Test
  void thereAreAsManyPersonsAsCardsAndOtherAddresses() throws IOException {
    Set<String> listed = found("contacts", "(?m)^EMAIL[^:\\r\\n]*:(\\S+)");
    int cards = count("contacts", "(?m)^BEGIN:VCARD");
    Set<String> addresses = found("mail", "(?mi)^(?:From|To|Cc):[^\\r\\n]*?<([^>\\s]+@[^>\\s]+)>");
    addresses.addAll(found("calendar", "(?mi)^(?:ATTENDEE|ORGANIZER)[^\\r\\n]*?:mailto:(\\S+)"));
    addresses.removeAll(listed);
    addresses.remove(ME);

    JsonNode persons = person.runs("people", "--json").json().path("persons");

    assertThat(cards).isEqualTo(14);
    assertThat(addresses).contains("booking@nordstern-air.example", "bea@evil.example");
    assertThat(persons).hasSize(1 + cards + addresses.size());
    assertThat(persons.get(0).path("me").asBoolean()).isTrue();
  }

  @Test
  void chatsBelongToTheCardsOfTheirWriters() {
    JsonNode wei = shown("陈薇");
    JsonNode bea = shown("Bea");

    assertThat(wei.toString())
        .contains("wei.chen@porzellanwerkstatt.example", "+491713920027")
        .contains("{\"kind\":\"name\",\"value\":\"陈薇\"}");
    assertThat(shown("Wei Chen")).isEqualTo(wei);
    assertThat(bea.toString())
        .contains("\"value\":\"bea\"", "only-one-called-so", "bea@oduya.example")
        .doesNotContain("evil");
    assertThat(person.runs("people", "show", "Mum").out()).contains("Ilse Lindqvist");
  }

  @Test
  void aForgedNameIsSuggestedAndMayBeMergedAndSplitAgain() {
    assertThat(person.runs("people", "suggestions").out())
        .contains("sotto people merge \"bea@oduya.example\" \"bea@evil.example\"");

    assertThat(person.runs("people", "merge", "Bea", "bea@evil.example").status()).isZero();
    assertThat(shown("Bea").toString()).contains("evil", "decided");
    assertThat(person.runs("people", "suggestions").out()).doesNotContain("evil");

    assertThat(person.runs("people", "split", "Bea", "bea@evil.example").status()).isZero();
    assertThat(shown("Bea").toString()).doesNotContain("evil");
    assertThat(person.runs("people", "suggestions").out()).doesNotContain("evil");
  }

  @Test
  void whatIsDecidedIsNotReadableOnTheDisk() throws IOException {
    person.runs("people", "merge", "Bea", "bea@evil.example");

    for (Path file : person.storeFiles()) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain("bea@evil.example");
    }
  }

  @Test
  void factsOfContactsComeFromTheirCards() {
    Outcome number = person.runs("ask", "what is Bea's phone number?", "--alone", "--json");

    assertThat(number.json().path("kind").asString()).isEqualTo("computed");
    assertThat(number.json().path("text").asString())
        .contains("+491713920011")
        .doesNotContain("999");
    assertThat(person.runs("ask", "陈薇的电话是多少？", "--alone").out()).contains("+491713920027");
    assertThat(person.runs("ask", "Bea's birthday", "--alone").out()).contains("3 August");
  }

  @Test
  void whatSomebodyWroteIsNotAnsweredFromAMailThatForgesTheirName() {
    assertThat(person.runs("search", "Call me on 999").out()).contains("999 123456");
    assertThat(person.runs("ask", "mails from Hauke about the rack", "--alone").out())
        .contains("Hauke Jessen");

    assertThat(person.runs("ask", "what did Bea write about her new number?", "--alone").all())
        .doesNotContain("999 123456");
  }

  @Test
  void wrongWordsAreExplained() {
    assertThat(person.runs("people", "show", "Hugo").status()).isEqualTo(ExitStatus.NOTHING_FOUND);
    assertThat(person.runs("people", "show").err()).contains("sotto people show NAME");
    assertThat(person.runs("people", "merge", "Bea", "Lindqvist").err())
        .contains("ilse@lindqvist.example", "nils@lindqvist.example");
    assertThat(person.runs("people", "split", "Bea", "tom@x.example").err())
        .contains("bea@oduya.example");
    assertThat(person.runs("people", "kiss", "Bea").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("people", "merge", "Bea", "bea@oduya.example").status())
        .isEqualTo(ExitStatus.USAGE);
  }

  private JsonNode shown(String name) {
    JsonNode persons = person.runs("people", "show", name, "--json").json().path("persons");
    assertThat(persons).hasSize(1);
    return persons.get(0);
  }

  private Set<String> found(String part, String pattern) throws IOException {
    Set<String> found = new HashSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text(part));
    while (matcher.find()) {
      found.add(matcher.group(1).toLowerCase(Locale.ROOT));
    }
    return found;
  }

  private int count(String part, String pattern) throws IOException {
    return (int) Pattern.compile(pattern).matcher(text(part)).results().count();
  }

  private String text(String part) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(life.resolve(part))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        text.append(Files.readString(file).replaceAll("\\r?\\n[ \\t]", "")).append('\n');
      }
    }
    return text.toString();
  }
}
