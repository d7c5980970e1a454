package dev.sotto.tools.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HtmlTextTest {
  @Test
  void turnsBlocksIntoLines() {
    String text =
        HtmlText.of(
            "<html><head><title>t</title><style>p{}</style></head><body><h1>Your  booking</h1>"
                + "<p>Dear <b>Mara</b>,<br>thank\nyou.</p><div>One</div><div>Two</div>"
                + "<ul><li>bed</li><li>breakfast</li></ul></body></html>");

    assertThat(text)
        .isEqualTo("Your booking\n\nDear Mara,\nthank you.\n\nOne\nTwo\n\n- bed\n- breakfast");
  }

  @Test
  void turnsTableRowsIntoLines() {
    String text =
        HtmlText.of(
            "<table><tr><th>Leg</th><th>Departs</th></tr><tr><td>HAM</td><td>23:55</td></tr></table>"
                + "<table><tr><td><div>boxed</div></td><td><div>layout</div></td></tr></table>");

    assertThat(text).isEqualTo("Leg | Departs\nHAM | 23:55\n\nboxed\nlayout");
  }

  @Test
  void dropsWhatIsHidden() {
    String text =
        HtmlText.of(
            "<p style='display: none'>a</p><p style=\"color:red; VISIBILITY : hidden\">b</p>"
                + "<span style='font-size:0px'>c</span><p hidden>d</p><script>e()</script>"
                + "<!-- f --><div style='max-height:0;overflow:hidden'>g</div>"
                + "<p style='opacity:0'>h</p><p style='opacity:0.9;font-size:0.8em'>seen</p>"
                + "<p>tagged\u200b\udb40\udc41</p>");

    assertThat(text).isEqualTo("seen\n\ntagged");
  }

  @Test
  void keepsLinksAsPlainText() {
    String text =
        HtmlText.of(
            "<a href='https://x.example/a'>the lease</a>, <a href='javascript:alert(1)'>no</a>,"
                + " <a href='https://x.example/b'>https://x.example/b</a>");

    assertThat(text).isEqualTo("the lease <https://x.example/a>, no, https://x.example/b");
  }

  @Test
  void marksQuotations() {
    String text =
        HtmlText.of(
            "<p>Yes.</p><blockquote><p>Shall I?</p><blockquote>Deep</blockquote></blockquote>");

    assertThat(text).isEqualTo("Yes.\n\n> Shall I?\n\n> > Deep");
  }

  @Test
  void keepsLinesOfPreformattedText() {
    assertThat(HtmlText.of("<pre>a\n  b</pre>")).isEqualTo("a\n  b");
  }

  @Test
  void bearsNestingWithoutEnd() {
    String text = HtmlText.of("<div>".repeat(100_000) + "deep");

    assertThat(text).isEqualTo("deep");
  }
}
