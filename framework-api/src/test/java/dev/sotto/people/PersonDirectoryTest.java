package dev.sotto.people;

import static dev.sotto.people.PeopleRecords.card;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.people.Identity.Kind;
import dev.sotto.people.PersonDecisions.Merge;
import dev.sotto.people.PersonDecisions.Split;
import dev.sotto.record.PersonalRecord;
import dev.sotto.search.ParticipantCount;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PersonDirectoryTest {
  private static final Self ME =
      new Self(List.of("Mara Lindqvist", "Mara"), List.of("m@x.example"));

  @Test
  void joinsWhatACardListsWhateverWayItIsWritten() {
    PersonDirectory directory =
        directory(
            List.of(card("Anna Weber", "anna@x.example", "+49 171 392 0011")),
            author("A. Weber", "Anna@X.example"),
            author("", "0171 3920011"),
            author("", "+49 (0)171/3920011"));

    assertThat(directory.named("Anna"))
        .singleElement()
        .satisfies(anna -> {
          assertThat(anna.name()).isEqualTo("Anna Weber");
          assertThat(anna.written()).isEqualTo(3);
          assertThat(anna.links()).extracting(Link::reason).containsOnly(Link.Reason.LISTED);
        });
    assertThat(directory.persons()).hasSize(2);
  }

  @Test
  void doesNotJoinAMailThatClaimsTheNameOfACardWithAnAddress() {
    PersonDirectory directory =
        directory(
            List.of(card("Anna Weber", "anna@x.example")),
            author("Anna Weber", "anna@x.example"),
            author("Anna Weber", "anna@evil.example"));

    assertThat(directory.named("Anna Weber")).containsExactlyElementsOf(directory.named("Anna"));
    assertThat(directory.named("Anna"))
        .singleElement()
        .extracting(person -> person.identities(Kind.ADDRESS))
        .isEqualTo(List.of(new Identity(Kind.ADDRESS, "anna@x.example")));
    assertThat(directory.named("anna@evil.example"))
        .singleElement()
        .matches(person -> !person.isKnown());
    assertThat(directory.suggestions())
        .extracting(Suggestion::reason)
        .containsExactly(Suggestion.Reason.NAME_OF_A_CARD);
  }

  @Test
  void joinsTheOneAddressThatBearsTheNameOfACardWithoutAddresses() {
    List<PersonalRecord> cards = List.of(card("Anna Weber", "+491713920011"));

    assertThat(directory(cards, author("Weber, Anna", "anna@x.example")).named("Anna"))
        .singleElement()
        .matches(anna -> anna.written() == 1);
    assertThat(
            directory(
                    cards,
                    author("Anna Weber", "anna@x.example"),
                    author("Anna Weber", "anna@evil.example"))
                .named("Anna"))
        .singleElement()
        .matches(anna -> anna.written() == 0);
  }

  @Test
  void namesOfChatsJoinTheOneCardThatFits() {
    List<PersonalRecord> cards =
        List.of(
            card("Bea Oduya", "bea@x.example"),
            card("Ilse Lindqvist", List.of("Mum"), "ilse@x.example"),
            card("Tom Fox", "t@x.example"),
            card("Tom Birch", "b@x.example"),
            card("陈薇 (Wei Chen)", "wei@x.example"));

    PersonDirectory directory =
        directory(
            cards,
            author("Bea", ""),
            author("Mum", ""),
            author("Tom", ""),
            author("陈薇", ""),
            author("~ Ilse", ""),
            author("Mara", ""));

    assertThat(directory.named("Bea").getFirst().written()).isEqualTo(1);
    assertThat(directory.named("Bea").getFirst().links())
        .extracting(Link::reason)
        .contains(Link.Reason.ONLY_ONE_CALLED_SO);
    assertThat(directory.named("mum")).singleElement().matches(mum -> mum.written() == 1);
    assertThat(directory.named("Wei Chen")).singleElement().matches(wei -> wei.written() == 1);
    assertThat(directory.named("Tom Fox").getFirst().written()).isZero();
    assertThat(directory.persons().getFirst().isMe()).isTrue();
    assertThat(directory.persons().getFirst().written()).isEqualTo(1);
    assertThat(directory.suggestions())
        .filteredOn(s -> s.reason() == Suggestion.Reason.SEVERAL_FIT)
        .hasSize(3);
  }

  @Test
  void leavesCardsApartThatShareANumberUnderOtherNames() {
    PersonDirectory directory =
        directory(
            List.of(card("Ada Quill", "+4940123456"), card("Bo Birch", "+49 40 123456")),
            author("", "040123456"));

    assertThat(directory.persons()).hasSize(4);
    assertThat(directory.suggestions())
        .extracting(Suggestion::reason)
        .containsExactly(Suggestion.Reason.SHARED);
  }

  @Test
  void joinsTwoCardsOfOneNameUnlessTheyContradictEachOther() {
    assertThat(
            directory(List.of(card("Ada Quill", "+4940123456"), card("Quill, Ada", "a@x.example")))
                .named("Ada Quill"))
        .singleElement()
        .matches(ada -> ada.cards().size() == 2);
    assertThat(
            directory(List.of(card("Ada Quill", "b@x.example"), card("Ada Quill", "a@x.example")))
                .named("Ada Quill"))
        .hasSize(2);
    assertThat(
            directory(List.of(card("Ada Quill", "+4940123456"), card("Ada Quill", "+4940654321")))
                .named("Ada Quill"))
        .hasSize(2);
  }

  @Test
  void somebodyElseWithThePersonsNameIsNotThem() {
    PersonDirectory directory =
        directory(
            List.of(),
            author("Mara Lindqvist", "m@x.example"),
            author("Mara Lindqvist", "mara@evil.example"));

    assertThat(directory.persons().getFirst().written()).isEqualTo(1);
  }

  @Test
  void twoAddressesOfOneNameAreSuggestedAndNotJoined() {
    PersonDirectory directory =
        directory(
            List.of(),
            author("Tom Fox", "tom@work.example"),
            author("Tom Fox", "tom@home.example"));

    assertThat(directory.named("Tom Fox")).hasSize(2);
    assertThat(directory.suggestions())
        .extracting(Suggestion::reason)
        .containsExactly(Suggestion.Reason.SAME_NAME);
  }

  @Test
  void whatThePersonDecidedWinsOverRules() {
    List<PersonalRecord> cards = List.of(card("Bea Oduya", "bea@x.example"));
    Identity chat = new Identity(Kind.NAME, "bea");
    Identity mail = new Identity(Kind.ADDRESS, "b@other.example");
    ParticipantCount[] participants = {author("Bea", ""), author("B.", "b@other.example")};

    PersonDecisions split = PersonDecisions.NONE.with(new Split(chat));
    PersonDecisions merged = split.with(new Merge(mail, chat));

    assertThat(directory(cards, participants).find(chat).orElseThrow().isKnown()).isTrue();
    assertThat(directory(cards, split, participants).find(chat).orElseThrow().identities())
        .containsExactly(chat);
    assertThat(directory(cards, merged, participants).find(chat).orElseThrow().identities())
        .containsExactly(mail, chat);
    assertThat(
            directory(cards, merged.with(new Split(chat)), participants)
                .find(chat)
                .orElseThrow()
                .identities())
        .containsExactly(chat);
  }

  @Test
  void theOrderInWhichRecordsComeDoesNotMatter() {
    List<PersonalRecord> cards =
        new ArrayList<>(
            List.of(
                card("Bea Oduya", "bea@x.example"),
                card("Ada Quill", "+4940123456"),
                card("Quill, Ada", "a@x.example"),
                card("Tom Fox"),
                card("Tom Birch", "b@x.example")));
    List<ParticipantCount> participants =
        new ArrayList<>(
            List.of(
                author("Tom Fox", "fox@x.example"),
                author("Tom", ""),
                author("Bea", ""),
                author("Ada Quill", "evil@x.example")));
    List<List<Identity>> expected = identities(cards, participants);

    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(cards, random);
      Collections.shuffle(participants, random);
      assertThat(identities(cards, participants)).isEqualTo(expected);
    }
  }

  @Test
  void manyParticipantsAreResolvedInSeconds() {
    List<ParticipantCount> participants = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      participants.add(author("Name" + i % 30_000 + " Family" + i % 500, "a" + i + "@x.example"));
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();

    PersonDirectory directory =
        PersonDirectory.of(List.of(card("Ada Quill")), participants, ME, PersonDecisions.NONE);

    assertThat(directory.persons()).hasSize(100_002);
    assertThat((threads.getCurrentThreadCpuTime() - began) / 1e9).isLessThan(15);
  }

  private static List<List<Identity>> identities(
      List<PersonalRecord> cards, List<ParticipantCount> participants) {
    return PersonDirectory.of(cards, participants, ME, PersonDecisions.NONE).persons().stream()
        .map(Person::identities)
        .toList();
  }

  private static PersonDirectory directory(
      List<PersonalRecord> cards, ParticipantCount... participants) {
    return directory(cards, PersonDecisions.NONE, participants);
  }

  private static PersonDirectory directory(
      List<PersonalRecord> cards, PersonDecisions decisions, ParticipantCount... participants) {
    return PersonDirectory.of(cards, List.of(participants), ME, decisions);
  }

  private static ParticipantCount author(String name, String address) {
    return new ParticipantCount(name, address, 1, 0);
  }
}
