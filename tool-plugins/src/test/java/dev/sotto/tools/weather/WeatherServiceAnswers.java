package dev.sotto.tools.weather;

import java.nio.charset.StandardCharsets;

/**
 * Answers in the form of Open-Meteo, written for these tests. The fields and their types follow the
 * pages "Weather Forecast API" (open-meteo.com/en/docs) and "Geocoding API"
 * (open-meteo.com/en/docs/geocoding-api) as of November 2026; the values are made up.
 */
final class WeatherServiceAnswers {
  private WeatherServiceAnswers() {}

  static byte[] forecast(String day) {
    return """
    {"latitude":41.15,"longitude":-8.625,"generationtime_ms":0.0889301300048828,\
    "utc_offset_seconds":0,"timezone":"Europe/Lisbon","timezone_abbreviation":"WET",\
    "elevation":93.0,"daily_units":{"time":"iso8601","weather_code":"wmo code",\
    "temperature_2m_max":"°C","temperature_2m_min":"°C","precipitation_sum":"mm",\
    "precipitation_probability_max":"%","wind_speed_10m_max":"km/h"},\
    "daily":{"time":["DAY"],"weather_code":[61],"temperature_2m_max":[16.8],\
    "temperature_2m_min":[-0.6],"precipitation_sum":[4.20],\
    "precipitation_probability_max":[80],"wind_speed_10m_max":[22.3]}}
    """
        .replace("DAY", day)
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] place() {
    return """
    {"results":[{"id":2738752,"name":"Gerês","latitude":41.72886,"longitude":-8.16125,\
    "elevation":392.0,"feature_code":"PPL","country_code":"PT","admin1_id":2742026,\
    "admin2_id":8010507,"timezone":"Europe/Lisbon","country_id":2264397,\
    "country":"Portugal","admin1":"Braga","admin2":"Terras de Bouro"}],\
    "generationtime_ms":0.5879402}
    """
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] noPlace() {
    return "{\"generationtime_ms\":0.4119873}".getBytes(StandardCharsets.UTF_8);
  }
}
