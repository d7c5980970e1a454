package dev.sotto.tools.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotedReplyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Mon, 16 Jun 2025 at 18:42, Hauke Jessen <hauke@x.example> wrote:",
        "On Mon, 16 Jun 2025 at 18:42, Hauke Jessen\n<hauke@x.example> wrote:",
        "Am 16.06.2025 um 18:42 schrieb Hauke Jessen:",
        "Hauke Jessen <hauke@x.example> schrieb am Mo., 16. Juni 2025, 18:42:",
        "Le 16/06/2025 à 18:42, Hauke Jessen a écrit :",
        "在2025年6月16日 18:42，Hauke Jessen <hauke@x.example> 写道：",
        "Hauke Jessen <hauke@x.example> 于2025年6月16日周一 18:42写道："
      })
  void marksWhatFollowsAnAttribution(String attribution) {
    String text = "I'll come on Wednesday.\n\n" + attribution + "\n\nMoin Mara,\n\nbring cake.\n";

    assertThat(QuotedReply.marked(text, "Re: Your mixte"))
        .isEqualTo(
            "I'll come on Wednesday.\n\n" + attribution + "\n>\n> Moin Mara,\n>\n> bring cake.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----Original Message-----\nFrom: Hauke",
        "-----Ursprüngliche Nachricht-----\nVon: Hauke",
        "________________________________\n"
            + "From: Hauke <h@x.example>\n"
            + "Sent: Monday, 16 June\n"
            + "To: Mara\n"
            + "Subject: Your mixte",
        "Von: Hauke <h@x.example>\nGesendet: Montag, 16. Juni\nAn: Mara\nBetreff: Dein Rad",
        "发件人: Hauke\n发送时间: 2025年6月16日\n收件人: Mara\n主题: 自行车"
      })
  void marksWhatOutlookRepeats(String marker) {
    String text = "I'll come.\n\nMara\n\n" + marker + "\n\nBring cake.";

    String marked = QuotedReply.marked(text, "AW: x");

    assertThat(marked)
        .isEqualTo(
            "I'll come.\n\nMara\n\n> " + marker.replace("\n", "\n> ") + "\n>\n> Bring cake.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes.\n\nOn 16 June 2025 at 18:42 Hauke wrote:\n> Shall I?\n\nInline: yes.",
        "On 16 June 2025 at 18:42 Hauke wrote:\n\nBring cake.",
        "She told me something.\n\nOn Monday she wrote: I am not coming.\nAnd that was that.",
        "The poem:\n\nHe wrote:\nno date, no quotation",
        "From: the bottom of my heart\nthank you",
        "-- \nHauke"
      })
  void leavesTheSendersOwnTextAlone(String text) {
    assertThat(QuotedReply.marked(text, "Re: x")).isEqualTo(text);
  }

  @Test
  void leavesForwardedTextAlone() {
    String text = "See below.\n\n-----Original Message-----\nFrom: a\n\nThe lease.";

    assertThat(QuotedReply.marked(text, "FW: lease")).isEqualTo(text);
  }
}
