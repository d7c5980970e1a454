package dev.sotto.model;

import dev.sotto.text.TextLanguage;
import java.util.Set;

/**
 * What a model is.
 *
 * @param name a name for people
 * @param sha256 hash of the model file it was imported from, 64 hexadecimal digits
 * @param contextTokens how many tokens prompt and answer may take together
 * @param writes the languages it can write an answer in
 */
public record ModelDescription(
    String name, String sha256, int contextTokens, Set<TextLanguage> writes) {
  public ModelDescription {
    writes = Set.copyOf(writes);
  }
}
