package dev.sotto.application.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A GGUF file of one layer of random weights over the 256 bytes, that says nothing of sense and
 * loads at once.
 */
final class SmallestModel {
  private static final int F32 = 0;
  private static final int HIDDEN = 32;
  private static final int ALIGNMENT = 32;

  private final Map<String, Object> pairs = new LinkedHashMap<>();
  private final Map<String, int[]> tensors = new LinkedHashMap<>();
  private int type = F32;

  SmallestModel() {
    List<String> tokens = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
    int hidden = 0;
    for (int b = 0; b < 256; b++) {
      boolean shown = (b > 32 && b < 127) || (b > 160 && b != 173);
      tokens.add(Character.toString(shown ? b : 256 + hidden));
      hidden += shown ? 0 : 1;
    }
    tokens.add("he");
    int[] types = new int[tokens.size()];
    Arrays.fill(types, 1);
    Arrays.fill(types, 0, 3, 3);
    pairs.put("general.architecture", "llama");
    pairs.put("general.name", "Smallest");
    pairs.put("llama.block_count", 1);
    pairs.put("llama.context_length", 512);
    pairs.put("llama.embedding_length", HIDDEN);
    pairs.put("llama.feed_forward_length", HIDDEN);
    pairs.put("llama.attention.head_count", 2);
    pairs.put("tokenizer.ggml.model", "gpt2");
    pairs.put("tokenizer.ggml.pre", "smollm");
    pairs.put("tokenizer.ggml.tokens", tokens);
    pairs.put("tokenizer.ggml.token_type", types);
    pairs.put("tokenizer.ggml.merges", List.of("h e"));
    pairs.put("tokenizer.ggml.eos_token_id", 2);
    pairs.put("tokenizer.chat_template", "<|im_start|>role\ntext<|im_end|>\n");
    tensors.put("token_embd.weight", new int[] {HIDDEN, tokens.size()});
    for (String norm : List.of("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm")) {
      tensors.put(norm + ".weight", new int[] {HIDDEN});
    }
    for (String matrix :
        List.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")) {
      tensors.put("blk.0." + matrix + ".weight", new int[] {HIDDEN, HIDDEN});
    }
  }

  SmallestModel put(String key, Object value) {
    pairs.put(key, value);
    return this;
  }

  /** Says of all tensors that they are of this type, by its number. */
  SmallestModel storedAs(int number) {
    type = number;
    return this;
  }

  Path writeTo(Path file) throws IOException {
    Bytes out = new Bytes();
    out.text("GGUF").int32(3).int64(tensors.size()).int64(pairs.size());
    pairs.forEach((key, value) -> out.string(key).value(value));
    long offset = 0;
    for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
      out.string(tensor.getKey()).int32(tensor.getValue().length);
      for (int size : tensor.getValue()) {
        out.int64(size);
      }
      out.int32(type).int64(offset);
      offset += padded(bytes(tensor.getValue()));
    }
    out.pad();
    Random random = new Random(5);
    for (int[] dimensions : tensors.values()) {
      for (int i = 0; i < bytes(dimensions) / 4; i++) {
        out.int32(Float.floatToIntBits((float) random.nextGaussian() * 0.2f));
      }
      out.pad();
    }
    return Files.write(file, out.bytes.toByteArray());
  }

  private static int bytes(int[] dimensions) {
    int bytes = 4;
    for (int size : dimensions) {
      bytes *= size;
    }
    return bytes;
  }

  private static long padded(long size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bytes text(String ascii) {
      bytes.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    Bytes int32(int value) {
      bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
      return this;
    }

    Bytes int64(long value) {
      bytes.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
      return this;
    }

    Bytes string(String text) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      int64(encoded.length);
      bytes.writeBytes(encoded);
      return this;
    }

    Bytes value(Object value) {
      return switch (value) {
        case String text -> int32(8).string(text);
        case Integer number -> int32(4).int32(number);
        case int[] numbers -> {
          int32(9).int32(5).int64(numbers.length);
          for (int number : numbers) {
            int32(number);
          }
          yield this;
        }
        case List<?> texts -> {
          int32(9).int32(8).int64(texts.size());
          texts.forEach(text -> string(String.valueOf(text)));
          yield this;
        }
        default -> throw new IllegalArgumentException("No GGUF type for " + value.getClass());
      };
    }

    Bytes pad() {
      bytes.writeBytes(new byte[(int) (padded(bytes.size()) - bytes.size())]);
      return this;
    }
  }
}
