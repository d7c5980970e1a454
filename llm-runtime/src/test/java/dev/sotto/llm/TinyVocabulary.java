package dev.sotto.llm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A vocabulary of SentencePiece for tests: bytes, pieces with scores, and marks. */
final class TinyVocabulary {
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int BYTE = 6;

  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();
  private final Map<String, Object> more = new LinkedHashMap<>();

  TinyVocabulary() {
    add("<unk>", UNKNOWN, 0);
    add("<s>", CONTROL, 0);
    add("</s>", CONTROL, 0);
    for (int b = 0; b < 256; b++) {
      add("<0x%02X>".formatted(b), BYTE, 0);
    }
    more.put("tokenizer.ggml.bos_token_id", 1);
    more.put("tokenizer.ggml.eos_token_id", 2);
  }

  TinyVocabulary control(String... names) {
    for (String name : names) {
      add(name, CONTROL, 0);
    }
    return this;
  }

  TinyVocabulary added(String... names) {
    for (String name : names) {
      add(name, USER_DEFINED, 0);
    }
    return this;
  }

  TinyVocabulary piece(String text, double score) {
    add(text, NORMAL, (float) score);
    return this;
  }

  TinyVocabulary put(String key, Object value) {
    more.put(key, value);
    return this;
  }

  private void add(String text, int type, float score) {
    tokens.add(text);
    types.add(type);
    scores.add(score);
  }

  int number(String token) {
    return tokens.indexOf(token);
  }

  List<String> tokens() {
    return tokens;
  }

  float score(int token) {
    return scores.get(token);
  }

  /** Writes tokens as they stand in the file, one after the other. */
  String written(int[] numbers) {
    StringBuilder out = new StringBuilder();
    List<Byte> pending = new ArrayList<>();
    for (int number : numbers) {
      if (types.get(number) == BYTE) {
        pending.add((byte) (number - 3));
      } else {
        flush(pending, out);
        boolean mark = types.get(number) == CONTROL || types.get(number) == USER_DEFINED;
        out.append(
            mark ? "{" + tokens.get(number) + "}" : tokens.get(number).replace('\u2581', ' '));
      }
    }
    flush(pending, out);
    return out.toString();
  }

  private static void flush(List<Byte> pending, StringBuilder out) {
    byte[] bytes = new byte[pending.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = pending.get(i);
    }
    out.append(new String(bytes, StandardCharsets.UTF_8).replace('\u2581', ' '));
    pending.clear();
  }

  byte[] toBytes() {
    float[] numbers = new float[scores.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = scores.get(i);
    }
    GgufWriter writer =
        new GgufWriter()
            .put("tokenizer.ggml.model", "llama")
            .put("tokenizer.ggml.tokens", tokens)
            .put("tokenizer.ggml.scores", numbers)
            .put("tokenizer.ggml.token_type", types.stream().mapToInt(Integer::intValue).toArray());
    more.forEach(writer::put);
    return writer.toBytes();
  }

  @Override
  public String toString() {
    return "TinyVocabulary[" + tokens.size() + " tokens]";
  }
}
