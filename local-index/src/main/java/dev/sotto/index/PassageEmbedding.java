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

  /** The passages of a model that a wording of the question is compared with. */
  enum Reach {
    ALL,
    /** Those whose language is the model's. */
    OWN_LANGUAGE,
    /** Those in other languages, which the model reads all the same. */
    OTHER_LANGUAGES
  }

  /** What a model is asked for a question. */
  record Wording(String text, Reach reach) {
    @Override
    public String toString() {
      return "Wording[" + text.length() + " characters, " + reach + "]";
    }
  }

  /**
   * Returns what to ask a model for a question: the question itself where the model can read it,
   * the English words for a Chinese one, or nothing. A Portuguese or German question is asked of
   * the English model in its English words where the passages are English, and as it is of the
   * others: this model finds a text by a question in its own language alone.
   */
  static List<Wording> wordingsFor(EmbeddingModel model, String question) {
    if (question.isBlank()) {
      return List.of();
    }
    boolean latin = question.codePoints().anyMatch(PassageEmbedding::isLatin);
    if (model.language() != TextLanguage.ENGLISH) {
      return List.of(new Wording(question, Reach.ALL));
    }
    if (latin && !QuestionQuery.isHan(question)) {
      return EverydayWords.shared()
          .latinGloss(question)
          .map(gloss ->
              List.of(
                  new Wording(question, Reach.OTHER_LANGUAGES),
                  new Wording(gloss, Reach.OWN_LANGUAGE)))
          .orElse(List.of(new Wording(question, Reach.ALL)));
    }
    return EverydayWords.shared()
        .englishGloss(question)
        .or(() -> Optional.of(question).filter(asked -> latin))
        .map(asked -> List.of(new Wording(asked, Reach.ALL)))
        .orElse(List.of());
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
