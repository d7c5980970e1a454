package dev.sotto.ledger.verifier;

import dev.sotto.ledger.verifier.InvalidLedgerException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Checks a file that {@code sotto audit export} or {@code sotto audit prove} wrote. Memory does not
 * grow with the file. For one thread.
 *
 * @see <a href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>
 * @see <a href="https://c2sp.org/tlog-witness">c2sp.org/tlog-witness, whose requests have the form
 *     of a proof of growth</a>
 */
public final class Verification {
  private static final String BUNDLE = "sotto-ledger-bundle@v1";
  private static final String PROOF = "c2sp.org/tlog-proof@v1";
  private static final String OLD = "old ";
  private static final int MAX_PROOF_HASHES = 63;
  private static final int MAX_REMEMBERED = 1000;
  private static final int MAX_ENTRIES = 10_000_000;

  private final Optional<VerifierKey> expectedKey;
  private final TreeMap<Long, List<SignedCheckpoint>> remembered = new TreeMap<>();
  private final EntryListener listener;

  /**
   * Creates a check.
   *
   * @param expectedKey the key that the ledger must be signed with, if it is known
   * @param listener is told of every entry, before it is known whether the file as a whole is right
   */
  public Verification(Optional<VerifierKey> expectedKey, EntryListener listener) {
    this.expectedKey = expectedKey;
    this.listener = listener;
  }

  /** Is told of entries. */
  @FunctionalInterface
  public interface EntryListener {
    /** Tells nobody. */
    EntryListener NONE = (number, lines) -> {};

    /**
     * An entry was read.
     *
     * @param number its number
     * @param lines its lines, without control characters; none if it was erased
     */
    void entry(long number, List<String> lines);
  }

  /** What was found out of a file that is right. */
  public sealed interface Finding {
    /**
     * A whole ledger is right.
     *
     * @param key what it is signed with
     * @param entries how many entries there are
     * @param erased how many of them were erased
     * @param requests how many requests were allowed
     * @param matching of how many the outcome fits what was allowed
     * @param unknown of how many there is no outcome
     * @param rememberedCheckpoints how many remembered checkpoints it was compared with
     * @param rememberedUpTo the size of the largest of them
     */
    record Whole(
        VerifierKey key,
        long entries,
        long erased,
        long requests,
        long matching,
        long unknown,
        int rememberedCheckpoints,
        long rememberedUpTo)
        implements Finding {
      @Override
      public String toString() {
        return "Whole[" + entries + " entries]";
      }
    }

    /**
     * One entry is in a ledger.
     *
     * @param key what the ledger is signed with
     * @param number the entry's number
     * @param entries how many entries the ledger has
     * @param lines the entry; nothing if it was erased
     */
    record Included(VerifierKey key, long number, long entries, List<String> lines)
        implements Finding {
      @Override
      public String toString() {
        return "Included[" + number + " of " + entries + " entries]";
      }
    }

    /**
     * A ledger has grown at its end alone.
     *
     * @param key what the ledger is signed with
     * @param from how many entries it had, by a remembered checkpoint
     * @param to how many it has
     */
    record Grown(VerifierKey key, long from, long to) implements Finding {
      @Override
      public String toString() {
        return "Grown[" + from + " to " + to + " entries]";
      }
    }
  }

  /** Remembers a checkpoint that what is checked must not contradict. */
  public void remember(InputStream checkpoint) throws IOException, InvalidLedgerException {
    SignedCheckpoint read = SignedCheckpoint.read(new LineInput(checkpoint));
    if (remembered.values().stream().mapToInt(List::size).sum() == MAX_REMEMBERED) {
      throw InvalidLedgerException.malformed(
          "more than " + MAX_REMEMBERED + " checkpoints are remembered");
    }
    remembered.computeIfAbsent(read.size(), size -> new ArrayList<>()).add(read);
  }

  /**
   * Checks a file.
   *
   * @throws InvalidLedgerException if it is not right
   */
  public Finding check(InputStream file) throws IOException, InvalidLedgerException {
    LineInput in = new LineInput(file);
    String first = in.require("the name of a form");
    return switch (first) {
      case BUNDLE -> checkWhole(in);
      case PROOF -> checkProof(in);
      case String old when old.startsWith(OLD) ->
          checkGrowth(Checks.number(old.substring(OLD.length()), "the old size"), in);
      default ->
          throw InvalidLedgerException.malformed(
              "the first line is neither %s nor %s nor \"old\" and a size"
                  .formatted(BUNDLE, PROOF));
    };
  }

