package dev.sotto.tools.weather;

import dev.sotto.tool.LocalizedText;
import java.util.Map;
import java.util.Optional;

/**
 * Words for the codes of present weather that Open-Meteo uses (WMO code table 4677, of which its
 * documentation lists these).
 */
final class WeatherCode {
  private static final Map<Integer, LocalizedText> WORDS =
      Map.ofEntries(
          entry(0, "Clear sky", "晴"),
          entry(1, "Mostly clear", "大致晴朗"),
          entry(2, "Partly cloudy", "局部多云"),
          entry(3, "Overcast", "阴"),
          entry(45, "Fog", "雾"),
          entry(48, "Freezing fog", "冻雾"),
          entry(51, "Light drizzle", "小毛毛雨"),
          entry(53, "Drizzle", "毛毛雨"),
          entry(55, "Dense drizzle", "密集的毛毛雨"),
          entry(56, "Light freezing drizzle", "轻微冻毛毛雨"),
          entry(57, "Freezing drizzle", "冻毛毛雨"),
          entry(61, "Light rain", "小雨"),
          entry(63, "Rain", "中雨"),
          entry(65, "Heavy rain", "大雨"),
          entry(66, "Light freezing rain", "轻微冻雨"),
          entry(67, "Freezing rain", "冻雨"),
          entry(71, "Light snow", "小雪"),
          entry(73, "Snow", "中雪"),
          entry(75, "Heavy snow", "大雪"),
          entry(77, "Snow grains", "米雪"),
          entry(80, "Light showers", "小阵雨"),
          entry(81, "Showers", "阵雨"),
          entry(82, "Violent showers", "强阵雨"),
          entry(85, "Light snow showers", "小阵雪"),
          entry(86, "Heavy snow showers", "大阵雪"),
          entry(95, "Thunderstorm", "雷暴"),
          entry(96, "Thunderstorm with light hail", "雷暴伴小冰雹"),
          entry(99, "Thunderstorm with heavy hail", "雷暴伴大冰雹"));

  private WeatherCode() {}

  private static Map.Entry<Integer, LocalizedText> entry(int code, String english, String chinese) {
    return Map.entry(code, new LocalizedText(english, chinese));
  }

  static Optional<LocalizedText> words(double code) {
    return Optional.ofNullable(WORDS.get((int) code));
  }
}
