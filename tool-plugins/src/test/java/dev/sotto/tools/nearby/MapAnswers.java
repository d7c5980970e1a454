package dev.sotto.tools.nearby;

import java.nio.charset.StandardCharsets;

/**
 * Answers in the form of Overpass and Nominatim, written for these tests. The fields and their
 * types follow the OpenStreetMap wiki's pages "Overpass API/Output formats" and
 * "Key:opening_hours", and the Nominatim manual's "Place output" (jsonv2), as of November 2026; the
 * places are made up.
 */
final class MapAnswers {
  private MapAnswers() {}

  static byte[] steakhouses() {
    return bytes(
        """
        {"version":0.6,"generator":"Overpass API 0.7.62","osm3s":{\
        "timestamp_osm_base":"2026-11-27T08:00:00Z","copyright":"The data included in this\
         document is from www.openstreetmap.org. The data is made available under ODbL."},\
        "elements":[\
        {"type":"node","id":101,"lat":41.1560,"lon":-8.6100,"tags":{"amenity":"restaurant",\
        "cuisine":"steak_house","name":"Brasa do Cais","opening_hours":"Tu-Su 12:00-15:00,\
        19:00-23:00","addr:street":"Rua das Flores","addr:housenumber":"12",\
        "phone":"+351 220 000 101"}},\
        {"type":"node","id":102,"lat":41.1505,"lon":-8.6101,"tags":{"amenity":"restaurant",\
        "cuisine":"steak_house","name":"Segunda Feira","opening_hours":"Mo 12:00-22:00"}},\
        {"type":"way","id":103,"center":{"lat":41.1600,"lon":-8.6200},"tags":{\
        "amenity":"restaurant","cuisine":"steak_house;grill","opening_hours":"sunset+"}},\
        {"type":"relation","id":104,"members":[]}]}
        """);
  }

  static byte[] nothing() {
    return bytes(
        """
        {"version":0.6,"generator":"Overpass API 0.7.62","osm3s":{\
        "timestamp_osm_base":"2026-11-27T08:00:00Z","copyright":"ODbL"},"elements":[]}
        """);
  }

  static byte[] tooMuch() {
    return bytes(
        """
        {"version":0.6,"elements":[],"remark":"runtime error: Query timed out in \\"query\\" at\
         line 1 after 21 seconds."}
        """);
  }

  static byte[] address() {
    return bytes(
        """
        [{"place_id":251030,"licence":"Data © OpenStreetMap contributors, ODbL 1.0.\
         http://osm.org/copyright","osm_type":"way","osm_id":8123,"lat":"41.1551200",\
        "lon":"-8.6102300","category":"building","type":"yes","place_rank":30,\
        "importance":0.00008,"addresstype":"building","name":"","display_name":"7, Travessa do\
         Moinho, Porto, 4050, Portugal","boundingbox":["41.1550","41.1552","-8.6104","-8.6101"]}]
        """);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