  private Finding checkGrowth(long oldSize, LineInput in)
      throws IOException, InvalidLedgerException {
    VerifierKey key = keyOfProof();
    List<byte[]> path = hashes(in);
    SignedCheckpoint checkpoint = SignedCheckpoint.read(in);
    checkpoint.check(key);
    List<SignedCheckpoint> old = remembered.getOrDefault(oldSize, List.of());
    if (old.isEmpty()) {
      throw InvalidLedgerException.malformed(
          "a proof of growth begins at a checkpoint of %d entries; give that one with --since"
              .formatted(oldSize));
    }
    for (SignedCheckpoint known : old) {
      checkRemembered(known, key);
      ConsistencyPath.check(oldSize, known.root(), checkpoint.size(), checkpoint.root(), path);
    }
    contradictNone(checkpoint, key);
    return new Finding.Grown(key, oldSize, checkpoint.size());
  }

  private VerifierKey keyOfProof() throws InvalidLedgerException {
    return trusted(
        expectedKey.orElseThrow(() ->
            InvalidLedgerException.malformed(
                "a proof does not hold the ledger's key; give it with --key")));
  }

  private static List<byte[]> hashes(LineInput in) throws IOException, InvalidLedgerException {
    List<byte[]> path = new ArrayList<>();
    for (String line = in.require("a hash"); !line.isEmpty(); line = in.require("a hash")) {
      if (path.size() == MAX_PROOF_HASHES) {
        throw in.malformed("is one hash more than any proof needs");
      }
      path.add(Checks.hash(line, "a hash of the proof"));
    }
    return path;
  }

  private void contradictNone(SignedCheckpoint checkpoint, VerifierKey key)
      throws InvalidLedgerException {
    for (List<SignedCheckpoint> checkpoints : remembered.values()) {
      for (SignedCheckpoint known : checkpoints) {
        checkRemembered(known, key);
        if (known.size() == checkpoint.size() && !Arrays.equals(known.root(), checkpoint.root())) {
          throw fork(known);
        }
      }
    }
  }

  private Finding checkWhole(LineInput in) throws IOException, InvalidLedgerException {
    String[] keyLine = in.require("the key").split(" ", -1);
    if (keyLine.length != 2 || !keyLine[0].equals("key")) {
      throw in.malformed("is not \"key\" and a key");
    }
    VerifierKey key = trusted(VerifierKey.parse(keyLine[1]));
    for (List<SignedCheckpoint> checkpoints : remembered.values()) {
      for (SignedCheckpoint checkpoint : checkpoints) {
        checkRemembered(checkpoint, key);
      }
    }
    GrowingTree tree = new GrowingTree();
    Requests requests = new Requests();
    long erased = 0;
    compare(tree);
    for (String line = in.require("an entry"); !line.isEmpty(); line = in.require("an entry")) {
      if (tree.size() == MAX_ENTRIES) {
        throw in.malformed("begins more entries than the " + MAX_ENTRIES + " that are possible");
      }
      String[] words = line.split(" ", -1);
      long number = tree.size();
      String what = "entry " + number;
      if (words.length < 3 || Checks.number(words[1], "an entry's number") != number) {
        throw in.malformed("is not " + what);
      }
      if (words[0].equals("entry") && words.length == 4) {
        byte[] openingKey = Checks.hash(words[2], "the opening key of " + what);
        byte[] text = Checks.base64(words[3], what);
        tree.add(Checks.hmac(openingKey, text));
        EntryText entry = EntryText.parse(text, what);
        requests.add(number, entry, what);
        listener.entry(number, entry.lines());
      } else if (words[0].equals("erased") && words.length == 3) {
        tree.add(Checks.hash(words[2], "the commitment of " + what));
        erased++;
        listener.entry(number, List.of());
      } else {
        throw in.malformed("is neither an entry nor an erased one");
      }
      compare(tree);
    }
    SignedCheckpoint checkpoint = SignedCheckpoint.read(in);
    checkpoint.check(key);
    if (checkpoint.size() != tree.size()) {
      throw InvalidLedgerException.forged(
          "%d entries are there and %d were signed".formatted(tree.size(), checkpoint.size()));
    }
    if (!Arrays.equals(checkpoint.root(), tree.root())) {
      throw InvalidLedgerException.forged("the entries are not those that were signed");
    }
    long upTo = remembered.isEmpty() ? 0 : remembered.lastKey();
    if (upTo > tree.size()) {
      throw contradictsRemembered(
          "a remembered checkpoint has %d entries, and only %d are there: the end is missing"
              .formatted(upTo, tree.size()));
    }
    return new Finding.Whole(
        key,
        tree.size(),
        erased,
        requests.intents(),
        requests.matching(),
        requests.unknown(),
        remembered.values().stream().mapToInt(List::size).sum(),
        upTo);
  }

