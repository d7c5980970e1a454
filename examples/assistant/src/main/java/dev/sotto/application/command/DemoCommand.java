package dev.sotto.application.command;

import dev.sotto.application.demo.PlaintextScan;
import dev.sotto.application.demo.SampleLife;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.terminal.AnswerScreen;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Profile;
import dev.sotto.application.vault.TemporaryFolder;
import dev.sotto.application.vault.Vault;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.Question;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.NewStore;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the whole line with sample records in a temporary store, and cleans up. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
  private static final int QUESTIONS = 6;
  private static final List<String> FOLDERS =
      List.of("notes", "mail", "chats", "calendar", "contacts", "health");
  private static final int SAMPLE_BYTES = 24;

  private final SottoCommand sotto;

  @Option(names = "--no-questions")
  private boolean noQuestions;

  DemoCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    if (sotto.wantsJson()) {
      throw new UsageException(sotto.messages().of("demo.noJson"));
    }
    Path folder = Files.createTempDirectory("sotto-demo-");
    Thread cleaning = new Thread(() -> removeQuietly(folder));
    Runtime.getRuntime().addShutdownHook(cleaning);
    try {
      return run(folder);
    } finally {
      TemporaryFolder.remove(folder);
      Runtime.getRuntime().removeShutdownHook(cleaning);
      sotto.say(sotto.style().faint(sotto.messages().of("demo.removed")));
    }
  }

  private int run(Path folder) throws IOException {
    Messages messages = sotto.messages();
    sotto.say(sotto.style().strong(messages.of("demo.title")));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Models models = new Models(sotto.locations().modelCache(), executor, sotto::preparing)) {
      models.begin(Models.Need.ANSWERS);
      try (Vault vault = makeVault(folder.resolve("store"), models)) {
        importRecords(vault, folder.resolve("life"));
        if (sotto.interruption().requested()) {
          return ExitStatus.INTERRUPTED;
        }
        askQuestions(vault);
        showDisk(vault, folder.resolve("store"));
        if (sotto.interruption().requested()) {
          return ExitStatus.INTERRUPTED;
        }
        if (!noQuestions && sotto.surroundings().isTerminal()) {
          heading(messages.of("demo.yours"));
          ChatCommand.converse(sotto, vault);
        }
      }
    }
    return ExitStatus.OK;
  }

  private Vault makeVault(Path folder, Models models) throws IOException {
    Messages messages = sotto.messages();
    Surroundings surroundings = sotto.surroundings();
    heading(messages.of("demo.store", folder));
    byte[] secret = new byte[32];
    surroundings.random().nextBytes(secret);
    long began = System.nanoTime();
    try (Passphrase passphrase = new Passphrase(HexFormat.of().formatHex(secret).toCharArray())) {
      NewStore made =
          PersonalStore.create(
              folder, passphrase, KeyDerivationPreset.INTERACTIVE, surroundings.random());
      made.recoveryCode().close();
      new Profile(List.of("Mara Lindqvist", "Mara"), List.of(), SampleLife.ZONE)
          .write(made.store().documents());
      sotto.say(messages.of("demo.storeMade", millisecondsSince(began)));
      return Vault.open(made.store(), Access.WRITE, models, SampleLife.clock());
    }
  }

  private void importRecords(Vault vault, Path life) throws IOException {
    Messages messages = sotto.messages();
    heading(messages.of("demo.importing"));
    SampleLife.copyTo(life);
    try (OpenImporters open = sotto.openImporters()) {
      List<Importer> importers = open.importers();
      Ingestion ingestion = vault.ingestion(importers);
      long began = System.nanoTime();
      List<SourceId> sources = new ArrayList<>();
      for (String folder : FOLDERS) {
        open.addAll(ingestion, life.resolve(folder), sotto.interruption()).sources().stream()
            .map(Source::id)
            .forEach(sources::add);
      }
      new Importing(sotto).quietly(vault, importers, sources);
      sotto.say(
          messages.of(
              "demo.imported", vault.records().size(), vault.passages(), millisecondsSince(began)));
    }
    TemporaryFolder.remove(life);
  }

  private void askQuestions(Vault vault) throws IOException {
    Messages messages = sotto.messages();
    heading(messages.of("demo.asking"));
    for (int i = 1; i <= QUESTIONS && !sotto.interruption().requested(); i++) {
      String question = messages.of("demo.question." + i);
      sotto.say(sotto.style().strong("? " + question));
      AnswerScreen screen = Screens.answers(sotto, SampleLife.ZONE);
      Answer answer = vault.ask(Question.of(question), screen, sotto.interruption());
      screen.finish(answer);
      screen.timings(answer.timings());
      sotto.say("");
    }
  }

  private void showDisk(Vault vault, Path store) throws IOException {
    Messages messages = sotto.messages();
    heading(messages.of("demo.disk"));
    PlaintextScan scan = new PlaintextScan();
    for (Source source : vault.records().sources()) {
      for (RecordId id : vault.records().recordIds(source.id())) {
        vault
            .records()
            .find(id)
            .ifPresent(record -> {
              RecordContent content = record.content();
              scan.add(content.title());
              scan.add(content.text());
            });
      }
    }
    List<Path> files;
    try (Stream<Path> walked = Files.walk(store)) {
      files = walked.filter(Files::isRegularFile).sorted().toList();
    }
    long bytes = 0;
    long found = 0;
    for (Path file : files) {
      bytes += Files.size(file);
      found += scan.count(file);
      sotto.say(
          sotto
              .style()
              .faint("  " + messages.of("demo.file", store.relativize(file), Files.size(file))));
    }
    sotto.say(messages.of("demo.files", files.size(), bytes, scan.size()));
    sotto.say(found == 0 ? messages.of("demo.clean") : messages.of("demo.found", found));
    Path largest =
        files.stream().max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    byte[] begin = new byte[SAMPLE_BYTES];
    try (var in = Files.newInputStream(largest)) {
      in.readNBytes(begin, 0, begin.length);
    }
    sotto.say(
        messages.of(
            "demo.sample", store.relativize(largest), HexFormat.ofDelimiter(" ").formatHex(begin)));
  }

  private void heading(String text) {
    sotto.say("");
    sotto.say(sotto.style().strong("— " + text));
  }

  private static long millisecondsSince(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  private void removeQuietly(Path folder) {
    try {
      TemporaryFolder.remove(folder);
    } catch (IOException e) {
      sotto.surroundings().err().println("sotto: remove " + folder + " by hand: " + e.getMessage());
    }
  }
}
