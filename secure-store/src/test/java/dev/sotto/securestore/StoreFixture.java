package dev.sotto.securestore;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.storage.RecordStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

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
          new SecureRandom());
    }
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
        new SecureRandom());
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
