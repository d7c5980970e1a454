package dev.sotto.llm;

import dev.sotto.llm.token.GgufVocabulary;
import dev.sotto.llm.token.TextTokenizer;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.Prompt;
import dev.sotto.model.UnsupportedModelException;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The chat template named ChatML: each message between {@code <|im_start|>role} and {@code
 * <|im_end|>}. Only the template's own marks become control tokens; no message is added.
 */
final class ChatMl implements PromptLayout {
  private static final String START = "<|im_start|>";
  private static final String END = "<|im_end|>";

  private final TextTokenizer tokenizer;
  private final int start;
  private final int end;
  private final int[] newline;
  private final int[] answer;

  ChatMl(GgufVocabulary vocabulary, TextTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.start = control(vocabulary, START);
    this.end = control(vocabulary, END);
    this.newline = tokenizer.encode("\n");
    this.answer = tokenizer.encode("assistant\n");
  }

  /** Returns whether a template is ChatML and nothing more. */
  static boolean isPlain(String template) {
    return template.contains(START) && template.contains(END) && !template.contains("think");
  }

  private static int control(GgufVocabulary vocabulary, String name) {
    return vocabulary
        .findControl(name)
        .orElseThrow(() ->
            new UnsupportedModelException(
                "The model's template is ChatML, but its vocabulary has no " + name));
  }

  @Override
  public int[] encode(Prompt prompt) {
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
