package dev.sotto.tools.journey;

import java.nio.charset.StandardCharsets;

/**
 * Answers in the form of transport.opendata.ch, written for these tests. The fields and their types
 * follow its page "API Documentation" (objects Connection, Checkpoint, Section, Journey) as of
 * November 2026; the connections are made up.
 */
final class TimetableAnswers {
  private TimetableAnswers() {}

  static byte[] connections() {
    return """
    {"connections":[{"from":{"station":{"id":"8503000","name":"Zürich HB","score":null,\
    "coordinate":{"type":"WGS84","x":47.377847,"y":8.540502},"distance":null},\
    "arrival":null,"arrivalTimestamp":null,"departure":"2026-12-01T08:02:00+0100",\
    "departureTimestamp":1796108520,"delay":4,"platform":"31","prognosis":{"platform":null,\
    "arrival":null,"departure":"2026-12-01T08:06:00+0100","capacity1st":null,\
    "capacity2nd":null}},"to":{"station":{"id":"8507492","name":"Interlaken Ost"},\
    "arrival":"2026-12-01T10:00:00+0100","departure":null,"delay":null,"platform":"5"},\
    "duration":"00d01:58:00","transfers":1,"service":null,"products":["IC 8","IC 61"],\
    "capacity1st":1,"capacity2nd":2,"sections":[\
    {"journey":{"name":"008 00809","category":"IC","subcategory":null,"number":"8",\
    "operator":"SBB","to":"Brig","passList":[]},"walk":null,"departure":{"station":{\
    "id":"8503000","name":"Zürich HB"},"departure":"2026-12-01T08:02:00+0100","delay":4,\
    "platform":"31"},"arrival":{"station":{"id":"8507000","name":"Bern"},\
    "arrival":"2026-12-01T08:58:00+0100","platform":"7"}},\
    {"journey":{"category":"IC","number":"61","to":"Interlaken Ost"},"walk":null,\
    "departure":{"station":{"name":"Bern"},"departure":"2026-12-01T09:04:00+0100",\
    "platform":"6"},"arrival":{"station":{"name":"Interlaken Ost"},\
    "arrival":"2026-12-01T10:00:00+0100","platform":"5"}}]}],\
    "from":{"id":"8503000","name":"Zürich HB"},"to":{"id":"8507492","name":"Interlaken Ost"},\
    "stations":{"from":[],"to":[]}}
    """
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] none() {
    return "{\"connections\":[],\"from\":null,\"to\":null,\"stations\":{\"from\":[],\"to\":[]}}"
        .getBytes(StandardCharsets.UTF_8);
  }
}
