package dev.sotto.application.evaluation;

import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Profile;
import dev.sotto.application.vault.TemporaryFolder;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.UnknownSourceException;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.NewStore;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of export files in an encrypted store of its own, under a random passphrase, deleted
 * when it is closed. Owns the store and the vault, not the models. For one thread.
 */
public final class TemporaryLife implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final KeyDerivationPreset QUICK = new KeyDerivationPreset(8 << 10, 1, 1);

  private final Path place;
  private final Vault vault;

  private TemporaryLife(Path place, Vault vault) {
    this.place = place;
    this.vault = vault;
  }

  /**
   * Makes an empty store in the system's folder for temporary files.
   *
   * @param me names and addresses of the person whose life it is; may be empty, see {@link
   *     #guessMe}
   * @param clock what time it is for that person, and in which zone
   */
  public static TemporaryLife create(
      List<String> me, Models models, Clock clock, SecureRandom random) throws IOException {
    Path place = Files.createTempDirectory("sotto-eval-");
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    boolean made = false;
    try (Passphrase passphrase = new Passphrase(HexFormat.of().formatHex(bytes).toCharArray())) {
      NewStore store = PersonalStore.create(place.resolve("store"), passphrase, QUICK, random);
      store.recoveryCode().close();
      Profile.of(me, clock.getZone()).write(store.store().documents());
      Vault vault = Vault.open(store.store(), Access.WRITE, models, clock);
      made = true;
      return new TemporaryLife(place, vault);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      if (!made) {
        TemporaryFolder.remove(place);
      }
    }
  }

  /** Returns the vault, which stays this object's. */
  public Vault vault() {
    return vault;
  }

  /**
   * Remembers what lies in a folder as sources: its folders and files but the questions and what is
   * about the files (README, LICENSE).
   *
   * @param besides files that are no records
   */
  public List<SourceId> sources(Path folder, Set<Path> besides, OpenImporters open)
      throws IOException {
    Ingestion ingestion = vault.ingestion(open.importers());
    List<SourceId> sources = new ArrayList<>();
    List<Path> children;
    try (Stream<Path> listed = Files.list(folder)) {
      children = listed.sorted().toList();
    }
    for (Path child : children) {
      if (!besides.contains(child.toAbsolutePath().normalize()) && !isAboutFiles(child)) {
        sources.addAll(sourcesAt(child, open, ingestion));
      }
    }
    return sources;
  }

  private static List<SourceId> sourcesAt(Path child, OpenImporters open, Ingestion ingestion)
      throws IOException {
    try {
      return open.addAll(ingestion, child, Cancellation.NEVER).sources().stream()
          .map(Source::id)
          .toList();
    } catch (UnknownSourceException unread) {
      return List.of();
    }
  }

  /** Returns whether the person whose life it is has been named. */
  public boolean knowsMe() {
    Profile profile = vault.profile();
    return !profile.names().isEmpty() || !profile.addresses().isEmpty();
  }

  /**
   * Returns who the person seems to be, from records that were read: the sender who writes in most
   * chats, and the address to which most mails go with the name that it mostly has.
   */
  public List<String> guessMe() throws IOException {
    Map<String, Set<String>> chatsOf = new HashMap<>();
    Map<String, Integer> messagesOf = new HashMap<>();
    Map<String, Integer> mailsTo = new HashMap<>();
    Map<String, Map<String, Integer>> namesOf = new HashMap<>();
    for (Source source : vault.records().sources()) {
      for (RecordId id : vault.records().recordIds(source.id())) {
        Optional<PersonalRecord> record = vault.records().find(id);
        for (Participant participant :
            record.map(found -> found.content().participants()).orElse(List.of())) {
          RecordContent content = record.get().content();
          if (content.kind() == RecordKind.CHAT && !participant.name().isBlank()) {
            chatsOf
                .computeIfAbsent(participant.name(), _ -> new HashSet<>())
                .add(content.thread().isEmpty() ? content.title() : content.thread());
            messagesOf.merge(participant.name(), 1, Integer::sum);
          } else if (content.kind() == RecordKind.EMAIL
              && participant.role() == Participant.Role.RECIPIENT
              && !participant.address().isBlank()) {
            String address = participant.address().toLowerCase(Locale.ROOT);
            mailsTo.merge(address, 1, Integer::sum);
            if (!participant.name().isBlank()) {
              namesOf
                  .computeIfAbsent(address, _ -> new HashMap<>())
                  .merge(participant.name(), 1, Integer::sum);
            }
          }
        }
      }
    }
    Set<String> me = new LinkedHashSet<>();
    most(mailsTo)
        .ifPresent(address -> {
          most(namesOf.getOrDefault(address, Map.of())).ifPresent(me::add);
          me.add(address);
        });
    chatsOf.keySet().stream()
        .max(
            Comparator.comparingInt((String name) -> chatsOf.getOrDefault(name, Set.of()).size())
                .thenComparing(name -> isPartOf(name, me))
                .thenComparing(name -> messagesOf.getOrDefault(name, 0))
                .thenComparing(Comparator.reverseOrder()))
        .ifPresent(me::add);
    return List.copyOf(me);
  }

  private static boolean isPartOf(String name, Set<String> names) {
    return names.stream().anyMatch(whole -> List.of(whole.split("[\\s@.]+")).contains(name));
  }

  private static Optional<String> most(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.<String, Integer>comparingByKey().reversed()))
        .map(Map.Entry::getKey);
  }

  private static boolean isAboutFiles(Path child) {
    String name =
        Optional.ofNullable(child.getFileName())
            .map(Path::toString)
            .orElse("")
            .toUpperCase(Locale.ROOT);
    return name.startsWith(".")
        || name.startsWith("README")
        || name.startsWith("LICENSE")
        || name.startsWith("QUESTIONS");
  }

  @Override
  public void close() throws IOException {
    try {
      vault.close();
    } finally {
      TemporaryFolder.remove(place);
    }
  }

  /**
   * Deletes the store's files at once, whoever uses them; for a process that is about to end. What
   * can't be deleted stays as it is: encrypted under a passphrase that nobody has.
   */
  public void abandon() {
    try {
      TemporaryFolder.remove(place);
    } catch (IOException | UncheckedIOException e) {
      System.getLogger(TemporaryLife.class.getName())
          .log(System.Logger.Level.DEBUG, "A temporary store was not deleted", e);
    }
  }

  @Override
  public String toString() {
    return "TemporaryLife[" + vault + "]";
  }
}
