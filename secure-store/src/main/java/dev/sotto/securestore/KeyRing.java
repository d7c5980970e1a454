package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.key.MasterKey;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.securestore.v1.FileMark;
import dev.sotto.securestore.v1.KeySlot;
import dev.sotto.securestore.v1.KeySlots;
import dev.sotto.securestore.v1.KeyTable;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an unlocked store: the master key and the table of data keys on disk. Safe for all
 * threads.
 */
final class KeyRing implements AutoCloseable {
  private static final int MAX_SLOTS_BYTES = 4 << 10;
  private static final int MAX_TABLE_BYTES = 16 << 20;

  private final FileOperations operations;
  private final Path folder;
  private final MasterKey master;
  private final SecureRandom random;
  private KeySlots slots;
  private KeyTable table;
  private @Nullable StoreManifest manifest;

  private KeyRing(
      FileOperations operations,
      Path folder,
      MasterKey master,
      KeySlots slots,
      KeyTable table,
      SecureRandom random) {
    this.operations = operations;
    this.folder = folder;
    this.master = master;
    this.slots = slots;
    this.table = table;
    this.random = random;
  }

  /** Unlocks the slots of a store, by whatever opens one of them. */
  interface Unlocking {
    MasterKey unlock(KeySlots slots) throws IOException;
  }

  static KeyRing create(
      FileOperations operations,
      Path folder,
      Passphrase passphrase,
      KeyDerivationPreset preset,
      RecoveryCode recoveryCode,
      SecureRandom random)
      throws IOException {
    byte[] storeId = new byte[KeySlots.STORE_ID_BYTES];
    random.nextBytes(storeId);
    MasterKey master = MasterKey.random(random);
    KeySlots slots = KeySlots.create(storeId, master, passphrase, preset, recoveryCode, random);
    KeyRing ring =
        new KeyRing(operations, folder, master, slots, new KeyTable(0, List.of()), random);
    operations.createFolder(folder);
    DurableFiles.replace(operations, folder.resolve(KeySlots.FILE), slots.encode());
    return ring;
  }

  static KeyRing unlock(
      FileOperations operations, Path folder, Unlocking unlocking, SecureRandom random)
      throws IOException {
    KeySlots slots = KeySlots.decode(read(folder.resolve(KeySlots.FILE), MAX_SLOTS_BYTES));
    byte[] wrapped = read(folder.resolve(KeyTable.FILE), MAX_TABLE_BYTES);
    MasterKey master = unlocking.unlock(slots);
    try {
      KeyTable table = KeyTable.decode(wrapped, slots.storeId(), master);
      return new KeyRing(operations, folder, master, slots, table, random);
    } catch (IOException | RuntimeException e) {
      master.close();
      throw e;
    }
  }

  byte[] storeId() {
    return slots.storeId();
  }

  /** Returns whether the table says that the store has a manifest. */
  synchronized boolean hasManifest() {
    return table.hasManifest();
  }

  /** Returns the marks of slots and table as they are on the disk. */
  Map<String, FileMark> marks() throws IOException {
    return Map.of(
        StoreManifest.SLOTS,
        FileMark.of(read(folder.resolve(KeySlots.FILE), MAX_SLOTS_BYTES)),
        StoreManifest.TABLE,
        FileMark.of(read(folder.resolve(KeyTable.FILE), MAX_TABLE_BYTES)));
  }

  /** Announces changes to a manifest from now on. */
  synchronized void announceTo(StoreManifest announced) {
    manifest = announced;
  }

  /** Writes the table anew with the same keys. */
  synchronized void rewriteTable() throws IOException {
    replaceTable(table.keys());
  }

  SecureRandom random() {
    return random;
  }

  /** Returns the key for one use that need not be erasable; the caller wipes it. */
  byte[] derive(String label) {
    return master.derive(label);
  }

  synchronized List<DataKey> keys(KeyPurpose purpose) {
    return table.keys().stream().filter(key -> key.purpose() == purpose).toList();
  }

