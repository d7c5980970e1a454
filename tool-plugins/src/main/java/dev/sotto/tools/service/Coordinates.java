package dev.sotto.tools.service;

import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalDouble;

/** A point in a request: two fields, latitude and longitude, to two decimals. */
public final class Coordinates {
  /** The field named {@code latitude}. */
  public static final Endpoint.Field LATITUDE =
      new Endpoint.Field(
          "latitude",
          new FieldForm.Latitude(),
          DataClass.COORDINATES,
          new LocalizedText("latitude", "纬度"));

  /** The field named {@code longitude}. */
  public static final Endpoint.Field LONGITUDE =
      new Endpoint.Field(
          "longitude",
          new FieldForm.Longitude(),
          DataClass.COORDINATES,
          new LocalizedText("longitude", "经度"));

  private Coordinates() {}

  /** Returns values for the two fields. */
  public static Map<String, FieldValue> values(GeoPoint point) {
    return Map.of(
        LATITUDE.name(), new FieldValue.Coordinate(BigDecimal.valueOf(point.latitude())),
        LONGITUDE.name(), new FieldValue.Coordinate(BigDecimal.valueOf(point.longitude())));
  }

  /**
   * Reads a point from an answer.
   *
   * @throws ToolException if these are no coordinates
   */
  public static GeoPoint point(JsonValue latitude, JsonValue longitude, String service)
      throws ToolException {
    OptionalDouble north = latitude.number(-90, 90);
    OptionalDouble east = longitude.number(-180, 180);
    if (north.isEmpty() || east.isEmpty()) {
      throw Answers.unexpected(service);
    }
    return new GeoPoint(north.getAsDouble(), east.getAsDouble());
  }
}
