package dev.sotto.consent.process;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.InvalidRequestException;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.LocalizedText;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests as the gate makes them, to a server of the tests. */
public final class TestRequests {
  /** The most bytes of body that is asked for. */
  public static final int MAX_RESPONSE_BYTES = 1000;

  private static final LocalizedText LABEL = new LocalizedText("latitude", "纬度");

  private TestRequests() {}

  /** Returns a GET with a field in its query. */
  public static CanonicalRequest get(URI origin) {
    return request(
        new Endpoint(
            "forecast",
            origin,
            "/v1/forecast?latitude={latitude}",
            Optional.empty(),
            List.of(latitude()),
            "application/json",
            MAX_RESPONSE_BYTES));
  }

  /** Returns a POST with a field in its body. */
  public static CanonicalRequest post(URI origin) {
    return request(
        new Endpoint(
            "forecast",
            origin,
            "/v1/forecast",
            Optional.of(
                new Endpoint.Body("application/json", "{\"at\": [{latitude}], \"days\": 3}")),
            List.of(latitude()),
            "application/json",
            MAX_RESPONSE_BYTES));
  }

  private static Endpoint.Field latitude() {
    return new Endpoint.Field("latitude", new FieldForm.Latitude(), DataClass.COORDINATES, LABEL);
  }

  private static CanonicalRequest request(Endpoint endpoint) {
    try {
      return CanonicalRequest.of(
          endpoint, Map.of("latitude", new FieldValue.Coordinate(new BigDecimal("41.15"))));
    } catch (InvalidRequestException e) {
      throw new IllegalStateException(e);
    }
  }
}
