package dev.sotto.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** Notes of an invented life in Markdown: the same ones for the same seed. */
final class GeneratedNotes {
  private static final List<String> THINGS =
      List.of(
          "bike", "boiler", "garden", "kitchen", "passport", "train", "piano", "roof", "camera");
  private static final List<String> PEOPLE =
      List.of("Jonas", "Ada", "Mehmet", "Clara", "Ines", "Tobias", "Yuki", "Farid");
  private static final List<String> PLACES =
      List.of("Hamburg", "Lübeck", "Kiel", "Bremen", "Berlin", "Leipzig", "Rostock");

  private final Random random;

  GeneratedNotes(long seed) {
    this.random = new Random(seed);
  }

  /** Writes so many notes into a folder that is there. */
  void write(Path folder, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.writeString(folder.resolve("note-%05d.md".formatted(i)), note());
    }
  }

  private String note() {
    LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(1_000));
    StringBuilder note = new StringBuilder("---\ndate: ").append(day).append("\n---\n");
    note.append("# The ").append(one(THINGS)).append(" and ").append(one(PEOPLE)).append("\n\n");
    int paragraphs = 2 + random.nextInt(3);
    for (int i = 0; i < paragraphs; i++) {
      int sentences = 2 + random.nextInt(4);
      for (int j = 0; j < sentences; j++) {
        note.append(sentence(day)).append(' ');
      }
      note.append("\n\n");
    }
    return note.toString();
  }

  private String sentence(LocalDate day) {
    return switch (random.nextInt(5)) {
      case 0 -> "%s asked about the %s in %s.".formatted(one(PEOPLE), one(THINGS), one(PLACES));
      case 1 ->
          "The repair of the %s cost %d euros and took %d days."
              .formatted(one(THINGS), 20 + random.nextInt(900), 1 + random.nextInt(9));
      case 2 ->
          "On %s I meet %s at the station of %s."
              .formatted(day.plusDays(random.nextInt(30)), one(PEOPLE), one(PLACES));
      case 3 ->
          "Number %d is written on the back of the %s."
              .formatted(10_000 + random.nextInt(90_000), one(THINGS));
      default ->
          "%s thinks that the %s can wait until %s is back from %s."
              .formatted(one(PEOPLE), one(THINGS), one(PEOPLE), one(PLACES));
    };
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