  private Finding checkProof(LineInput in) throws IOException, InvalidLedgerException {
    VerifierKey key = keyOfProof();
    String[] extra = in.require("the entry").split(" ", -1);
    String[] index = in.require("the index").split(" ", -1);
    if (extra.length != 2
        || !extra[0].equals("extra")
        || index.length != 2
        || !index[0].equals("index")) {
      throw InvalidLedgerException.malformed("the proof has no entry or no index");
    }
    long number = Checks.number(index[1], "the index");
    List<byte[]> path = hashes(in);
    SignedCheckpoint checkpoint = SignedCheckpoint.read(in);
    checkpoint.check(key);
    byte[] content = Checks.base64(extra[1], "the entry");
    List<String> lines = List.of();
    byte[] leaf;
    if (content.length == 1 + Checks.HASH_BYTES && content[0] == 0) {
      leaf = Arrays.copyOfRange(content, 1, content.length);
    } else if (content.length > 1 + Checks.HASH_BYTES && content[0] == 1) {
      byte[] text = Arrays.copyOfRange(content, 1 + Checks.HASH_BYTES, content.length);
      leaf = Checks.hmac(Arrays.copyOfRange(content, 1, 1 + Checks.HASH_BYTES), text);
      lines = EntryText.parse(text, "the entry").lines();
    } else {
      throw InvalidLedgerException.malformed("the entry of the proof has an unknown form");
    }
    byte[] root = InclusionPath.root(GrowingTree.leafHash(leaf), number, checkpoint.size(), path);
    if (!Arrays.equals(root, checkpoint.root())) {
      throw InvalidLedgerException.forged("the entry is not in the ledger that was signed");
    }
    contradictNone(checkpoint, key);
    listener.entry(number, lines);
    return new Finding.Included(key, number, checkpoint.size(), lines);
  }

  private VerifierKey trusted(VerifierKey key) throws InvalidLedgerException {
    if (!key.isNamedAfterItself()) {
      throw InvalidLedgerException.forged("the ledger's name is not the one of its key");
    }
    if (expectedKey.isPresent() && !expectedKey.get().toString().equals(key.toString())) {
      throw InvalidLedgerException.forged("the ledger is signed with another key than expected");
    }
    return key;
  }

  private static void checkRemembered(SignedCheckpoint checkpoint, VerifierKey key)
      throws InvalidLedgerException {
    try {
      checkpoint.check(key);
    } catch (InvalidLedgerException e) {
      InvalidLedgerException contradiction =
          contradictsRemembered(
              "a remembered checkpoint is of another ledger or key: " + e.finding());
      contradiction.initCause(e);
      throw contradiction;
    }
  }

  private void compare(GrowingTree tree) throws InvalidLedgerException {
    for (SignedCheckpoint known : remembered.getOrDefault(tree.size(), List.of())) {
      if (!Arrays.equals(known.root(), tree.root())) {
        throw fork(known);
      }
    }
  }

  private static InvalidLedgerException fork(SignedCheckpoint known) {
    return contradictsRemembered(
        "the first "
            + known.size()
            + " entries are not those of a remembered checkpoint: they were changed since, or this"
            + " is another branch");
  }

  private static InvalidLedgerException contradictsRemembered(String finding) {
    return new InvalidLedgerException(Reason.CONTRADICTS_REMEMBERED, finding);
  }
}
