package dev.sotto.application.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A few notes and a mailbox of an invented person. */
final class SmallLife {
  static final String BOILER =
      """
      # Boiler

      The boiler gets its yearly service on 12 March 2026, Mewes Heating comes at 8:30.
      The service costs 118 euros.

      Hot water is set to 52 degrees.
      """;
  static final String BIKE =
      """
      # Bike

      The frame gets the colour reseda green, RAL 6011.
      The front wheel needs spokes of 286 mm.
      """;
  static final String CHENGDU =
      """
      # 成都

      我们在成都住宽窄巷子旁边的青年旅舍，三晚一共四百二十元。
      """;
  private static final String MAILBOX =
      """
      From anna@weber.example Mon Mar  2 09:00:00 2026
      Date: Mon, 2 Mar 2026 10:00:00 +0100
      From: Anna Weber <anna@weber.example>
      To: Mara Lindqvist <mara@lindqvist.example>
      Subject: The dentist
      Message-ID: <dentist@weber.example>
      Content-Type: text/plain; charset=utf-8

      Hi Mara,

      the dentist Dr. Okonkwo has a free appointment on 19 March at 14:15.

      Anna

      From piet@kueste.example Tue Mar  3 09:00:00 2026
      Date: Tue, 3 Mar 2026 10:00:00 +0100
      From: Piet Harms <piet@kueste.example>
      To: Mara Lindqvist <mara@lindqvist.example>
      Subject: Sailing
      Message-ID: <sailing@kueste.example>
      Content-Type: text/plain; charset=utf-8

      The boat is called Seeschwalbe and lies at pier 7.

      """;

  private final Path folder;

  private SmallLife(Path folder) {
    this.folder = folder;
  }

  /** Writes everything into a folder. */
  static SmallLife in(Path folder) throws IOException {
    SmallLife life = new SmallLife(folder);
    Files.createDirectories(life.notes());
    Files.writeString(life.notes().resolve("boiler.md"), BOILER);
    Files.writeString(life.notes().resolve("bike.md"), BIKE);
    Files.writeString(life.notes().resolve("chengdu.md"), CHENGDU);
    Files.writeString(life.mailbox(), MAILBOX);
    return life;
  }

  Path notes() {
    return folder.resolve("notes");
  }

  Path mailbox() {
    return folder.resolve("inbox.mbox");
  }
}
