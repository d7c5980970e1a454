package dev.sotto.securestore.v1;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.MasterKey;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.securestore.key.SlotKeys;
import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code keys/slots}: the master key, wrapped once for each way to unlock the store. A MAC
 * under the master key holds all slots and the format version together, so that none can be added,
 * dropped, weakened or taken from an older form by whoever lacks the key. The checksum only tells
 * damage from a wrong passphrase. Immutable.
 *
 * <pre>
 * "SOTTOKEY" ‖ version (2) = 1 ‖ store id (16) ‖ slots (1) ‖ slot ... ‖ MAC (32) ‖ checksum (32)
 * slot = type (1) ‖ KiB of memory (4) ‖ iterations (4) ‖ lanes (4) ‖ salt (16) ‖ wrapped master key (60)
 * </pre>
 */
public final class KeySlots {
  /** The file's name. */
  public static final String FILE = "slots";

  /** Length of a store's id in bytes. */
  public static final int STORE_ID_BYTES = 16;

  private static final byte[] MAGIC = "SOTTOKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int MAX_SLOTS = 8;
  private static final int SALT_BYTES = 16;
  private static final int WRAPPED_BYTES = 12 + MasterKey.BYTES + 16;
  private static final int MAC_BYTES = 32;
  private static final int CHECKSUM_BYTES = 32;
  private static final int LEAST_BYTES =
      MAGIC.length + Short.BYTES + STORE_ID_BYTES + 1 + MAC_BYTES + CHECKSUM_BYTES;
  private static final String MAC_LABEL = "sotto/slot-mac/v1";
  private static final byte[] WRAP_LABEL = "sotto/slot/v1".getBytes(StandardCharsets.US_ASCII);

  private static final int PASSPHRASE = 1;
  private static final int RECOVERY_CODE = 2;

  private final byte[] storeId;
  private final List<Slot> slots;
  private final byte[] mac;

  private KeySlots(byte[] storeId, List<Slot> slots, byte[] mac) {
    this.storeId = storeId.clone();
    this.slots = List.copyOf(slots);
    this.mac = mac.clone();
  }

  /** Returns slots for a new store: one for a passphrase, one for a recovery code. */
  public static KeySlots create(
      byte[] storeId,
      MasterKey master,
      Passphrase passphrase,
      KeyDerivationPreset preset,
      RecoveryCode recoveryCode,
      SecureRandom random) {
    return sealed(
        storeId,
        List.of(
            passphraseSlot(storeId, master, passphrase, preset, random),
            recoverySlot(storeId, master, recoveryCode, random)),
        master);
  }

