package dev.sotto.tools.place;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.KnownPlace;
import dev.sotto.tool.Places;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Cities, towns and larger villages of the world (5,000 people and more, and the seats of
 * administrations): GeoNames' names, points and numbers of people, licensed CC BY 4.0. The names
 * are read from the program itself when the first is looked up. Safe for all threads.
 *
 * <p>It knows no streets, shops or small villages, and no name that was given after the data were
 * made.
 */
public final class Gazetteer implements Places {
  private static final String RESOURCE = "places.bin.gz";
  private static final byte[] MAGIC = "SOTTOPL1".getBytes(StandardCharsets.US_ASCII);
  private static final int PLACE_BYTES = 11;
  private static final double FARTHEST_METRES = 50_000;

  /** How much likelier a place is meant by its own name than by one in another language. */
  private static final int OWN_NAME_FACTOR = 5;

  private static final List<Locale> LANGUAGES =
      List.of(
          Locale.ENGLISH,
          Locale.CHINESE,
          Locale.GERMAN,
          Locale.FRENCH,
          Locale.of("pt"),
          Locale.of("es"),
          Locale.ITALIAN);

  private static final class Loaded {
    private static final Gazetteer WORLD = new Gazetteer(resource());

    private static byte[] resource() {
      try (InputStream resource = Gazetteer.class.getResourceAsStream(RESOURCE)) {
        if (resource == null) {
          throw new IllegalStateException("The program lacks its file of place names, " + RESOURCE);
        }
        byte[] zipped = resource.readAllBytes();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped), 1 << 16)) {
          return in.readAllBytes();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("The file of place names can't be read", e);
      }
    }
  }

  private final byte[] data;
  private final String[] countries;
  private final String[] regions;
  private final int places;
  private final int[] nameOffsets;
  private final int[] keyOffsets;

  /** Returns the places of the world; the first look-up takes some tens of milliseconds. */
  public static Places ofTheWorld() {
    return new Places() {
      @Override
      public List<KnownPlace> find(String name) {
        return Loaded.WORLD.find(name);
      }

      @Override
      public Optional<KnownPlace> nearest(GeoPoint point) {
        return Loaded.WORLD.nearest(point);
      }
    };
  }

  /** Reads places from a file's content, unpacked; the array is kept. */
  Gazetteer(byte[] data) {
    this.data = data;
    ByteBuffer in = ByteBuffer.wrap(data);
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IllegalStateException("These are no place names in the first layout");
    }
    countries = new String[in.get() & 0xFF];
    regions = new String[in.get() & 0xFF];
    for (int i = 0; i < countries.length; i++) {
      countries[i] = text(in, 2);
    }
    for (int i = 0; i < regions.length; i++) {
      regions[i] = text(in, in.get() & 0xFF);
    }
    int count = in.getInt();
    int keys = in.getInt();
    int nameBytes = in.getInt();
    in.getInt();
    places = in.position();
    nameOffsets = new int[count];
    int offset = places + count * PLACE_BYTES;
    int keyOffset = offset + nameBytes;
    for (int i = 0; i < count; i++) {
      nameOffsets[i] = offset;
      offset += 1 + (data[offset] & 0xFF);
      offset += 1 + (data[offset] & 0xFF);
    }
    keyOffsets = new int[keys];
    for (int i = 0; i < keys; i++) {
      keyOffsets[i] = keyOffset;
      keyOffset += 1 + (data[keyOffset] & 0xFF);
      keyOffset += 1 + 3 * (data[keyOffset] & 0xFF);
    }
  }

  private static String text(ByteBuffer in, int length) {
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  @Override
  public List<KnownPlace> find(String name) {
    String[] parts = name.split("[,，、(（]", 2);
    List<Match> matches = matches(PlaceName.folded(parts[0]));
    if (parts.length == 2) {
      String qualifier = PlaceName.folded(parts[1]);
      matches = matches.stream().filter(match -> lies(match.place(), qualifier)).toList();
    }
    return matches.stream()
        .sorted(Comparator.comparingLong(Match::weight).reversed())
        .map(Match::place)
        .limit(MOST_CANDIDATES)
        .toList();
  }

  private record Match(KnownPlace place, long weight) {}

  private List<Match> matches(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    int low = 0;
    int high = keyOffsets.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int start = keyOffsets[middle] + 1;
      int end = start + (data[start - 1] & 0xFF);
      int order = Arrays.compareUnsigned(data, start, end, wanted, 0, wanted.length);
      if (order == 0) {
        return matchesAt(end);
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return List.of();
  }

  private List<Match> matchesAt(int offset) {
    List<Match> matches = new ArrayList<>();
    int count = data[offset] & 0xFF;
    for (int i = 0; i < count; i++) {
      int at = offset + 1 + 3 * i;
      int entry = (data[at] & 0xFF) << 16 | (data[at + 1] & 0xFF) << 8 | (data[at + 2] & 0xFF);
      int number = entry >>> 1;
      KnownPlace place = place(number);
      int otherNames = data[places + (number + 1) * PLACE_BYTES - 1];
      boolean isOwn = (entry & 1) == 0;
      matches.add(
          new Match(
              place,
              (isOwn ? OWN_NAME_FACTOR : 1L) * (place.population() + 1_000L) * (5 + otherNames)));
    }
    return matches;
  }

  private KnownPlace place(int number) {
    ByteBuffer in = ByteBuffer.wrap(data, places + number * PLACE_BYTES, PLACE_BYTES);
    int population = in.getInt();
    GeoPoint point = new GeoPoint(in.getShort() / 100.0, in.getShort() / 100.0);
    String country = countries[in.get() & 0xFF];
    String region = regions[in.get() & 0xFF];
    ByteBuffer names = ByteBuffer.wrap(data);
    names.position(nameOffsets[number]);
    String name = text(names, names.get() & 0xFF);
    String chinese = text(names, names.get() & 0xFF);
    return new KnownPlace(name, chinese, region, country, point, population);
  }

  private static boolean lies(KnownPlace place, String qualifier) {
    String country = place.country();
    if (qualifier.isEmpty()
        || qualifier.equalsIgnoreCase(country)
        || qualifier.equals(PlaceName.folded(place.region()))
        || ("usa".equals(qualifier) && country.equals("US"))
        || ("uk".equals(qualifier) && country.equals("GB"))) {
      return true;
    }
    String withRegion = PlaceName.folded(place.label(TextLanguage.ENGLISH));
    return withRegion.endsWith(" " + qualifier)
        || LANGUAGES.stream()
            .map(language -> Locale.of("", country).getDisplayCountry(language))
            .anyMatch(shown -> qualifier.equals(PlaceName.folded(shown)));
  }

  @Override
  public Optional<KnownPlace> nearest(GeoPoint point) {
    int best = -1;
    double least = FARTHEST_METRES;
    ByteBuffer in = ByteBuffer.wrap(data);
    for (int i = 0; i < nameOffsets.length; i++) {
      int at = places + i * PLACE_BYTES + 4;
      double latitude = in.getShort(at) / 100.0;
      if (Math.abs(latitude - point.latitude()) < 0.5) {
        double metres = point.metresTo(new GeoPoint(latitude, in.getShort(at + 2) / 100.0));
        if (metres < least) {
          least = metres;
          best = i;
        }
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(place(best));
  }

  @Override
  public String toString() {
    return "Gazetteer[" + nameOffsets.length + " places]";
  }
}
