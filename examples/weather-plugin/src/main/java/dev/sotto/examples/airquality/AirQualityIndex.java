package dev.sotto.examples.airquality;

import dev.sotto.tool.LocalizedText;
import jakarta.enterprise.context.ApplicationScoped;

/** Words for the European air quality index, as Open-Meteo's documentation divides it. */
@ApplicationScoped
public class AirQualityIndex {
  private static final LocalizedText[] WORDS = {
    new LocalizedText("good", "优"),
    new LocalizedText("fair", "良"),
    new LocalizedText("moderate", "中等"),
    new LocalizedText("poor", "差"),
    new LocalizedText("very poor", "很差"),
    new LocalizedText("extremely poor", "极差")
  };

  /** Returns the word for an index from 0. */
  public LocalizedText word(double index) {
    return WORDS[(int) Math.min(WORDS.length - 1, index / 20)];
  }
}
