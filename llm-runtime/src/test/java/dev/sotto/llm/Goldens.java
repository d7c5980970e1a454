package dev.sotto.llm;

import dev.sotto.model.ChatMessage;
import dev.sotto.model.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reference outputs of the default model: fp32 arithmetic on the weights as stored. They lie in
 * {@code golden.json}, made with the model by its own recipe.
 */
final class Goldens {
  private static final String USER = "<|im_start|>user\n";
  private static final String SYSTEM = "<|im_start|>system\n";

  private Goldens() {}

  record Text(String text, int[] tokens) {}

  record Example(
      String kind,
      Prompt prompt,
      int[] promptTokens,
      int[] topTokens,
      float[] topLogits,
      int[] greedyTokens,
      double[] margins) {
    @Override
    public String toString() {
      return kind + " of " + promptTokens.length + " tokens";
    }
  }

  static List<Text> texts() {
    return list(
        "tokenizer", node -> new Text(node.get("text").asString(), integers(node.get("ids"))));
  }

  static Text textWithControlTokens() {
    return list(
            "withSpecialTokensParsed",
            node -> new Text(node.get("text").asString(), integers(node.get("ids"))))
        .getFirst();
  }

  static List<Example> examples() {
    return list("prompts", Goldens::example);
  }

  private static Example example(JsonNode node) {
    JsonNode top = node.get("firstLogitsTop10");
    int[] topTokens = new int[top.size()];
    float[] topLogits = new float[top.size()];
    for (int i = 0; i < topTokens.length; i++) {
      topTokens[i] = top.get(i).get(0).asInt();
      topLogits[i] = top.get(i).get(1).floatValue();
    }
    return new Example(
        node.get("kind").asString(),
        prompt(node.get("prompt").asString()),
        integers(node.get("promptIds")),
        topTokens,
        topLogits,
        integers(node.get("greedyIds")),
        StreamSupport.stream(node.get("margins").spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray());
  }

  private static Prompt prompt(String text) {
    List<ChatMessage> messages = new ArrayList<>();
    for (String part : text.split("<\\|im_end\\|>\n")) {
      if (part.startsWith(SYSTEM)) {
        messages.add(new ChatMessage(ChatMessage.Role.SYSTEM, part.substring(SYSTEM.length())));
      } else if (part.startsWith(USER)) {
        messages.add(new ChatMessage(ChatMessage.Role.USER, part.substring(USER.length())));
      }
    }
    return new Prompt(messages);
  }

  private static <T> List<T> list(String name, Function<JsonNode, T> reader) {
    try (InputStream in = Goldens.class.getResourceAsStream("golden.json")) {
      JsonNode root = JsonMapper.builder().build().readTree(in);
      return StreamSupport.stream(root.get(name).spliterator(), false).map(reader).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] integers(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
