package dev.sotto.ledger.verifier;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement of a tree's size and root with its signatures (C2SP tlog-checkpoint).
 *
 * @param origin the ledger's name
 * @param size how many entries
 * @param root the tree's hash
 * @param text what is signed
 * @param signatures the signature lines
 * @see <a href="https://c2sp.org/tlog-checkpoint">c2sp.org/tlog-checkpoint</a>
 */
record SignedCheckpoint(
    String origin, long size, byte[] root, String text, List<String> signatures) {
  private static final int MAX_LINES = 100;

  /** Reads a checkpoint, which ends with the file. */
  static SignedCheckpoint read(LineInput in) throws IOException, InvalidLedgerException {
    List<String> lines = new ArrayList<>();
    for (Optional<String> line = in.next(); line.isPresent(); line = in.next()) {
      if (lines.size() == MAX_LINES) {
        throw InvalidLedgerException.malformed(
            "a checkpoint has more than " + MAX_LINES + " lines");
      }
      lines.add(line.get());
    }
    int split = lines.lastIndexOf("");
    if (split < 3 || lines.subList(0, split).contains("") || split == lines.size() - 1) {
      throw InvalidLedgerException.malformed(
          "a checkpoint has at least three lines, an empty line, and signatures");
    }
    return new SignedCheckpoint(
        lines.get(0),
        Checks.number(lines.get(1), "the size of a checkpoint"),
        Checks.hash(lines.get(2), "the root of a checkpoint"),
        String.join("\n", lines.subList(0, split)) + "\n",
        List.copyOf(lines.subList(split + 1, lines.size())));
  }

  /** Checks that a key signed it, and that it speaks of the ledger of that key. */
  void check(VerifierKey key) throws InvalidLedgerException {
    boolean signed = false;
    for (String line : signatures) {
      signed |= key.checkSignatureLine(line, text);
    }
    if (!signed) {
      throw InvalidLedgerException.forged(
          "the checkpoint of " + size + " entries is not signed by the key of this ledger");
    }
    if (!origin.equals(key.name())) {
      throw InvalidLedgerException.forged("the checkpoint is of another ledger than the key");
    }
  }

  @Override
  public String toString() {
    return "SignedCheckpoint[" + size + " entries]";
  }
}
