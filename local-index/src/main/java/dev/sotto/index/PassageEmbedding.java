package dev.sotto.index;

import dev.sotto.model.EmbeddingModel;
import dev.sotto.text.TextLanguage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which model makes the vector of which text. A text in the language of a model is that model's;
 * other text in Latin script goes to the English model where there is no model for other languages;
 * everything else has no vector. A model is not asked for anything but its name, language and
 * dimensions before the first text. Safe for all threads.
 */
final class PassageEmbedding {
  private final Map<TextLanguage, EmbeddingModel> models = new EnumMap<>(TextLanguage.class);

  PassageEmbedding(List<EmbeddingModel> given) {
    for (EmbeddingModel model : given) {
      EmbeddingModel other = models.put(model.language(), model);
      if (other != null) {
        throw new IllegalArgumentException(
            "An index takes one embedding model for a language; found "
                + other.name()
                + " and "
                + model.name()
                + " for "
                + model.language());
      }
    }
  }

  /**
   * Returns names and dimensions of all models: vectors of an index with another signature do not
   * fit.
   */
  String signature() {
    TreeSet<String> names = new TreeSet<>();
    models.forEach(
        (language, model) -> names.add(language + "=" + model.name() + ":" + model.dimensions()));
    return String.join(",", names);
  }

  List<EmbeddingModel> models() {
    return List.copyOf(models.values());
  }

  /** Returns the model for a passage. */
  Optional<EmbeddingModel> modelFor(TextLanguage language, String text) {
    EmbeddingModel own = models.get(language);
    if (own != null) {
      return Optional.of(own);
    }
    return language == TextLanguage.OTHER && isMostlyLatin(text)
        ? Optional.ofNullable(models.get(TextLanguage.ENGLISH))
        : Optional.empty();
  }

  /**
   * Returns what to ask a model for a question: the question itself where the model can read it,
   * the English words for a Chinese one, or nothing.
   */
  static Optional<String> questionFor(EmbeddingModel model, String question) {
    if (question.isBlank()) {
      return Optional.empty();
    }
    boolean readsIt =
        model.language() != TextLanguage.ENGLISH
            || (question.codePoints().anyMatch(PassageEmbedding::isLatin)
                && !QuestionQuery.isHan(question));
    return readsIt
        ? Optional.of(question)
        : EverydayWords.shared()
            .englishGloss(question)
            .or(() ->
                Optional.of(question)
                    .filter(q -> q.codePoints().anyMatch(PassageEmbedding::isLatin)));
  }

  private static boolean isMostlyLatin(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long latin = text.codePoints().filter(PassageEmbedding::isLatin).count();
    return latin * 2 > letters;
  }

  private static boolean isLatin(int c) {
    return Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
  }
}
