package dev.sotto.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sotto.labels.LabelRule.Criterion;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelRulesTest {
  @ParameterizedTest
  @CsvSource({
    "SOURCE, mail, true",
    "SOURCE, mai, false",
    "FOLDER, work/bank, true",
    "FOLDER, work/ban, false",
    "FOLDER, work/*.mbox, false",
    "FOLDER, work/bank/*.mbox, true",
    "FOLDER, **/june.mbox, true",
    "FOLDER, ank, false",
    "FOLDER, work/bank/june.mbox, true",
    "TAG, money, true",
    "TAG, #MONEY, true",
    "TAG, mon, false",
    "SENDER, ada@bank.example, true",
    "SENDER, @bank.example, true",
    "SENDER, @ank.example, false",
    "SENDER, ada quill, true",
    "SENDER, bo@birch.example, false",
    "KIND, email, true",
    "KIND, note, false",
  })
  void aRuleIsMetByWhatItNamesAlone(Criterion criterion, String pattern, boolean met) {
    assertThat(rule(criterion, pattern, Confidentiality.SENSITIVE).meets(mail())).isEqualTo(met);
  }

  @Test
  void rulesRaiseConfidentialityAndNeverLowerIt() {
    LabelRules rules =
        LabelRules.NONE
            .with(rule(Criterion.KIND, "email", Confidentiality.LOCAL_ONLY))
            .with(rule(Criterion.TAG, "money", Confidentiality.PUBLIC));

    assertThat(rules.labelsOf(mail()).confidentiality()).isEqualTo(Confidentiality.LOCAL_ONLY);
    assertThat(LabelRules.NONE.labelsOf(mail())).isEqualTo(Labels.UNLABELLED);
  }

  @Test
  void onlyASourceOrFolderCanMakeRecordsThePersonsOwn() {
    LabelRules rules =
        LabelRules.NONE.with(
            new LabelRule(Criterion.SOURCE, "mail", Optional.empty(), Optional.of(Integrity.OWN)));

    assertThat(rules.labelsOf(mail()).integrity()).isEqualTo(Integrity.OWN);
    for (Criterion forged : List.of(Criterion.TAG, Criterion.SENDER, Criterion.KIND)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new LabelRule(forged, "x", Optional.empty(), Optional.of(Integrity.OWN)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new LabelRule(
                Criterion.SOURCE, "mail", Optional.empty(), Optional.of(Integrity.TYPED)));
  }

  @ParameterizedTest
  @CsvSource({
    "mail/sent/2026.mbox <a@x.example>, OWN",
    "mail/sent/letter.eml, OWN",
    "mail/sent/export.zip/in.mbox <a@x.example>, OWN",
    "mail/inbox.mbox <a@x.example>, EXTERNAL",
    "mail/inbox.mbox <a/sent/b@x.example>, EXTERNAL",
    "mail/inbox.mbox <a\\sent\\b@x.example>, EXTERNAL",
    "invitations.ics <a/sent/b>, EXTERNAL",
    "mail/got.zip/sent/in.mbox <a@x.example>, EXTERNAL",
    "mail/GOT.ZIP/sent/in.eml, EXTERNAL",
    "got!/sent/in.eml, EXTERNAL",
  })
  void whatAStrangerChoseDoesNotMakeARecordThePersonsOwn(String location, Integrity expected) {
    LabelRules rules =
        LabelRules.NONE.with(
            new LabelRule(
                Criterion.FOLDER, "**/sent/", Optional.empty(), Optional.of(Integrity.OWN)));

    assertThat(rules.labelsOf(mail(location)).integrity()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "mail/bank/2026.mbox <a@x.example>",
    "mail/got.zip/bank/in.mbox <a@x.example>",
    "mail <2020>/bank/in.mbox <a@x.example>",
  })
  void aStricterLabelLooksAtTheWholeLocation(String location) {
    LabelRules rules =
        LabelRules.NONE.with(rule(Criterion.FOLDER, "**/bank/", Confidentiality.SENSITIVE));

    assertThat(rules.labelsOf(mail(location)).confidentiality())
        .isEqualTo(Confidentiality.SENSITIVE);
  }

  @Test
  void aRuleThatIsTakenBackLeavesNoTrace() {
    LabelRules rules =
        LabelRules.NONE.with(rule(Criterion.TAG, "money", Confidentiality.SENSITIVE));

    assertThat(rules.without(1).labelsOf(mail())).isEqualTo(Labels.UNLABELLED);
    assertThat(rules.applyTo(mail()).content().labels().confidentiality())
        .isEqualTo(Confidentiality.SENSITIVE);
  }

  private static LabelRule rule(Criterion criterion, String pattern, Confidentiality least) {
    return new LabelRule(criterion, pattern, Optional.of(least), Optional.empty());
  }

  private static PersonalRecord mail() {
    return mail("work/bank/june.mbox <1@bank.example>");
  }

  private static PersonalRecord mail(String location) {
    return PersonalRecord.of(
        new SourceId("mail"),
        new ItemKey("1"),
        Fingerprint.of(new byte[0]),
        new RecordContent(
            RecordKind.EMAIL,
            "",
            Instant.EPOCH,
            List.of(
                new Participant("Ada Quill", "ada@bank.example", Participant.Role.AUTHOR),
                new Participant("Bo", "bo@birch.example", Participant.Role.RECIPIENT)),
            "",
            "",
            Labels.UNLABELLED,
            location,
            List.of("Money", "2026"),
            RecordDetails.NONE));
  }
}
