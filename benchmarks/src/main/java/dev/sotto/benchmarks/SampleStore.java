package dev.sotto.benchmarks;

import dev.sotto.application.demo.SampleLife;
import dev.sotto.assistant.Assistant;
import dev.sotto.assistant.AssistantSettings;
import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportListener;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.index.LuceneSearchIndex;
import dev.sotto.model.Cancellation;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.model.LanguageModel;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.NewStore;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.Source;
import dev.sotto.tools.mail.MailImporter;
import dev.sotto.tools.mail.MailLimits;
import dev.sotto.tools.markdown.MarkdownImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * A new encrypted store with its index, assembled with plain constructors. Owns both; the models
 * stay the caller's.
 */
final class SampleStore implements AutoCloseable {
  private static final KeyDerivationPreset LEAST = new KeyDerivationPreset(8 << 10, 1, 1);

  private final PersonalStore store;
  private final LuceneSearchIndex index;

  private SampleStore(PersonalStore store, LuceneSearchIndex index) {
    this.store = store;
    this.index = index;
  }

  /** Creates an empty one in a folder that is not there yet. */
  static SampleStore create(Path folder, List<EmbeddingModel> models) throws IOException {
    PersonalStore store = createStore(folder);
    return new SampleStore(
        store, LuceneSearchIndex.open(store.indexFolder(), store.indexFiles(), models));
  }

  /** Creates an empty store without an index. */
  static PersonalStore createStore(Path folder) throws IOException {
    try (Passphrase passphrase = new Passphrase("for measuring only".toCharArray())) {
      NewStore made = PersonalStore.create(folder, passphrase, LEAST, new SecureRandom());
      made.recoveryCode().close();
      return made.store();
    }
  }

  /** Unlocks a store that {@link #createStore} made. */
  static PersonalStore unlock(Path folder, Access access) throws IOException {
    try (Passphrase passphrase = new Passphrase("for measuring only".toCharArray())) {
      return PersonalStore.unlock(folder, passphrase, access);
    }
  }

  /** Returns the sources of the sample life that can be imported, of a folder that holds it. */
  static List<Path> sources(Path life) {
    return List.of(life.resolve("notes"), life.resolve("mail").resolve("inbox.mbox"));
  }

  /** Imports files and folders and returns how many records there are then. */
  long add(List<Path> paths) throws IOException {
    List<Importer> importers =
        List.of(new MarkdownImporter(), new MailImporter(MailLimits.DEFAULT));
    Ingestion ingestion =
        new Ingestion(
            store.records(),
            index,
            importers,
            new ImportContext(SampleLife.ME, List.of(), SampleLife.ZONE),
            SampleLife.clock());
    for (Path path : paths) {
      Source source = ingestion.add(path, Optional.empty());
      ingestion.sync(source.id(), ImportListener.SILENT, Cancellation.NEVER);
    }
    return store.records().size();
  }

  long passages() {
    return index.passages();
  }

  Assistant assistant(LanguageModel writer) {
    return new Assistant(
        index,
        () -> writer,
        new AssistantSettings(SampleLife.ME, SampleLife.ZONE),
        SampleLife.clock());
  }

  @Override
  public void close() throws IOException {
    try {
      index.close();
    } finally {
      store.close();
    }
  }
}
