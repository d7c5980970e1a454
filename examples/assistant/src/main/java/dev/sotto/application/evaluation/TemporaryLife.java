package dev.sotto.application.evaluation;

import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Profile;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.Importer;
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
  private final char[] secret;
  private final Models models;
  private final Clock clock;
  private Vault vault;

  private TemporaryLife(Path place, char[] secret, Models models, Clock clock, Vault vault) {
    this.place = place;
    this.secret = secret;
    this.models = models;
    this.clock = clock;
    this.vault = vault;
  }

  /**
   * Makes an empty store in the system's folder for temporary files.
   *
   * @param me names and addresses of the person whose life it is; may be empty, see {@link
   *     #recogniseMe}
   * @param clock what time it is for that person, and in which zone
   */
  public static TemporaryLife create(
      List<String> me, Models models, Clock clock, SecureRandom random) throws IOException {
    Path place = Files.createTempDirectory("sotto-eval-");
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    char[] secret = HexFormat.of().formatHex(bytes).toCharArray();
    boolean made = false;
    try (Passphrase passphrase = new Passphrase(secret.clone())) {
      NewStore store = PersonalStore.create(place.resolve("store"), passphrase, QUICK, random);
      store.recoveryCode().close();
      Profile.of(me, clock.getZone()).write(store.store().documents());
      Vault vault = Vault.open(store.store(), Access.WRITE, models, clock);
      made = true;
      return new TemporaryLife(place, secret, models, clock, vault);
    } finally {
      if (!made) {
        remove(place);
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
  public List<SourceId> sources(Path folder, Set<Path> besides, List<Importer> importers)
      throws IOException {
    Ingestion ingestion = vault.ingestion(importers);
    List<SourceId> sources = new ArrayList<>();
    List<Path> children;
    try (Stream<Path> listed = Files.list(folder)) {
      children = listed.sorted().toList();
    }
    for (Path child : children) {
      if (!besides.contains(child.toAbsolutePath().normalize()) && !isAboutFiles(child)) {
        sources.addAll(sourcesAt(child, ingestion));
      }
    }
    return sources;
  }

  private static List<SourceId> sourcesAt(Path child, Ingestion ingestion) throws IOException {
    try {
      return ingestion.addAll(child, Cancellation.NEVER).sources().stream()
          .map(Source::id)
          .toList();
    } catch (UnknownSourceException unread) {
      return List.of();
    }
  }

  /**
   * Takes the sender who writes in most chats, and the address to which most mails go, for the
   * person whose life it is, unless the person was named.
   */
  public void recogniseMe() throws IOException {
    Profile profile = vault.profile();
    if (!profile.names().isEmpty() || !profile.addresses().isEmpty()) {
      return;
    }
    Map<String, Set<String>> chatsOf = new HashMap<>();
    Map<String, Integer> mailsTo = new HashMap<>();
    for (Source source : vault.records().sources()) {
      for (RecordId id : vault.records().recordIds(source.id())) {
        vault
            .records()
            .find(id)
            .map(PersonalRecord::content)
            .ifPresent(content -> count(content, chatsOf, mailsTo));
      }
    }
    List<String> names = new ArrayList<>();
    chatsOf.entrySet().stream()
        .max(Comparator.comparingInt(entry -> entry.getValue().size()))
        .map(Map.Entry::getKey)
        .ifPresent(names::add);
    List<String> addresses = new ArrayList<>();
    mailsTo.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .ifPresent(addresses::add);
    new Profile(names, addresses, profile.zone()).write(vault.store().documents());
    vault.close();
    try (Passphrase passphrase = new Passphrase(secret.clone())) {
      vault =
          Vault.open(
              PersonalStore.unlock(place.resolve("store"), passphrase, Access.WRITE),
              Access.WRITE,
              models,
              clock);
    }
  }

  private static void count(
      RecordContent content, Map<String, Set<String>> chatsOf, Map<String, Integer> mailsTo) {
    for (Participant participant : content.participants()) {
      if (content.kind() == RecordKind.CHAT && !participant.name().isBlank()) {
        chatsOf.computeIfAbsent(participant.name(), _ -> new HashSet<>()).add(content.thread());
      } else if (content.kind() == RecordKind.EMAIL
          && participant.role() == Participant.Role.RECIPIENT
          && !participant.address().isBlank()) {
        mailsTo.merge(participant.address().toLowerCase(Locale.ROOT), 1, Integer::sum);
      }
    }
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
      Arrays.fill(secret, '\0');
      remove(place);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public String toString() {
    return "TemporaryLife[" + vault + "]";
  }
}
