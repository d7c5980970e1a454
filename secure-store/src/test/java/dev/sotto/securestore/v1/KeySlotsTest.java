package dev.sotto.securestore.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.key.MasterKey;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeySlotsTest {
  private static final KeyDerivationPreset QUICK = new KeyDerivationPreset(8 << 10, 1, 1);
  private static final int SLOTS_AT = 27;
  private static final int SLOT_BYTES = 89;

  private final SecureRandom random = new SecureRandom();
  private final byte[] storeId = new byte[16];
  private final MasterKey master = MasterKey.random(random);
  private final Passphrase passphrase = new Passphrase("pass phrase".toCharArray());
  private final RecoveryCode code = RecoveryCode.random(random);
  private final KeySlots slots = KeySlots.create(storeId, master, passphrase, QUICK, code, random);

  @Test
  void passphraseAndRecoveryCodeOpenTheSameKey() throws IOException {
    KeySlots read = KeySlots.decode(slots.encode());

    assertThat(read.unlock(passphrase).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThat(read.unlock(code).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThat(read.encode()).isEqualTo(slots.encode());
  }

  @Test
  void nothingElseOpensThem() {
    assertThatExceptionOfType(WrongPassphraseException.class)
        .isThrownBy(() -> slots.unlock(new Passphrase("Pass phrase".toCharArray())));
    assertThatExceptionOfType(WrongPassphraseException.class)
        .isThrownBy(() -> slots.unlock(RecoveryCode.random(random)));
  }

  @Test
  void damageIsToldFromAWrongPassphrase() {
    byte[] bytes = slots.encode();

    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThatExceptionOfType(TamperedFileException.class)
          .as("bit %s", bit)
          .isThrownBy(() -> KeySlots.decode(changed));
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(TamperedFileException.class)
          .as("cut to %s", length)
          .isThrownBy(() -> KeySlots.decode(cut));
    }
  }

  @Test
  void aForgerWhoMendsTheChecksumDoesNotGetThrough() throws IOException {
    byte[] bytes = slots.encode();
    int wholeSlots = 2;

    for (int at = 10; at < SLOTS_AT + wholeSlots * SLOT_BYTES + 32; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      byte[] forged = withChecksum(changed);
      assertThatThrownBy(() -> KeySlots.decode(forged).unlock(code))
          .as("byte %s", at)
          .isInstanceOfAny(TamperedFileException.class, WrongPassphraseException.class);
    }
  }

  @Test
  void aSlotCannotBeDroppedAddedOrTakenFromAnOlderForm() {
    byte[] bytes = slots.encode();
    byte[] weaker =
        slots.withPassphrase(master, new Passphrase("old".toCharArray()), QUICK, random).encode();
    byte[] dropped =
        ByteBuffer.allocate(bytes.length - SLOT_BYTES)
            .put(bytes, 0, SLOTS_AT - 1)
            .put((byte) 1)
            .put(bytes, SLOTS_AT + SLOT_BYTES, bytes.length - SLOTS_AT - SLOT_BYTES)
            .array();
    byte[] added =
        ByteBuffer.allocate(bytes.length + SLOT_BYTES)
            .put(bytes, 0, SLOTS_AT - 1)
            .put((byte) 3)
            .put(bytes, SLOTS_AT, 2 * SLOT_BYTES)
            .put(weaker, SLOTS_AT + SLOT_BYTES, SLOT_BYTES)
            .put(bytes, SLOTS_AT + 2 * SLOT_BYTES, 64)
            .array();

    for (byte[] forged : List.of(dropped, added)) {
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> KeySlots.decode(withChecksum(forged)).unlock(code))
          .withMessageContaining("added, dropped or changed");
    }
  }

  @Test
  void refusesMoreWorkThanAllowedBeforeDoingIt() {
    byte[] memory = slots.encode();
    ByteBuffer.wrap(memory).putInt(SLOTS_AT + 1, (2 << 20) + 1);
    byte[] iterations = slots.encode();
    ByteBuffer.wrap(iterations).putInt(SLOTS_AT + 5, 11);

    for (byte[] greedy : List.of(memory, iterations)) {
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> KeySlots.decode(withChecksum(greedy)))
          .withMessageContaining("not allowed");
    }
  }

  @Test
  void aNewerFormatIsNamedAsSuch() {
    byte[] newer = slots.encode();
    newer[9] = 2;

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> KeySlots.decode(withChecksum(newer)))
        .withMessageContaining("version 2");
  }

  @Test
  void anotherPassphraseReplacesTheOldOneAndLeavesTheRecoveryCode() throws IOException {
    Passphrase next = new Passphrase("next".toCharArray());

    KeySlots changed = KeySlots.decode(slots.withPassphrase(master, next, QUICK, random).encode());

    assertThat(changed.unlock(next).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThat(changed.unlock(code).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThatExceptionOfType(WrongPassphraseException.class)
        .isThrownBy(() -> changed.unlock(passphrase));
  }

  @Test
  void severalPassphrasesOpenTheStoreAndOneIsReplacedOrRemoved() throws IOException {
    Passphrase second = new Passphrase("second".toCharArray());
    Passphrase third = new Passphrase("third".toCharArray());

    KeySlots two = KeySlots.decode(slots.withAdditional(master, second, QUICK, random).encode());
    KeySlots replaced =
        KeySlots.decode(two.withPassphraseInPlaceOf(second, master, third, QUICK, random).encode());
    KeySlots removed = KeySlots.decode(replaced.without(1, master).encode());

    assertThat(two.list().stream().map(KeySlot::kind))
        .containsExactly(
            KeySlot.Kind.PASSPHRASE, KeySlot.Kind.RECOVERY_CODE, KeySlot.Kind.PASSPHRASE);
    assertThat(two.unlock(passphrase).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThat(two.unlock(second).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThat(replaced.unlock(passphrase).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThat(replaced.unlock(third).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThatExceptionOfType(WrongPassphraseException.class)
        .isThrownBy(() -> replaced.unlock(second));
    assertThat(removed.unlock(third).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThat(removed.unlock(code).copyForSlot()).isEqualTo(master.copyForSlot());
    assertThatExceptionOfType(WrongPassphraseException.class)
        .isThrownBy(() -> removed.unlock(passphrase));
  }

  @Test
  void theLastPassphraseStaysAndThereAreEightSlotsAtMost() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> slots.without(1, master))
        .withMessageContaining("last passphrase");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> slots.without(3, master));
    assertThat(slots.without(2, master).list()).hasSize(1);

    KeySlots more = slots;
    for (int i = 3; i <= 8; i++) {
      more = more.withAdditional(master, passphrase, QUICK, random);
    }
    KeySlots full = more;
    assertThat(full.list()).hasSize(8);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> full.withAdditional(master, passphrase, QUICK, random))
        .withMessageContaining("All 8");
  }

  @Test
  void theKeyTableComesBackAsItWas() throws IOException {
    DataKey key = DataKey.random(KeyPurpose.SOURCE, "notizen-\u00e4", random);

    KeyTable read =
        KeyTable.decode(new KeyTable(7, List.of(key)).encode(storeId, master), storeId, master);

    assertThat(read.revision()).isEqualTo(7);
    assertThat(read.keys()).hasSize(1);
    assertThat(read.keys().getFirst().purpose()).isEqualTo(KeyPurpose.SOURCE);
    assertThat(read.keys().getFirst().name()).isEqualTo(key.name());
    assertThat(read.keys().getFirst().id()).isEqualTo(key.id());
    assertThat(read.keys().getFirst().copyBytes()).isEqualTo(key.copyBytes());
  }

  @Test
  void theKeyTableIsBoundToItsBytesStoreAndMasterKey() {
    byte[] bytes =
        new KeyTable(1, List.of(DataKey.random(KeyPurpose.INDEX, "1", random)))
            .encode(storeId, master);
    byte[] otherStore = storeId.clone();
    otherStore[0] = 1;

    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x40;
      byte[] cut = Arrays.copyOf(bytes, at);
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> KeyTable.decode(changed, storeId, master));
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> KeyTable.decode(cut, storeId, master));
    }
    assertThatExceptionOfType(TamperedFileException.class)
        .isThrownBy(() -> KeyTable.decode(bytes, otherStore, master));
    assertThatExceptionOfType(TamperedFileException.class)
        .isThrownBy(() -> KeyTable.decode(bytes, storeId, MasterKey.random(random)));
  }

  private static byte[] withChecksum(byte[] bytes) {
    try {
      byte[] mended = bytes.clone();
      byte[] checksum =
          MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, bytes.length - 32));
      System.arraycopy(checksum, 0, mended, bytes.length - 32, 32);
      return mended;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