  synchronized Optional<DataKey> find(KeyPurpose purpose, String name) {
    return keys(purpose).stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** Returns the keys of one purpose and name, the newest first. */
  List<DataKey> newestFirst(KeyPurpose purpose, String name) {
    return keys(purpose).stream().filter(key -> key.name().equals(name)).toList().reversed();
  }

  /** Returns all data keys, the oldest first. */
  synchronized List<DataKey> all() {
    return table.keys();
  }

  /** Returns an encryption of files that may lie under each of some keys. */
  ChunkedFiles files(FileKind kind, List<DataKey> possible) {
    return new ChunkedFiles(operations, storeId(), kind, possible, random);
  }

  /** Returns the bytes of slots and table as they are on the disk now. */
  synchronized KeyFiles onDisk() throws IOException {
    return new KeyFiles(slots.encode(), read(folder.resolve(KeyTable.FILE), MAX_TABLE_BYTES));
  }

  /** The bytes of slots and table. */
  record KeyFiles(byte[] slots, byte[] table) {
    @Override
    public String toString() {
      return "KeyFiles[" + slots.length + " and " + table.length + " bytes]";
    }
  }

  /** Adds a new random key. When it returns, the key is durable. */
  DataKey add(KeyPurpose purpose, String name) throws IOException {
    DataKey key = DataKey.random(purpose, name, random);
    replace(List.of(key), old -> false);
    return key;
  }

  /** Destroys keys. When it returns, the table on disk lacks them. */
  void destroy(Predicate<DataKey> which) throws IOException {
    replace(List.of(), which);
  }

  /** Adds and destroys keys in one step. When it returns, the table on disk is the new one. */
  synchronized void replace(List<DataKey> added, Predicate<DataKey> destroyed) throws IOException {
    List<DataKey> gone = table.keys().stream().filter(destroyed).toList();
    if (added.isEmpty() && gone.isEmpty()) {
      return;
    }
    List<DataKey> kept = new ArrayList<>(table.keys());
    kept.removeAll(gone);
    kept.addAll(added);
    replaceTable(kept);
    gone.forEach(DataKey::wipe);
  }

  private void replaceTable(List<DataKey> kept) throws IOException {
    KeyTable next = new KeyTable(table.revision() + 1, kept);
    byte[] bytes = next.encode(slots.storeId(), master);
    replaceFile(StoreManifest.TABLE, KeyTable.FILE, bytes);
    table = next;
  }

  private void replaceFile(String part, String name, byte[] bytes) throws IOException {
    StoreManifest announced = manifest;
    if (announced != null) {
      announced.announce(part, FileMark.of(bytes));
    }
    DurableFiles.replace(operations, folder.resolve(name), bytes);
    if (announced != null) {
      announced.done(part);
    }
  }

  synchronized void changePassphrase(Passphrase passphrase, KeyDerivationPreset preset)
      throws IOException {
    replaceSlots(slots.withPassphrase(master, passphrase, preset, random));
  }

  synchronized void changePassphrase(
      Passphrase old, Passphrase passphrase, KeyDerivationPreset preset) throws IOException {
    replaceSlots(slots.withPassphraseInPlaceOf(old, master, passphrase, preset, random));
  }

  synchronized void addPassphrase(Passphrase passphrase, KeyDerivationPreset preset)
      throws IOException {
    replaceSlots(slots.withAdditional(master, passphrase, preset, random));
  }

  synchronized void removeSlot(int number) throws IOException {
    replaceSlots(slots.without(number, master));
  }

  synchronized List<KeySlot> slots() {
    return slots.list();
  }

  synchronized RecoveryCode replaceRecoveryCode() throws IOException {
    RecoveryCode code = RecoveryCode.random(random);
    replaceSlots(slots.withRecoveryCode(master, code, random));
    return code;
  }

  void deleteUnfinished() throws IOException {
    DurableFiles.deleteUnfinished(operations, folder);
  }

  @Override
  public synchronized void close() {
    master.close();
    table.keys().forEach(DataKey::wipe);
  }

  @Override
  public String toString() {
    return "KeyRing[" + table + "]";
  }

  private void replaceSlots(KeySlots next) throws IOException {
    replaceFile(StoreManifest.SLOTS, KeySlots.FILE, next.encode());
    slots = next;
  }

  private static byte[] read(Path file, int maxBytes) throws IOException {
    String name = file.getFileName().toString();
    try (var input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new TamperedFileException(name, "it is longer than " + maxBytes + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      TamperedFileException missing = new TamperedFileException(name, "it is missing");
      missing.initCause(e);
      throw missing;
    }
  }
}
