package dev.sotto.people;

import static dev.sotto.people.PeopleRecords.card;
import static dev.sotto.people.PeopleRecords.from;
import static dev.sotto.people.PeopleRecords.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.people.Correspondence.Relation;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordKind;
import dev.sotto.search.ParticipantCount;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorrespondenceTest {
  private static final Self ME = new Self(List.of("Mara Lindqvist"), List.of("m@x.example"));

  private final PersonDirectory directory =
      PersonDirectory.of(
          List.of(
              card("Anna Weber", "anna@x.example"),
              card("Ilse Lindqvist", List.of("Mum"), "ilse@x.example"),
              card("陈薇 (Wei Chen)", "wei@x.example"),
              card("安娜", "an@x.example")),
          List.of(
              new ParticipantCount("Tom Fox", "tom@x.example", 2, 1),
              new ParticipantCount("Anna Weber", "anna@evil.example", 1, 0),
              new ParticipantCount("Nordstern Air", "booking@air.example", 1, 0)),
          ME,
          PersonDecisions.NONE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "what did Anna write about the lease?|AUTHOR|Anna Weber|the lease",
        "What did Anna Weber send me about the lease|AUTHOR|Anna Weber|the lease",
        "when did my mum write that the train is late|AUTHOR|Ilse Lindqvist|that the train is late",
        "everything Tom wrote regarding the boiler|AUTHOR|Tom Fox|the boiler",
        "mails from Tom|AUTHOR|Tom Fox|mails from Tom Fox",
        "are there any emails from nordstern air about the seat|AUTHOR|Nordstern Air|the seat",
        "what does the mail from Tom say about the keys|AUTHOR|Tom Fox|say about the keys",
        "Anna's letter about the cellar|AUTHOR|Anna Weber|the cellar",
        "what did I write to Tom about the lease|RECIPIENT|Tom Fox|the lease",
        "messages to Mum about Christmas|RECIPIENT|Ilse Lindqvist|Christmas",
        "the chat with Anna about the film|PARTICIPANT|Anna Weber|the film",
        "Was hat Anna über den Mietvertrag geschrieben?|AUTHOR|Anna Weber|den Mietvertrag",
        "Was schrieb Anna mir zum Keller|AUTHOR|Anna Weber|Keller",
        "Mails von Tom wegen der Heizung|AUTHOR|Tom Fox|der Heizung",
        "o que a Anna escreveu sobre o contrato|AUTHOR|Anna Weber|o contrato",
        "Anna 写了什么关于租约的|AUTHOR|Anna Weber|租约",
        "安娜写了什么关于租约的？|AUTHOR|安娜|租约",
        "关于租约，安娜写了什么|AUTHOR|安娜|租约",
        "来自陈薇的邮件|AUTHOR|陈薇 (Wei Chen)|来自陈薇 (Wei Chen)的邮件",
        "我给安娜写了什么关于钥匙的|RECIPIENT|安娜|钥匙",
        "和安娜的聊天|PARTICIPANT|安娜|和安娜的聊天",
      })
  void readsWhoseWritingAQuestionAsksFor(
      String question, Relation relation, String person, String wording) throws IOException {
    Correspondence read = read(question).orElseThrow();

    assertThat(read.relation()).isEqualTo(relation);
    assertThat(read.persons()).extracting(Person::name).containsExactly(person);
    assertThat(read.wordings()).first().isEqualTo(wording);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what did Anna say about the lease?",
        "when is Anna's birthday?",
        "what is Anna's email",
        "what is Tom's mail address",
        "where does Anna live",
        "what did I write about the lease",
        "what did the landlord write about the deposit",
        "when did the mail from the bank come",
        "what did I buy with Anna",
        "who wrote the letter about the cellar",
        "reply to Anna's question",
        "租约是什么时候签的",
        "我写了什么关于租约的",
      })
  void leavesEveryOtherQuestionAlone(String question) throws IOException {
    assertThat(read(question)).isEmpty();
  }

  @Test
  void theDirectoryIsNotMadeForAQuestionThatCanNotBeOne() throws IOException {
    CorrespondenceReader.read(
        "when is the boiler service?",
        () -> {
          throw new AssertionError("made");
        });
  }

  @Test
  void knowsTheOtherNamesOfWhomAQuestionNames() {
    assertThat(OtherNames.of("when does Mum's train arrive?", directory))
        .containsExactly("Ilse Lindqvist", "ilse");
    assertThat(OtherNames.of("what did Wei eat", directory)).containsExactly("陈薇");
    assertThat(OtherNames.of("what did Wei Chen eat", directory)).containsExactly("陈薇");
    assertThat(OtherNames.of("陈薇什么时候来？", directory)).containsExactly("Wei Chen", "wei");
    assertThat(OtherNames.of("when does Anna come?", directory)).isEmpty();
    assertThat(OtherNames.of("when is the boiler service?", directory)).isEmpty();
  }

  @Test
  void aLetterWithoutAnAddressIsNobodysWhateverNameOrNumberItBears() throws IOException {
    PersonDirectory known =
        PersonDirectory.of(
            List.of(card("Anna Weber", "anna@x.example", "+491713920011")),
            List.of(
                new ParticipantCount("Anna", "", 1, 0),
                new ParticipantCount("", "+491713920011", 1, 0)),
            ME,
            PersonDecisions.NONE);
    Correspondence asked =
        CorrespondenceReader.read("what did Anna write?", () -> known).orElseThrow();

    assertThat(asked.admits(passage(RecordKind.CHAT, from("Anna", "")))).isTrue();
    assertThat(asked.admits(passage(RecordKind.CHAT, from("", "+491713920011")))).isTrue();
    assertThat(asked.admits(passage(RecordKind.EMAIL, from("A.", "anna@x.example")))).isTrue();
    assertThat(asked.admits(passage(RecordKind.EMAIL, from("Anna", "")))).isFalse();
    assertThat(asked.admits(passage(RecordKind.EMAIL, from("Anna", "+491713920011")))).isFalse();
    assertThat(asked.admits(passage(RecordKind.EMAIL, to("A.", "anna@x.example")))).isFalse();
  }

  private static Passage passage(RecordKind kind, Participant participant) {
    PersonalRecord record = PeopleRecords.written(kind, "x", "x", participant);
    return new Passage(
        record.id(),
        record.source(),
        kind,
        "",
        record.content().time(),
        List.of(participant),
        record.content().labels(),
        TextLanguage.ENGLISH,
        0,
        1,
        "x");
  }

  private Optional<Correspondence> read(String question) throws IOException {
    return CorrespondenceReader.read(question, () -> directory);
  }
}
