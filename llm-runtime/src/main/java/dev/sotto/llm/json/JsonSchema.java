package dev.sotto.llm.json;

import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema that a model's text is held to, token by token. Supported are {@code type} (object,
 * array, string, number, integer, boolean, null, or several), {@code properties}, {@code required},
 * {@code additionalProperties} (true or false), {@code items}, {@code minItems}, {@code maxItems},
 * {@code minLength}, {@code maxLength}, {@code minimum}, {@code maximum}, {@code exclusiveMinimum},
 * {@code exclusiveMaximum}, {@code enum}, {@code const} and {@code anyOf}; any other keyword is
 * refused by name.
 *
 * <p>What comes is always one value that the schema allows, in one form: members in the order of
 * the schema, one space behind each comma and colon, numbers without exponents. It says nothing
 * about whether the values are true. Immutable and safe for all threads. Source: JSON Schema draft
 * 2020-12, RFC 8259.
 */
public final class JsonSchema {
  private final Rule root;

  private JsonSchema(Rule root) {
    this.root = root;
  }

  /**
   * Reads a schema.
   *
   * @throws UnsupportedSchemaException if it is no JSON, says what can't be followed, or allows
   *     nothing
   */
  public static JsonSchema parse(String schema) {
    return new JsonSchema(SchemaCompiler.compile(JsonTree.read(schema)));
  }

  /**
   * Returns filters that hold text to this schema. The value is brought to its end within the
   * tokens that there are.
   *
   * @param maxTokens how many tokens a generation has; at least as many as the bytes of the
   *     shortest value
   * @throws UnsupportedSchemaException if the shortest value does not fit
   */
  public TokenFilter.Factory filter(int maxTokens) {
    JsonState begin = JsonState.begin(root);
    if (begin.leastBytes() > maxTokens) {
      throw new UnsupportedSchemaException(
          "The schema's shortest value takes up to "
              + begin.leastBytes()
              + " tokens; "
              + maxTokens
              + " are allowed. Allow more tokens.");
    }
    return new Filters(begin, maxTokens);
  }

  @Override
  public String toString() {
    return "JsonSchema[at least " + root.leastBytes() + " bytes]";
  }

  /** What a state allows, and the most bytes that are missing behind any of it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Allowed(int[] tokens, int mostLeast) {}

  /** Makes filters, and keeps the trie of the vocabulary that it last saw. */
  private static final class Filters implements TokenFilter.Factory {
    private final JsonState begin;
    private final int maxTokens;
    private @Nullable Compiled compiled;

    Filters(JsonState begin, int maxTokens) {
      this.begin = begin;
      this.maxTokens = maxTokens;
    }

    @Override
    public synchronized TokenFilter create(TokenVocabulary vocabulary) {
      Compiled current = compiled;
      if (current == null || !current.vocabulary.equals(vocabulary)) {
        current = new Compiled(vocabulary);
        compiled = current;
      }
      return new JsonFilter(current, begin, maxTokens);
    }
  }

  /** A vocabulary's trie, and what states allowed that came before. Safe for all threads. */
  static final class Compiled {
    private static final int MOST_KEPT = 64;

    private final TokenVocabulary vocabulary;
    private final VocabularyTrie trie;
    private final int[] ends;
    private final Map<JsonState, Allowed> kept =
        new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<JsonState, Allowed> eldest) {
            return size() > MOST_KEPT;
          }
        };

    Compiled(TokenVocabulary vocabulary) {
      this.vocabulary = vocabulary;
      this.trie = VocabularyTrie.of(vocabulary);
      this.ends = IntStream.range(0, vocabulary.size()).filter(vocabulary::endsTurn).toArray();
    }

    VocabularyTrie trie() {
      return trie;
    }

    int[] ends() {
      return ends;
    }

    /** Returns what a state allows if so many bytes may be missing behind it. */
    int[] allowed(JsonState state, int mostBytes) {
      JsonState key = state.roomedFor(trie.longestToken());
      Allowed all;
      synchronized (kept) {
        all = kept.get(key);
      }
      if (all == null) {
        all = walk(key, Integer.MAX_VALUE);
        synchronized (kept) {
          kept.put(key, all);
        }
      }
      return all.mostLeast() <= mostBytes ? all.tokens() : walk(state, mostBytes).tokens();
    }

    private Allowed walk(JsonState state, int mostBytes) {
      int[] tokens = new int[vocabulary.size()];
      int[] found = new int[2];
      trie.walk(
          state,
          (token, after) -> {
            if (after.leastBytes() <= mostBytes) {
              tokens[found[0]++] = token;
              found[1] = Math.max(found[1], after.leastBytes());
            }
          });
      return new Allowed(Arrays.copyOf(tokens, found[0]), found[1]);
    }
  }
}
