package dev.sotto.llm;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.llm.template.JinjaTemplate;
import dev.sotto.llm.template.TemplateException;
import dev.sotto.llm.token.GgufVocabulary;
import dev.sotto.llm.token.TextTokenizer;
import dev.sotto.model.Prompt;
import dev.sotto.model.UnsupportedModelException;
import java.time.Clock;

/** How a model wants conversations to be written. Safe for all threads. */
interface PromptLayout {
  /** Returns the tokens of a prompt with the assistant's turn opened. */
  int[] encode(Prompt prompt);

  /**
   * Reads a model's template. ChatML is laid out by code, so that no system message of the model's
   * makers is added, unless its template knows of thinking, which it then turns off.
   *
   * @throws UnsupportedModelException if there is none or it is broken
   */
  static PromptLayout from(
      GgufMetadata metadata, GgufVocabulary vocabulary, TextTokenizer tokenizer, Clock clock) {
    String source = metadata.findString("tokenizer.chat_template").orElse("");
    if (source.isEmpty()) {
      throw new UnsupportedModelException(
          "The model has no chat template. Use a model tuned for chat.");
    }
    try {
      JinjaTemplate template = JinjaTemplate.parse(source, clock);
      return ChatMl.isPlain(source)
          ? new ChatMl(vocabulary, tokenizer)
          : ChatTemplate.of(template, metadata, vocabulary, tokenizer);
    } catch (TemplateException e) {
      throw new UnsupportedModelException(
          e.getMessage() + " Use a model whose template works, or mend it in the file.", e);
    }
  }
}
