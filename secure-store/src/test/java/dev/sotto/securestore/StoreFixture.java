package dev.sotto.securestore;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.MasterKey;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.securestore.v1.KeySlots;
import dev.sotto.securestore.v1.KeyTable;
import dev.sotto.storage.RecordStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/** What the tests of the store share. */
final class StoreFixture {
  /** The least work allowed, so that tests are quick. */
  static final KeyDerivationPreset QUICK = new KeyDerivationPreset(8 << 10, 1, 1);

  static final String WORDS = "correct horse battery staple";

  private StoreFixture() {}

  static Passphrase passphrase() {
    return new Passphrase(WORDS.toCharArray());
  }

  static PersonalStore create(Path folder) throws IOException {
    try (Passphrase passphrase = passphrase()) {
      NewStore created = PersonalStore.create(folder, passphrase, QUICK, new SecureRandom());
      created.recoveryCode().close();
      return created.store();
    }
  }

  static PersonalStore unlock(Path folder, Access access) throws IOException {
    return unlock(FileOperations.onDisk(), folder, access, RecordPacks.Limits.STANDARD);
  }

  static PersonalStore unlock(
      FileOperations operations, Path folder, Access access, RecordPacks.Limits limits)
      throws IOException {
    try (Passphrase passphrase = passphrase()) {
      return PersonalStore.open(
          operations,
          folder,
          slots -> slots.unlock(passphrase),
          access,
          limits,
          new SecureRandom(),
          AgeCheck.NONE,
          StoreManifest.Mismatch.REFUSE);
    }
  }

  static PersonalStore unlock(
      FileOperations operations, Path folder, char[] recoveryCode, Access access, AgeCheck check)
      throws IOException {
    return PersonalStore.open(
        operations,
        folder,
        slots -> slots.unlock(RecoveryCode.parse(recoveryCode)),
        access,
        RecordPacks.Limits.STANDARD,
        new SecureRandom(),
        check,
        StoreManifest.Mismatch.REFUSE);
  }

  /**
   * Creates a store as it was before there were manifests, with one document, and returns its
   * recovery code.
   */
  static char[] createWithoutManifest(Path folder) throws IOException {
    char[] recoveryCode = createWithRecoveryCode(folder);
    try (PersonalStore store = unlock(folder, Access.WRITE)) {
      store.documents().write("settings", "old".getBytes(StandardCharsets.UTF_8));
    }
    Path table = folder.resolve("keys").resolve(KeyTable.FILE);
    KeySlots slots =
        KeySlots.decode(Files.readAllBytes(folder.resolve("keys").resolve(KeySlots.FILE)));
    try (Passphrase passphrase = passphrase();
        MasterKey master = slots.unlock(passphrase)) {
      AesGcmJce wrapping = new AesGcmJce(master.derive("sotto/key-table/v1"));
      byte[] bytes = Files.readAllBytes(table);
      byte[] header = Arrays.copyOf(bytes, 8 + 2 + KeySlots.STORE_ID_BYTES);
      byte[] body =
          wrapping.decrypt(Arrays.copyOfRange(bytes, header.length, bytes.length), header);
      header[9] = 1;
      byte[] wrapped = wrapping.encrypt(body, header);
      byte[] old = Arrays.copyOf(header, header.length + wrapped.length);
      System.arraycopy(wrapped, 0, old, header.length, wrapped.length);
      Files.write(table, old);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Files.delete(folder.resolve("manifest"));
    return recoveryCode;
  }

  /** Creates a store and returns its recovery code, which is quick to unlock with. */
  static char[] createWithRecoveryCode(Path folder) throws IOException {
    try (Passphrase passphrase = passphrase()) {
      NewStore created = PersonalStore.create(folder, passphrase, QUICK, new SecureRandom());
      char[] recoveryCode = created.recoveryCode().reveal();
      created.store().close();
      return recoveryCode;
    }
  }

  static PersonalStore unlock(
      FileOperations operations, Path folder, char[] recoveryCode, RecordPacks.Limits limits)
      throws IOException {
    return PersonalStore.open(
        operations,
        folder,
        slots -> slots.unlock(RecoveryCode.parse(recoveryCode)),
        Access.WRITE,
        limits,
        new SecureRandom(),
        AgeCheck.NONE,
        StoreManifest.Mismatch.REFUSE);
  }

  /** Reads every record of a store and returns how many there are. */
  static int readAll(RecordStore records) throws IOException {
    int read = 0;
    for (var source : records.sources()) {
      for (var id : records.recordIds(source.id())) {
        records.find(id).orElseThrow();
        read++;
      }
    }
    return read;
  }
}
