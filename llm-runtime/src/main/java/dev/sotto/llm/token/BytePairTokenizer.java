package dev.sotto.llm.token;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.model.UnsupportedModelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Turns text into tokens by byte-level byte-pair encoding. It only ever gives ordinary tokens:
 * control tokens written in a text stay text. Bytes that the vocabulary has no token for are left
 * out. Immutable and safe for all threads; time grows by n log n with the longest word.
 */
public final class BytePairTokenizer implements TextTokenizer {
  private static final int LONG_WORD = 48;

  private final WordRules rules;
  private final GgufVocabulary vocabulary;
  private final int[] byteTokens;
  private final MergeTable merges;

  private BytePairTokenizer(
      WordRules rules, GgufVocabulary vocabulary, int[] byteTokens, MergeTable merges) {
    this.rules = rules;
    this.vocabulary = vocabulary;
    this.byteTokens = byteTokens;
    this.merges = merges;
  }

  /**
   * Reads the merges of a model.
   *
   * @throws UnsupportedModelException if its way of cutting words is not supported or a merge names
   *     an unknown token
   */
  public static BytePairTokenizer from(GgufMetadata metadata, GgufVocabulary vocabulary) {
    WordRules rules = WordRules.from(metadata);
    int[] byteTokens = new int[256];
    for (int b = 0; b < 256; b++) {
      byteTokens[b] = vocabulary.number(String.valueOf(ByteAlphabet.character(b)));
    }
    List<String> lines = metadata.strings("tokenizer.ggml.merges");
    MergeTable merges = new MergeTable(lines.size());
    for (int rank = 0; rank < lines.size(); rank++) {
      String line = lines.get(rank);
      int space = line.indexOf(' ', 1);
      int left = space < 0 ? -1 : vocabulary.number(line.substring(0, space));
      int right = space < 0 ? -1 : vocabulary.number(line.substring(space + 1));
      int merged =
          space < 0 ? -1 : vocabulary.number(line.substring(0, space) + line.substring(space + 1));
      if (left < 0 || right < 0 || merged < 0) {
        throw new UnsupportedModelException(
            "Merge " + rank + " of the model's tokenizer names a token that it does not have");
      }
      merges.add(left, right, rank, merged);
    }
    return new BytePairTokenizer(rules, vocabulary, byteTokens, merges);
  }

  @Override
  public int[] encode(String text) {
    TokenList tokens = new TokenList(text.length() / 3 + 8);
    rules.split(text, (start, end) -> encodeWord(text.substring(start, end), tokens));
    return tokens.toArray();
  }

  private void encodeWord(String word, TokenList tokens) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    int whole = rules.takesWholeWords() ? vocabulary.number(ByteAlphabet.written(bytes)) : -1;
    if (whole >= 0) {
      tokens.add(whole);
      return;
    }
    int[] symbols = new int[bytes.length];
    int count = 0;
    for (byte b : bytes) {
      if (byteTokens[b & 0xFF] >= 0) {
        symbols[count++] = byteTokens[b & 0xFF];
      }
    }
    count = count > LONG_WORD ? mergeLong(symbols, count) : mergeShort(symbols, count);
    tokens.add(symbols, count);
  }

  private int mergeShort(int[] symbols, int length) {
    int count = length;
    while (count > 1) {
      long best = MergeTable.NONE;
      int at = -1;
      for (int i = 0; i + 1 < count; i++) {
        long merge = merges.find(symbols[i], symbols[i + 1]);
        if (merge < best) {
          best = merge;
          at = i;
        }
      }
      if (at < 0) {
        return count;
      }
      symbols[at] = MergeTable.merged(best);
      System.arraycopy(symbols, at + 2, symbols, at + 1, count - at - 2);
      count--;
    }
    return count;
  }

  private int mergeLong(int[] symbols, int length) {
    int[] next = new int[length];
    int[] previous = new int[length];
    Arrays.setAll(next, i -> i + 1);
    Arrays.setAll(previous, i -> i - 1);
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i + 1 < length; i++) {
      offer(queue, symbols, i, i + 1);
    }
    for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
      int left = best.position();
      int right = next[left];
      if (symbols[left] != best.left() || right >= length || symbols[right] != best.right()) {
        continue;
      }
      symbols[left] = MergeTable.merged(best.merge());
      symbols[right] = -1;
      next[left] = next[right];
      if (next[left] < length) {
        previous[next[left]] = left;
        offer(queue, symbols, left, next[left]);
      }
      if (previous[left] >= 0) {
        offer(queue, symbols, previous[left], left);
      }
    }
    int count = 0;
    for (int i = 0; i < length; i = next[i]) {
      symbols[count++] = symbols[i];
    }
    return count;
  }

  private void offer(PriorityQueue<Candidate> queue, int[] symbols, int position, int right) {
    long merge = merges.find(symbols[position], symbols[right]);
    if (merge != MergeTable.NONE) {
      queue.add(new Candidate(merge, position, symbols[position], symbols[right]));
    }
  }

  private record Candidate(long merge, int position, int left, int right)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byRank = Long.compare(merge, other.merge);
      return byRank != 0 ? byRank : Integer.compare(position, other.position);
    }
  }
}
