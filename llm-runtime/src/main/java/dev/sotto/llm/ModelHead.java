package dev.sotto.llm;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.llm.token.GgufVocabulary;
import dev.sotto.llm.token.TextTokenizer;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the head of a model file says besides its sizes.
 *
 * @param name a name for people
 * @param writes the languages it can write
 * @param vocabulary its tokens
 * @param tokenizer makes tokens of text
 * @param template its chat template
 */
record ModelHead(
    String name,
    Set<TextLanguage> writes,
    GgufVocabulary vocabulary,
    TextTokenizer tokenizer,
    PromptLayout template) {
  static ModelHead read(Path head) throws IOException {
    try (GgufFile file = GgufFile.openHead(head)) {
      GgufMetadata metadata = file.metadata();
      GgufVocabulary vocabulary = GgufVocabulary.from(metadata);
      TextTokenizer tokenizer = TextTokenizer.from(metadata, vocabulary);
      return new ModelHead(
          metadata.findString("general.name").orElse("Unnamed model"),
          languages(metadata),
          vocabulary,
          tokenizer,
          PromptLayout.from(metadata, vocabulary, tokenizer, Clock.system(ZoneId.systemDefault())));
    }
  }

  int[] encodeText(String text) {
    return tokenizer.encode(text);
  }

  private static Set<TextLanguage> languages(GgufMetadata metadata) {
    Set<TextLanguage> languages = EnumSet.noneOf(TextLanguage.class);
    for (String code : metadata.findStrings("general.languages").orElse(List.of("en"))) {
      languages.add(
          switch (code) {
            case "en" -> TextLanguage.ENGLISH;
            case "zh" -> TextLanguage.CHINESE;
            default -> TextLanguage.OTHER;
          });
    }
    return languages;
  }
}