  /**
   * Reads the file's bytes. Nothing in them is trusted before {@link #unlock}.
   *
   * @throws TamperedFileException if they are damaged, or ask for more work than allowed
   * @throws StoreException if a newer version of Sotto wrote them
   */
  public static KeySlots decode(byte[] bytes) throws TamperedFileException {
    int end = bytes.length - CHECKSUM_BYTES;
    if (bytes.length < LEAST_BYTES
        || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))
        || !Arrays.equals(
            Hashes.sha256(Arrays.copyOf(bytes, end)),
            Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new TamperedFileException(FILE, "its checksum does not fit");
    }
    ByteReader in = new ByteReader(FILE, Arrays.copyOfRange(bytes, MAGIC.length, end));
    int version = in.readUnsignedShort();
    if (version != VERSION) {
      throw new StoreException(
          "The store has the format version "
              + version
              + "; this version of Sotto reads version "
              + VERSION
              + ". Use the version of Sotto that wrote it, or a newer one.");
    }
    byte[] storeId = in.readBytes(STORE_ID_BYTES);
    int count = in.readUnsignedByte();
    if (count == 0 || count > MAX_SLOTS) {
      throw in.malformed("it has " + count + " slots; 1 to " + MAX_SLOTS + " are possible");
    }
    List<Slot> slots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      slots.add(Slot.readFrom(in));
    }
    byte[] mac = in.readBytes(MAC_BYTES);
    in.requireEnd();
    return new KeySlots(storeId, slots, mac);
  }

  /** Returns the file's bytes. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeBytes(authenticated(storeId, slots)).writeBytes(mac);
    return out.writeBytes(Hashes.sha256(out.toByteArray())).toByteArray();
  }

  /** Returns the store's id. */
  public byte[] storeId() {
    return storeId.clone();
  }

  /**
   * Returns the master key.
   *
   * @throws WrongPassphraseException if the passphrase opens no slot
   * @throws TamperedFileException if it opens one, but the slots as a whole are not what Sotto
   *     wrote
   */
  public MasterKey unlock(Passphrase passphrase) throws TamperedFileException {
    for (Slot slot : slots) {
      Optional<KeyDerivationPreset> preset = slot.preset();
      if (slot.type == PASSPHRASE && preset.isPresent()) {
        byte[] key = SlotKeys.fromPassphrase(passphrase, slot.salt, preset.get());
        Optional<MasterKey> master = unwrap(slot, key);
        if (master.isPresent()) {
          return master.get();
        }
      }
    }
    throw new WrongPassphraseException(
        "This passphrase does not open the store. Check the keyboard layout and capitals, or use"
            + " the recovery code.");
  }

  /**
   * Returns the master key.
   *
   * @throws WrongPassphraseException if the code opens no slot
   * @throws TamperedFileException if it opens one, but the slots as a whole are not what Sotto
   *     wrote
   */
  public MasterKey unlock(RecoveryCode code) throws TamperedFileException {
    for (Slot slot : slots) {
      if (slot.type == RECOVERY_CODE) {
        Optional<MasterKey> master = unwrap(slot, SlotKeys.fromRecoveryCode(code, slot.salt));
        if (master.isPresent()) {
          return master.get();
        }
      }
    }
    throw new WrongPassphraseException(
        "This recovery code does not open the store. It may belong to another store, or may have"
            + " been replaced by a newer one.");
  }

  /** Returns these slots with another passphrase; the old one no longer opens them. */
  public KeySlots withPassphrase(
      MasterKey master, Passphrase passphrase, KeyDerivationPreset preset, SecureRandom random) {
    return with(PASSPHRASE, passphraseSlot(storeId, master, passphrase, preset, random), master);
  }

  /** Returns these slots with another recovery code; the old one no longer opens them. */
  public KeySlots withRecoveryCode(MasterKey master, RecoveryCode code, SecureRandom random) {
    return with(RECOVERY_CODE, recoverySlot(storeId, master, code, random), master);
  }

  /**
   * Returns these slots with another passphrase in place of an old one, which no longer opens them;
   * other passphrases still do.
   *
   * @throws WrongPassphraseException if the old one opens no slot
   */
  public KeySlots withPassphraseInPlaceOf(
      Passphrase old,
      MasterKey master,
      Passphrase passphrase,
      KeyDerivationPreset preset,
      SecureRandom random)
      throws TamperedFileException {
    int number = numberOf(old);
    List<Slot> replaced = new ArrayList<>(slots);
    replaced.set(number - 1, passphraseSlot(storeId, master, passphrase, preset, random));
    return sealed(storeId, replaced, master);
  }

  /**
   * Returns these slots with one more passphrase.
   *
   * @throws StoreException if there are as many as there can be
   */
  public KeySlots withAdditional(
      MasterKey master, Passphrase passphrase, KeyDerivationPreset preset, SecureRandom random) {
    requireRoom();
    List<Slot> more = new ArrayList<>(slots);
    more.add(passphraseSlot(storeId, master, passphrase, preset, random));
    return sealed(storeId, more, master);
  }

  /**
   * Returns these slots without one of them, which no longer opens them.
   *
   * @param number its number, from 1
   * @throws StoreException if there is no such slot, or it is the last passphrase: every command
   *     asks for one, and who has lost all of them needs one to be left
   */
  public KeySlots without(int number, MasterKey master) {
    if (number < 1 || number > slots.size()) {
      throw new StoreException(
          "There is no key slot %d; there are %d. Run: sotto keys list"
              .formatted(number, slots.size()));
    }
    long passphrases = slots.stream().filter(slot -> slot.type == PASSPHRASE).count();
    if (slots.size() == 1 || (slots.get(number - 1).type == PASSPHRASE && passphrases == 1)) {
      throw new StoreException(
          "Slot %d holds the last passphrase, without which the store could not be used. Change it with sotto passphrase, or add another one first: sotto keys add"
              .formatted(number));
    }
    List<Slot> fewer = new ArrayList<>(slots);
    fewer.remove(number - 1);
    return sealed(storeId, fewer, master);
  }

  /** Returns what can be known of each slot without opening it, in the order of their numbers. */
  public List<KeySlot> list() {
    List<KeySlot> list = new ArrayList<>(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      KeySlot.Kind kind =
          switch (slot.type) {
            case PASSPHRASE -> KeySlot.Kind.PASSPHRASE;
            case RECOVERY_CODE -> KeySlot.Kind.RECOVERY_CODE;
            default -> KeySlot.Kind.UNKNOWN;
          };
      list.add(new KeySlot(i + 1, kind, slot.preset()));
    }
    return List.copyOf(list);
  }

  @Override
  public String toString() {
    return "KeySlots[" + slots.size() + "]";
  }

  private void requireRoom() {
    if (slots.size() == MAX_SLOTS) {
      throw new StoreException(
          "All %d key slots are taken. Remove one first: sotto keys remove N".formatted(MAX_SLOTS));
    }
  }

  private int numberOf(Passphrase passphrase) throws TamperedFileException {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      Optional<KeyDerivationPreset> preset = slot.preset();
      if (slot.type == PASSPHRASE && preset.isPresent()) {
        byte[] key = SlotKeys.fromPassphrase(passphrase, slot.salt, preset.get());
        Optional<MasterKey> master = unwrap(slot, key);
        if (master.isPresent()) {
          master.get().close();
          return i + 1;
        }
      }
    }
    throw new WrongPassphraseException(
        "The old passphrase does not open the store. Check the keyboard layout and capitals.");
  }

  private KeySlots with(int type, Slot replacement, MasterKey master) {
    List<Slot> replaced = new ArrayList<>(slots);
    replaced.removeIf(slot -> slot.type == type);
    if (replaced.size() == MAX_SLOTS) {
      requireRoom();
    }
    replaced.add(replacement);
    return sealed(storeId, replaced, master);
  }

  private Optional<MasterKey> unwrap(Slot slot, byte[] key) throws TamperedFileException {
    byte[] bytes;
    try {
      bytes = aead(key).decrypt(slot.wrapped, slot.associated(storeId));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    MasterKey master = new MasterKey(bytes);
    Arrays.fill(bytes, (byte) 0);
    if (!MessageDigest.isEqual(mac, mac(storeId, slots, master))) {
      master.close();
      throw new TamperedFileException(
          FILE, "the slots as a whole do not authenticate; one was added, dropped or changed");
    }
    return Optional.of(master);
  }

  private static KeySlots sealed(byte[] storeId, List<Slot> slots, MasterKey master) {
    return new KeySlots(storeId, slots, mac(storeId, slots, master));
  }

  private static Slot passphraseSlot(
      byte[] storeId,
      MasterKey master,
      Passphrase passphrase,
      KeyDerivationPreset preset,
      SecureRandom random) {
    byte[] salt = randomSalt(random);
    byte[] key = SlotKeys.fromPassphrase(passphrase, salt, preset);
    return new Slot(
            PASSPHRASE,
            preset.memoryKibibytes(),
            preset.iterations(),
            preset.parallelism(),
            salt,
            new byte[0])
        .wrapping(storeId, master, key);
  }

  private static Slot recoverySlot(
      byte[] storeId, MasterKey master, RecoveryCode code, SecureRandom random) {
    byte[] salt = randomSalt(random);
    byte[] key = SlotKeys.fromRecoveryCode(code, salt);
    return new Slot(RECOVERY_CODE, 0, 0, 0, salt, new byte[0]).wrapping(storeId, master, key);
  }

  private static byte[] randomSalt(SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private static byte[] authenticated(byte[] storeId, List<Slot> slots) {
    ByteWriter out = new ByteWriter();
    out.writeBytes(MAGIC).writeShort(VERSION).writeBytes(storeId).writeByte(slots.size());
    slots.forEach(slot -> slot.writeTo(out));
    return out.toByteArray();
  }

  private static byte[] mac(byte[] storeId, List<Slot> slots, MasterKey master) {
    byte[] key = master.derive(MAC_LABEL);
    try {
      return Hashes.hmac(key, authenticated(storeId, slots));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Aead aead(byte[] key) throws GeneralSecurityException {
    return new AesGcmJce(key);
  }

  private static final class Slot {
    private final int type;
    private final int memoryKibibytes;
    private final int iterations;
    private final int parallelism;
    private final byte[] salt;
    private final byte[] wrapped;

    Slot(
        int type,
        int memoryKibibytes,
        int iterations,
        int parallelism,
        byte[] salt,
        byte[] wrapped) {
      this.type = type;
      this.memoryKibibytes = memoryKibibytes;
      this.iterations = iterations;
      this.parallelism = parallelism;
      this.salt = salt;
      this.wrapped = wrapped;
    }

    static Slot readFrom(ByteReader in) throws TamperedFileException {
      Slot slot =
          new Slot(
              in.readUnsignedByte(),
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readBytes(SALT_BYTES),
              in.readBytes(WRAPPED_BYTES));
      try {
        slot.preset();
      } catch (IllegalArgumentException e) {
        TamperedFileException refused =
            in.malformed("a slot asks for key derivation that is not allowed");
        refused.initCause(e);
        throw refused;
      }
      return slot;
    }

    Optional<KeyDerivationPreset> preset() {
      return type == PASSPHRASE
          ? Optional.of(new KeyDerivationPreset(memoryKibibytes, iterations, parallelism))
          : Optional.empty();
    }

    Slot wrapping(byte[] storeId, MasterKey master, byte[] key) {
      byte[] bytes = master.copyForSlot();
      try {
        return new Slot(
            type,
            memoryKibibytes,
            iterations,
            parallelism,
            salt,
            aead(key).encrypt(bytes, associated(storeId)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The master key could not be wrapped", e);
      } finally {
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(key, (byte) 0);
      }
    }

    byte[] associated(byte[] storeId) {
      ByteWriter out = new ByteWriter();
      out.writeBytes(WRAP_LABEL).writeBytes(storeId);
      writeParameters(out);
      return out.toByteArray();
    }

    void writeTo(ByteWriter out) {
      writeParameters(out);
      out.writeBytes(wrapped);
    }

    private void writeParameters(ByteWriter out) {
      out.writeByte(type)
          .writeInt(memoryKibibytes)
          .writeInt(iterations)
          .writeInt(parallelism)
          .writeBytes(salt);
    }

    @Override
    public String toString() {
      return "Slot[" + type + "]";
    }
  }
}
