package dev.sotto.securestore.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.ledger.verifier.InvalidLedgerException;
import dev.sotto.ledger.verifier.Verification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Ledgers that were tampered with, and what the standalone verifier says to somebody who remembers
 * one checkpoint. There are 2,000 of them, or as many as the system property {@code
 * sotto.ledger.tampered} says: {@code mvn verify -Dsotto.ledger.tampered=100000}.
 */
final class TamperedLedgerTest {
  private static final int CASES = Integer.getInteger("sotto.ledger.tampered", 2_000);
  private static final int MOST_ENTRIES = 40;
  private static final long SEED = 20_261_124;
  private static final CheckpointKey KEY = CheckpointKey.ofSeed(new byte[32]);

  /** What is done to a ledger. */
  private enum Tampering {
    DROP,
    ALTER,
    INSERT,
    REORDER,
    TRUNCATE,
    FORK
  }

  /** Who does it. */
  private enum Attacker {
    /** Has the exported file and checkpoints that were signed before. */
    WITHOUT_THE_KEY,
    /** Can sign whatever they like, but not what somebody else remembers. */
    WITH_THE_KEY
  }

  /** An entry as the verifier sees it. */
  private record Leaf(byte[] openingKey, byte[] text, byte[] commitment) {}

  /** What was seen of one tampered ledger. */
  private record Seen(
      Tampering tampering,
      Attacker attacker,
      boolean detected,
      boolean passesWithoutMemory,
      Optional<Boolean> untamperedPasses) {}

  @Test
  void everyTamperingIsDetectedByWhoRemembersACheckpoint() {
    List<Seen> all =
        IntStream.range(0, CASES).parallel().mapToObj(TamperedLedgerTest::tryOne).toList();

    List<Seen> withTheKey =
        all.stream().filter(seen -> seen.attacker() == Attacker.WITH_THE_KEY).toList();
    List<Boolean> untampered =
        all.stream().flatMap(seen -> seen.untamperedPasses().stream()).toList();
    Map<Tampering, Long> detected =
        all.stream()
            .filter(Seen::detected)
            .collect(Collectors.groupingBy(Seen::tampering, TreeMap::new, Collectors.counting()));
    System.out.printf(
        "%d tampered ledgers, detected %s; %d untampered ones accepted;"
            + " of %d signed anew %d pass without a remembered checkpoint%n",
        CASES,
        detected,
        untampered.stream().filter(passes -> passes).count(),
        withTheKey.size(),
        withTheKey.stream().filter(Seen::passesWithoutMemory).count());
    assertThat(all).allMatch(Seen::detected);
    assertThat(untampered).hasSizeGreaterThanOrEqualTo(CASES / 10).doesNotContain(false);
    assertThat(withTheKey).isNotEmpty().allMatch(Seen::passesWithoutMemory);
    assertThat(detected.keySet()).containsExactly(Tampering.values());
  }

  private static Seen tryOne(int number) {
    Random random = new Random(SEED + number);
    Tampering tampering = Tampering.values()[number % Tampering.values().length];
    Attacker attacker = Attacker.values()[number / Tampering.values().length % 2];
    try {
      List<Leaf> leaves = leaves(2 + random.nextInt(MOST_ENTRIES - 1), random);
      int remembered = 2 + random.nextInt(leaves.size() - 1);
      Optional<String> checkpoint = Optional.of(checkpoint(leaves.subList(0, remembered)));
      byte[] tampered = tamper(leaves, remembered, tampering, attacker, random);
      return new Seen(
          tampering,
          attacker,
          !isAccepted(tampered, checkpoint),
          attacker == Attacker.WITH_THE_KEY && isAccepted(tampered, Optional.empty()),
          number % 10 == 0
              ? Optional.of(isAccepted(bundle(leaves, checkpoint(leaves)), checkpoint))
              : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] tamper(
      List<Leaf> leaves, int remembered, Tampering tampering, Attacker attacker, Random random)
      throws IOException {
    List<Leaf> changed = new ArrayList<>(leaves);
    int at = random.nextInt(attacker == Attacker.WITH_THE_KEY ? remembered : leaves.size());
    switch (tampering) {
      case DROP -> changed.remove(at);
      case ALTER -> {
        if (attacker == Attacker.WITHOUT_THE_KEY) {
          return withAFlippedBit(bundle(leaves, checkpoint(leaves)), random);
        }
        changed.set(at, leaf(random));
      }
      case INSERT -> changed.add(at, leaf(random));
      case REORDER -> Collections.swap(changed, at, anotherThan(at, leaves.size(), random));
      case TRUNCATE -> {
        changed = changed.subList(0, 1 + random.nextInt(remembered - 1));
        return bundle(
            changed,
            checkpoint(
                random.nextBoolean() || attacker == Attacker.WITH_THE_KEY ? changed : leaves));
      }
      case FORK -> {
        changed = new ArrayList<>(changed.subList(0, at));
        changed.addAll(leaves(1 + leaves.size() - at + random.nextInt(MOST_ENTRIES), random));
      }
    }
    String signed = checkpoint(attacker == Attacker.WITH_THE_KEY ? changed : leaves);
    return bundle(changed, signed);
  }

  private static boolean isAccepted(byte[] bundle, Optional<String> remembered) throws IOException {
    try {
      Verification verification =
          new Verification(Optional.empty(), Verification.EntryListener.NONE);
      if (remembered.isPresent()) {
        verification.remember(
            new ByteArrayInputStream(remembered.get().getBytes(StandardCharsets.UTF_8)));
      }
      verification.check(new ByteArrayInputStream(bundle));
      return true;
    } catch (InvalidLedgerException e) {
      return false;
    }
  }

  private static List<Leaf> leaves(int count, Random random) {
    List<Leaf> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(leaf(random));
    }
    return leaves;
  }

  private static Leaf leaf(Random random) {
    byte[] openingKey = new byte[32];
    random.nextBytes(openingKey);
    String text =
        "sotto-ledger-entry 1\nkind policy-change\ntime 2026-11-24T09:30:00Z\nsetting rate\nafter "
            + random.nextInt(1000)
            + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Leaf(openingKey, bytes, Hashes.hmac(openingKey, bytes));
  }

  private static String checkpoint(List<Leaf> leaves) {
    MerkleTree tree = new MerkleTree();
    leaves.forEach(leaf -> tree.append(leaf.commitment()));
    return KEY.note(tree.size(), tree.root(), KEY.sign(tree.size(), tree.root()));
  }

  private static byte[] bundle(List<Leaf> leaves, String checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LedgerBundle bundle = new LedgerBundle(out);
    bundle.begin(KEY.publicKey().verifierKey());
    for (int i = 0; i < leaves.size(); i++) {
      if (i % 7 == 3) {
        bundle.addErased(i, leaves.get(i).commitment());
      } else {
        bundle.add(i, leaves.get(i).openingKey(), leaves.get(i).text());
      }
    }
    bundle.end(checkpoint);
    return out.toByteArray();
  }

  private static byte[] withAFlippedBit(byte[] bundle, Random random) {
    byte[] changed = bundle.clone();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return changed;
  }

  private static int anotherThan(int index, int size, Random random) {
    return (index + 1 + random.nextInt(size - 1)) % size;
  }
}
