package dev.sotto.assistant;

import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Holds a generation to an {@link EvidenceGrammar}, token by token. For one generation. */
final class EvidenceFilter implements TokenFilter {
  private final EvidenceGrammar grammar;
  private final TokenVocabulary vocabulary;
  private final TokenTrie trie;
  private EvidenceGrammar.State state;

  EvidenceFilter(EvidenceGrammar grammar, TokenVocabulary vocabulary, TokenTrie trie) {
    this.grammar = grammar;
    this.vocabulary = vocabulary;
    this.trie = trie;
    this.state = grammar.start();
  }

  @Override
  public TokenChoice next() {
    if (state.isFree()) {
      return TokenChoice.ANY;
    }
    TokenNumbers allowed = new TokenNumbers();
    trie.walk(state, grammar::step, allowed::add);
    return new TokenChoice.Only(allowed.toArray());
  }

  @Override
  public void accept(int token) {
    for (byte next : vocabulary.bytes(token)) {
      EvidenceGrammar.@Nullable State after = grammar.step(state, next);
      if (after == null) {
        throw new IllegalStateException(
            "Token " + token + " was generated though the evidence line does not allow it");
      }
      state = after;
    }
  }

  private static final class TokenNumbers {
    private int[] numbers = new int[64];
    private int count;

    void add(int token) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = token;
    }

    int[] toArray() {
      return Arrays.copyOf(numbers, count);
    }
  }
}
