package dev.sotto.securestore;

import dev.sotto.ledger.Checkpoint;
import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.EntryOrder;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.ledger.CheckpointKey;
import dev.sotto.securestore.ledger.GrowthProof;
import dev.sotto.securestore.ledger.InclusionProof;
import dev.sotto.securestore.ledger.LedgerBundle;
import dev.sotto.securestore.ledger.MerkleTree;
import dev.sotto.securestore.v1.FileMark;
import dev.sotto.securestore.v1.LedgerBody;
import dev.sotto.securestore.v1.LedgerFile;
import dev.sotto.securestore.v1.LedgerFile.Frame;
import dev.sotto.securestore.v1.LedgerHead;
import dev.sotto.securestore.v1.LedgerSecret;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in one file that grows at its end, with a Merkle tree over commitments to the entries.
 * An entry is one write and one {@code fsync}: its secret, its commitment, a signature over the
 * tree that ends with it, and its encrypted body. A write that a power cut left unfinished is
 * dropped when the ledger is opened for writing, and an entry says so.
 *
 * <p>The file is replaced as a whole, under a new key, when the content of an entry is destroyed.
 * It does not notice by itself when the whole file is replaced by an older copy of itself, or loses
 * its last entries; whoever keeps a checkpoint does.
 */
final class MerkleLedger implements ConsentLedger, AutoCloseable {
  private static final String SIGNING_LABEL = "sotto/ledger-signing/v1";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_ENTRIES = 10_000_000;

  private final FileOperations operations;
  private final Path file;
  private final KeyRing keys;
  private final Access access;
  private final Clock clock;
  private final CheckpointKey signer;
  private final StoreManifest manifest;
  private LedgerFile layout;
  private Contents contents;
  private @Nullable FileChannel appending;
  private boolean uncertain;
  private boolean closed;

  private MerkleLedger(
      FileOperations operations,
      Path file,
      KeyRing keys,
      Access access,
      Clock clock,
      CheckpointKey signer,
      StoreManifest manifest,
      LedgerFile layout,
      Contents contents) {
    this.manifest = manifest;
    this.operations = operations;
    this.file = file;
    this.keys = keys;
    this.access = access;
    this.clock = clock;
    this.signer = signer;
    this.layout = layout;
    this.contents = contents;
  }

  /** What is known of the file: where the frames stand, and the tree over them. */
  private static final class Contents {
    private final MerkleTree tree = new MerkleTree();
    private final List<Long> offsets = new ArrayList<>();
    private byte[] signature = {};
    private long end = LedgerFile.HEADER_BYTES;
    private @Nullable Frame last;
    private long droppedBytes;

    void add(Frame frame, int frameBytes) {
      tree.append(frame.commitment());
      offsets.add(end);
      signature = frame.signature();
      last = frame;
      end += frameBytes;
    }

    LedgerHead head() {
      Frame newest = last;
      return newest == null
          ? LedgerHead.NONE
          : new LedgerHead(
              tree.size(),
              FileMark.ofHash(tree.root()),
              offsets.getLast(),
              end,
              FileMark.of(newest.encode()));
    }

    /** Returns whether these are the entries of a ledger that was seen before, or more. */
    boolean continues(LedgerHead seen) {
      return seen.size() == 0
          || (seen.size() <= tree.size()
              && FileMark.ofHash(tree.rootOfFirst((int) seen.size())).equals(seen.root()));
    }
  }

  /**
   * Opens the ledger of a store, and makes it if the store has none yet.
   *
   * @param clock gives the time of entries that the ledger makes itself
   * @throws StoreException if there is none and it may not be made
   */
  static MerkleLedger open(
      FileOperations operations,
      Path folder,
      KeyRing keys,
      Access access,
      Clock clock,
      StoreManifest manifest)
      throws IOException {
    Path file = folder.resolve(LedgerFile.FILE);
    CheckpointKey signer = signer(keys);
    if (keys.keys(KeyPurpose.LEDGER).isEmpty()) {
      if (access != Access.WRITE) {
        throw new StoreException(
            "The store has no ledger yet. Open it for writing once to begin one.");
      }
      create(operations, folder, keys, clock, signer);
    }
    try {
      DataKey key = keyOf(file, keys);
      Contents contents = read(file, signer);
      if (!contents.continues(manifest.ledger())) {
        manifest.mismatch(LedgerFile.FILE);
      }
      MerkleLedger ledger =
          new MerkleLedger(
              operations,
              file,
              keys,
              access,
              clock,
              signer,
              manifest,
              new LedgerFile(keys.storeId(), key),
              contents);
      if (access == Access.WRITE) {
        ledger.tidyUp(key);
        manifest.ledger(ledger.contents.head());
      }
      return ledger;
    } catch (NoSuchFileException e) {
      TamperedFileException missing = new TamperedFileException(LedgerFile.FILE, "it is missing");
      missing.initCause(e);
      throw missing;
    }
  }

