package dev.sotto.llm;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.llm.token.BytePairTokenizer;
import dev.sotto.llm.token.GgufVocabulary;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.Prompt;
import dev.sotto.model.UnsupportedModelException;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The chat template named ChatML: each message between {@code <|im_start|>role} and {@code
 * <|im_end|>}. Only the template's own marks become control tokens; no message is added.
 */
final class ChatMl {
  private static final String START = "<|im_start|>";
  private static final String END = "<|im_end|>";

  private final BytePairTokenizer tokenizer;
  private final int start;
  private final int end;
  private final int[] newline;
  private final int[] answer;

  ChatMl(GgufMetadata metadata, GgufVocabulary vocabulary, BytePairTokenizer tokenizer) {
    String template = metadata.findString("tokenizer.chat_template").orElse("");
    if (!template.contains(START) || !template.contains(END)) {
      throw new UnsupportedModelException(
          "The model has "
              + (template.isEmpty() ? "no chat template" : "a chat template other than ChatML")
              + "; supported is ChatML. Use a model tuned for chat.");
    }
    this.tokenizer = tokenizer;
    this.start = control(vocabulary, START);
    this.end = control(vocabulary, END);
    this.newline = tokenizer.encode("\n");
    this.answer = tokenizer.encode("assistant\n");
  }

  private static int control(GgufVocabulary vocabulary, String name) {
    return vocabulary
        .findControl(name)
        .orElseThrow(() ->
            new UnsupportedModelException(
                "The model's template is ChatML, but its vocabulary has no " + name));
  }

  /** Returns the tokens of a prompt with the assistant's turn opened. */
  int[] encode(Prompt prompt) {
    if (prompt.messages().getLast().role() == ChatMessage.Role.ASSISTANT) {
      throw new IllegalArgumentException(
          "A prompt ends with a message to the assistant; found one from the assistant at the end");
    }
    IntStream.Builder tokens = IntStream.builder();
    for (ChatMessage message : prompt.messages()) {
      tokens.add(start);
      String role = message.role().name().toLowerCase(Locale.ROOT);
      add(tokens, tokenizer.encode(role + "\n" + message.content()));
      tokens.add(end);
      add(tokens, newline);
    }
    tokens.add(start);
    add(tokens, answer);
    return tokens.build().toArray();
  }

  private static void add(IntStream.Builder tokens, int[] more) {
    for (int token : more) {
      tokens.add(token);
    }
  }
}
