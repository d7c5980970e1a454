package dev.sotto.llm.json;

import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Allows the tokens that go on with a value of a schema. For one generation and one thread. */
final class JsonFilter implements TokenFilter {
  private static final int MOST_FORCED_BYTES = 512;

  private final JsonSchema.Compiled compiled;
  private JsonState state;
  private int tokensLeft;

  JsonFilter(JsonSchema.Compiled compiled, JsonState begin, int maxTokens) {
    this.compiled = compiled;
    this.state = begin;
    this.tokensLeft = maxTokens;
  }

  @Override
  public TokenChoice next() {
    if (state.mustEnd() || tokensLeft == 0) {
      return new TokenChoice.Only(compiled.ends());
    }
    int[] going = compiled.allowed(state, tokensLeft - 1);
    if (!state.mayEnd()) {
      return new TokenChoice.Only(going);
    }
    int[] all = Arrays.copyOf(going, going.length + compiled.ends().length);
    System.arraycopy(compiled.ends(), 0, all, going.length, compiled.ends().length);
    return new TokenChoice.Only(all);
  }

  @Override
  public int[] forced() {
    ByteArrayOutputStream forced = new ByteArrayOutputStream();
    JsonState at = state;
    for (int b = at.onlyByte(); b >= 0 && forced.size() < MOST_FORCED_BYTES; b = at.onlyByte()) {
      forced.write(b);
      at = at.after(b);
    }
    byte[] bytes = forced.toByteArray();
    int[] tokens = new int[bytes.length];
    int count = 0;
    for (int start = 0; start < bytes.length; count++) {
      int token = compiled.trie().longestAt(bytes, start, bytes.length);
      if (token < 0) {
        break;
      }
      tokens[count] = token;
      start += compiled.trie().bytes(token).length;
    }
    return Arrays.copyOf(tokens, count);
  }

  @Override
  public void accept(int token) {
    for (byte b : compiled.trie().bytes(token)) {
      state = state.after(b & 0xFF);
    }
    tokensLeft--;
  }

  @Override
  public String toString() {
    return "JsonFilter[" + tokensLeft + " tokens left]";
  }
}