  /**
   * Returns how far the ledger of a store was written; nothing is made or changed. A damaged one
   * counts as none, which whoever opens it hears of.
   */
  static LedgerHead head(Path folder, KeyRing keys) throws IOException {
    Path file = folder.resolve(LedgerFile.FILE);
    if (keys.keys(KeyPurpose.LEDGER).isEmpty() || !Files.exists(file)) {
      return LedgerHead.NONE;
    }
    try {
      return read(file, signer(keys)).head();
    } catch (TamperedFileException e) {
      return LedgerHead.NONE;
    }
  }

  /**
   * Holds the ledger of a store against the manifest, by its last entry alone where that is where
   * it was. A damaged or missing one is left to whoever opens it.
   *
   * @throws TamperedFileException if it is whole, and an older one or one that went another way
   */
  static void holdAgainst(StoreManifest manifest, Path folder, KeyRing keys) throws IOException {
    LedgerHead seen = manifest.ledger();
    Path file = folder.resolve(LedgerFile.FILE);
    if (seen.size() == 0 || !Files.exists(file) || isAt(file, seen)) {
      return;
    }
    Contents contents;
    try {
      keyOf(file, keys);
      contents = read(file, signer(keys));
    } catch (TamperedFileException e) {
      return;
    }
    if (contents.droppedBytes == 0 && !contents.continues(seen)) {
      manifest.mismatch(LedgerFile.FILE);
    }
  }

