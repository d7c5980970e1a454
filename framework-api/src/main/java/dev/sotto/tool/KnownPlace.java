package dev.sotto.tool;

import dev.sotto.text.TextLanguage;
import java.util.Locale;

/**
 * A place as this computer knows it.
 *
 * @param name its name as its own people or the English write it
 * @param chineseName its name in Chinese; empty if it isn't known
 * @param region the state, in the United States; empty elsewhere
 * @param country ISO 3166-1 code of two letters
 * @param point where it lies, to a hundredth of a degree
 * @param population how many people live there; 0 if it isn't known
 */
public record KnownPlace(
    String name,
    String chineseName,
    String region,
    String country,
    GeoPoint point,
    int population) {
  /** Returns the name in a language, with region and country: {@code Springfield, Illinois, US}. */
  public String label(TextLanguage language) {
    if (language == TextLanguage.CHINESE) {
      String state = region.isEmpty() ? "" : region + "，";
      return named(language)
          + "（"
          + state
          + Locale.of("", country).getDisplayCountry(Locale.CHINESE)
          + "）";
    }
    return region.isEmpty() ? name + ", " + country : name + ", " + region + ", " + country;
  }

  /** Returns the bare name in a language. */
  public String named(TextLanguage language) {
    return language == TextLanguage.CHINESE && !chineseName.isEmpty() ? chineseName : name;
  }

  @Override
  public String toString() {
    return "KnownPlace[" + population + "]";
  }
}
