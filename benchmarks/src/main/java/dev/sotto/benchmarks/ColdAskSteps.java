package dev.sotto.benchmarks;

import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Profile;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.Assistant;
import dev.sotto.assistant.Evidence;
import dev.sotto.assistant.Question;
import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.model.Cancellation;
import dev.sotto.search.Passage;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What {@code sotto ask} does, step by step in a new process, with the time of each. Prints lines
 * of a step's name and the milliseconds it took.
 */
final class ColdAskSteps {
  private static long last = System.nanoTime();

  private ColdAskSteps() {}

  /** Takes the store's folder, the passphrase file, the cache of models and a question. */
  public static void main(String[] arguments) throws IOException {
    Instant started = ProcessHandle.current().info().startInstant().orElse(Instant.now());
    print("Java starts", ChronoUnit.MICROS.between(started, Instant.now()) / 1e3);
    Path folder = Path.of(arguments[0]);
    last = System.nanoTime();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Passphrase passphrase = Passphrase.fromFile(Path.of(arguments[1]));
        Models models = new Models(Path.of(arguments[2]), executor, (done, total) -> {})) {
      long began = System.nanoTime();
      models.begin(Models.Need.ANSWERS);
      executor.execute(() -> {
        models.writer();
        print("(beside: language model is loaded after)", Stopwatch.millisecondsSince(began));
      });
      try (PersonalStore store = PersonalStore.unlock(folder, passphrase, Access.WRITE)) {
        step("store unlocks, key derivation included");
        Profile profile = Profile.read(store.documents()).orElseThrow();
        step("profile is read");
        try (LuceneSearchIndex index =
            LuceneSearchIndex.open(store.indexFolder(), store.indexFiles(), models.embeddings())) {
          step("index opens");
          FirstTokenWatch writer = new FirstTokenWatch(models.writer());
          step("waiting for the language model");
          ask(index, writer, profile, Question.of(arguments[3]));
        }
      }
      step("store closes");
    }
    step("models close");
  }

  private static void ask(
      LuceneSearchIndex index, FirstTokenWatch writer, Profile profile, Question question)
      throws IOException {
    Assistant assistant =
        new Assistant(index, () -> writer, profile.assistantSettings(), Clock.systemUTC());
    assistant.ask(
        question,
        new AnswerListener() {
          @Override
          public void sources(List<Passage> sources) {
            step("search, embedding model included");
          }

          @Override
          public void evidence(Evidence evidence) {
            if (writer.firstTokenNanos() > last) {
              step("layout, token trie", writer.calledNanos());
              step("filter, prompt to first token", writer.firstTokenNanos());
              step("rest of the quotation");
            }
          }
        },
        Cancellation.NEVER);
    step("rest of the answer");
  }

  private static void step(String name) {
    step(name, System.nanoTime());
  }

  private static void step(String name, long now) {
    print(name, (now - last) / 1e6);
    last = now;
  }

  private static void print(String name, double milliseconds) {
    System.out.println(name + "\t" + milliseconds);
  }
}