  private static boolean isAt(Path file, LedgerHead seen) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < seen.end()) {
        return false;
      }
      ByteBuffer frame = ByteBuffer.allocate((int) (seen.end() - seen.frame()));
      long at = seen.frame();
      while (frame.hasRemaining()) {
        int read = channel.read(frame, at);
        if (read < 0) {
          return false;
        }
        at += read;
      }
      return FileMark.of(frame.array()).equals(seen.mark());
    }
  }

  @Override
  public synchronized long append(LedgerEntry entry) throws IOException {
    requireWritable();
    EntryOrder.check(entry, this);
    long number = size();
    Frame frame = frame(layout, number, entry, contents.tree);
    byte[] bytes = frame.encode();
    uncertain = true;
    FileChannel channel = appending;
    if (channel == null) {
      channel = operations.openToAppend(file);
      appending = channel;
    }
    operations.write(channel, ByteBuffer.wrap(bytes));
    operations.force(channel);
    contents.add(frame, bytes.length);
    manifest.ledger(contents.head());
    uncertain = false;
    return number;
  }

  @Override
  public synchronized long size() {
    requireOpen();
    return contents.tree.size();
  }

  @Override
  public synchronized Optional<RecordedEntry> find(long number) throws IOException {
    if (number < 0) {
      throw new IllegalArgumentException("An entry's number is not negative; found " + number);
    }
    List<RecordedEntry> found = entries(number, number + 1);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  @Override
  public synchronized List<RecordedEntry> entries(long from, long to) throws IOException {
    requireOpen();
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("Entries go from one number to the same or a later one");
    }
    List<RecordedEntry> found = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long number = from; number < Math.min(to, contents.tree.size()); number++) {
        Optional<Opened> opened = open(channel, number);
        found.add(
            opened.isEmpty()
                ? new RecordedEntry.Erased(number)
                : new RecordedEntry.Kept(
                    number, opened.get().body().entry(), opened.get().body().salted()));
      }
    }
    return found;
  }

  @Override
  public synchronized long erase(long number, Decision decision) throws IOException {
    requireWritable();
    EntryOrder.checkErasable(number, this);
    uncertain = true;
    DataKey next = keys.add(KeyPurpose.LEDGER, "");
    LedgerEntry erasure = new LedgerEntry.Erasure(clock.instant(), number, decision);
    replaceFile(next, erasure, Optional.of(number));
    manifest.ledger(contents.head());
    keys.destroy(key -> key.purpose() == KeyPurpose.LEDGER && key != next);
    uncertain = false;
    return size() - 1;
  }

  @Override
  public synchronized Checkpoint checkpoint() {
    requireOpen();
    int size = contents.tree.size();
    return new Checkpoint(size, signer.note(size, contents.tree.root(), contents.signature));
  }

  @Override
  public String verifierKey() {
    return signer.publicKey().verifierKey();
  }

  @Override
  public synchronized String prove(long number) throws IOException {
    requireOpen();
    if (number < 0 || number >= size()) {
      throw new IllegalArgumentException(
          "There is no entry " + number + "; the ledger has " + size() + " entries");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Optional<Opened> opened = open(channel, number);
      byte[] extra =
          opened.isEmpty()
              ? LedgerBundle.erasedExtra(readFrame(channel, number).commitment())
              : LedgerBundle.entryExtra(opened.get().openingKey(), opened.get().body().text());
      return InclusionProof.of(
          extra, number, contents.tree.inclusionProof((int) number), checkpoint().note());
    }
  }

  @Override
  public synchronized String proveGrowth(long oldSize) throws IOException {
    requireOpen();
    if (oldSize < 1 || oldSize > size()) {
      throw new IllegalArgumentException(
          "The ledger has " + size() + " entries; it never had " + oldSize);
    }
    return GrowthProof.of(
        oldSize, contents.tree.consistencyProof((int) oldSize), checkpoint().note());
  }

  @Override
  public synchronized void export(OutputStream out) throws IOException {
    requireOpen();
    LedgerBundle bundle = new LedgerBundle(out);
    bundle.begin(verifierKey());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long number = 0; number < size(); number++) {
        Optional<Opened> opened = open(channel, number);
        if (opened.isEmpty()) {
          bundle.addErased(number, readFrame(channel, number).commitment());
        } else {
          bundle.add(number, opened.get().openingKey(), opened.get().body().text());
        }
      }
    }
    bundle.end(checkpoint().note());
  }

  @Override
  public synchronized long verify() throws IOException {
    requireOpen();
    MerkleTree tree = new MerkleTree();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long number = 0; number < size(); number++) {
        Frame frame = readFrame(channel, number);
        tree.append(frame.commitment());
        if (!signer.verifies(tree.size(), tree.root(), frame.signature())) {
          throw new TamperedFileException(
              LedgerFile.FILE, "of entry " + number + ", the signature does not fit");
        }
        Optional<Opened> opened = open(channel, number);
        if (opened.isPresent()) {
          opened.get().body().entry();
        }
      }
    }
    return tree.size();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    FileChannel channel = appending;
    appending = null;
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public String toString() {
    return "MerkleLedger[" + contents.tree.size() + " entries]";
  }

  /** An entry that was decrypted, and what opens its commitment. */
  private record Opened(LedgerBody body, byte[] openingKey) {
    @Override
    public String toString() {
      return "Opened[" + body + "]";
    }
  }

  private static void create(
      FileOperations operations, Path folder, KeyRing keys, Clock clock, CheckpointKey signer)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      operations.createFolder(folder);
      operations.forceFolder(DurableFiles.folderOf(folder));
    }
    DataKey key = DataKey.random(KeyPurpose.LEDGER, "", keys.random());
    LedgerFile layout = new LedgerFile(keys.storeId(), key);
    LedgerSecret secret = LedgerSecret.random(keys.random());
    Frame frame =
        frame(
            layout,
            signer,
            0,
            new LedgerEntry.Started(clock.instant()),
            new MerkleTree(),
            secret,
            secret.saltKey());
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(layout.header());
    content.writeBytes(frame.encode());
    DurableFiles.replace(operations, folder.resolve(LedgerFile.FILE), content.toByteArray());
    keys.replace(List.of(key), old -> false);
  }

  private void tidyUp(DataKey current) throws IOException {
    DurableFiles.deleteUnfinished(operations, DurableFiles.folderOf(file));
    if (contents.droppedBytes > 0) {
      replaceFile(
          current,
          new LedgerEntry.Recovery(clock.instant(), contents.droppedBytes),
          Optional.empty());
    }
    keys.destroy(key -> key.purpose() == KeyPurpose.LEDGER && key != current);
  }

  /** Writes the file anew under a key, with one more entry, and without the content of another. */
  private void replaceFile(DataKey key, LedgerEntry added, Optional<Long> erased)
      throws IOException {
    close(appending);
    appending = null;
    LedgerFile next = new LedgerFile(keys.storeId(), key);
    Path unfinished = DurableFiles.unfinished(file);
    operations.delete(unfinished);
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to = operations.create(unfinished)) {
      operations.write(to, ByteBuffer.wrap(next.header()));
      for (long number = 0; number < contents.tree.size(); number++) {
        Frame frame = readFrame(from, number);
        Frame kept =
            erased.equals(Optional.of(number))
                ? erased(next, number, frame)
                : rewrapped(next, number, frame);
        operations.write(to, ByteBuffer.wrap(kept.encode()));
      }
      operations.write(
          to, ByteBuffer.wrap(frame(next, contents.tree.size(), added, contents.tree).encode()));
      operations.force(to);
    }
    operations.replace(unfinished, file);
    operations.forceFolder(DurableFiles.folderOf(file));
    layout = next;
    contents = read(file, signer);
  }

  private Frame rewrapped(LedgerFile next, long number, Frame frame) throws TamperedFileException {
    Optional<LedgerSecret> secret = layout.unwrap(number, frame.wrappedSecret());
    if (secret.isEmpty()) {
      return erased(next, number, frame);
    }
    byte[] wrapped = next.wrap(number, secret.get());
    secret.get().wipe();
    return new Frame(wrapped, frame.commitment(), frame.signature(), frame.sealedBody());
  }

  private static Frame erased(LedgerFile next, long number, Frame frame) {
    return new Frame(next.wrapErased(number), frame.commitment(), frame.signature(), new byte[0]);
  }

  private Frame frame(LedgerFile into, long number, LedgerEntry entry, MerkleTree tree)
      throws IOException {
    LedgerSecret secret = LedgerSecret.random(keys.random());
    byte[] saltKey =
        entry instanceof LedgerEntry.Outcome outcome
            ? saltKeyOf(outcome.intent()).orElse(secret.saltKey())
            : secret.saltKey();
    return frame(into, signer, number, entry, tree, secret, saltKey);
  }

  private static Frame frame(
      LedgerFile into,
      CheckpointKey signer,
      long number,
      LedgerEntry entry,
      MerkleTree tree,
      LedgerSecret secret,
      byte[] saltKey) {
    if (number >= MAX_ENTRIES) {
      throw new StoreException("The ledger is full: it has " + number + " entries");
    }
    LedgerBody body = LedgerBody.of(entry, saltKey);
    Arrays.fill(saltKey, (byte) 0);
    byte[] commitment = body.commitment(secret.openingKey());
    byte[] plaintext = body.encode();
    Frame frame =
        new Frame(
            into.wrap(number, secret),
            commitment,
            signer.sign(number + 1, tree.rootWith(commitment)),
            into.seal(number, secret, commitment, plaintext));
    Arrays.fill(plaintext, (byte) 0);
    secret.wipe();
    return frame;
  }

  private Optional<byte[]> saltKeyOf(long number) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return layout
          .unwrap(number, readFrame(channel, number).wrappedSecret())
          .map(LedgerSecret::saltKey);
    }
  }

  private Optional<Opened> open(FileChannel channel, long number) throws IOException {
    Frame frame = readFrame(channel, number);
    Optional<LedgerSecret> secret = layout.unwrap(number, frame.wrappedSecret());
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    LedgerBody body = LedgerBody.decode(layout.open(number, secret.get(), frame));
    byte[] openingKey = secret.get().openingKey();
    secret.get().wipe();
    if (!Arrays.equals(body.commitment(openingKey), frame.commitment())) {
      throw new TamperedFileException(
          LedgerFile.FILE, "the entry " + number + " is not the one that was signed");
    }
    return Optional.of(new Opened(body, openingKey));
  }

  private Frame readFrame(FileChannel channel, long number) throws IOException {
    long offset = contents.offsets.get((int) number);
    long next =
        number + 1 < contents.offsets.size()
            ? contents.offsets.get((int) number + 1)
            : contents.end;
    ByteBuffer bytes = ByteBuffer.allocate((int) (next - offset) - LedgerFile.LENGTH_BYTES);
    long at = offset + LedgerFile.LENGTH_BYTES;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at);
      if (read < 0) {
        throw new TamperedFileException(LedgerFile.FILE, "it became shorter while it was open");
      }
      at += read;
    }
    Frame frame = Frame.decode(bytes.array());
    if (!contents.tree.hasLeaf((int) number, frame.commitment())) {
      throw new TamperedFileException(
          LedgerFile.FILE, "the entry " + number + " is not the one that was signed");
    }
    return frame;
  }

  private static CheckpointKey signer(KeyRing keys) {
    byte[] seed = keys.derive(SIGNING_LABEL);
    try {
      return CheckpointKey.ofSeed(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static DataKey keyOf(Path file, KeyRing keys) throws IOException {
    try (var input = Files.newInputStream(file)) {
      byte[] id = LedgerFile.keyId(input.readNBytes(LedgerFile.HEADER_BYTES), keys.storeId());
      return keys.keys(KeyPurpose.LEDGER).stream()
          .filter(key -> Arrays.equals(key.id(), id))
          .findFirst()
          .orElseThrow(() ->
              new TamperedFileException(
                  LedgerFile.FILE, "it lies under a key that was destroyed, as an old copy does"));
    }
  }

  /**
   * Reads all frames, and checks the last signature, which covers them all. What a power cut may
   * leave at the end is not taken in: a part of a frame, or a whole frame with another content.
   */
  private static Contents read(Path file, CheckpointKey signer) throws IOException {
    Contents contents = new Contents();
    long length = Files.size(file);
    try (DataInputStream input =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      input.skipNBytes(LedgerFile.HEADER_BYTES);
      Optional<Frame> frame = nextFrame(input, length - contents.end);
      while (frame.isPresent()) {
        int bytes = frame.get().encodedBytes();
        Optional<Frame> next = nextFrame(input, length - contents.end - bytes);
        boolean last = contents.end + bytes == length;
        if (last && !isSigned(contents, frame.get(), signer)) {
          break;
        }
        contents.add(frame.get(), bytes);
        frame = next;
      }
    }
    contents.droppedBytes = length - contents.end;
    int size = contents.tree.size();
    if (size == 0
        || contents.droppedBytes > LedgerFile.LENGTH_BYTES + LedgerFile.MAX_FRAME_BYTES
        || !signer.verifies(size, contents.tree.root(), contents.signature)) {
      throw new TamperedFileException(
          LedgerFile.FILE, "its entries are not those that were signed");
    }
    return contents;
  }

  private static boolean isSigned(Contents before, Frame frame, CheckpointKey signer) {
    return signer.verifies(
        before.tree.size() + 1, before.tree.rootWith(frame.commitment()), frame.signature());
  }

  /** Reads a frame; what is left of a write that did not come to its end is none. */
  private static Optional<Frame> nextFrame(DataInputStream input, long remaining)
      throws IOException {
    if (remaining < LedgerFile.LENGTH_BYTES) {
      return Optional.empty();
    }
    int bytes = input.readInt();
    int complement = input.readInt();
    if (bytes == 0 && complement == 0) {
      return Optional.empty();
    }
    if (bytes != ~complement
        || bytes < LedgerFile.LEAST_FRAME_BYTES
        || bytes > LedgerFile.MAX_FRAME_BYTES) {
      throw new TamperedFileException(LedgerFile.FILE, "the length of an entry is none");
    }
    return bytes > remaining - LedgerFile.LENGTH_BYTES
        ? Optional.empty()
        : Optional.of(Frame.decode(input.readNBytes(bytes)));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store is closed; unlock it again");
    }
  }

  private void requireWritable() {
    requireOpen();
    if (access != Access.WRITE) {
      throw new StoreException(
          "The store was opened for reading. Open it for writing to add to the ledger.");
    }
    if (uncertain) {
      throw new StoreException(
          "An earlier write to the ledger failed half-way, so nothing may be sent. Close the store"
              + " and open it again.");
    }
  }

  private static void close(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
