package dev.sotto.application.architecture;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.InvalidRequestException;
import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.Origin;
import dev.sotto.consent.StandingConsent;
import dev.sotto.consent.process.OutboundRequest;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.ToolId;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes instances of record types in which every text is a marker. */
final class Marked {
  /** Stands for what a person wrote. */
  static final String TEXT = "xyzzy-plugh";

  private static final SourceId SOURCE = new SourceId("notes");
  private static final RecordId RECORD = new RecordId("0123456789abcdef".repeat(2));
  private static final Set<Class<?>> IDENTITIES =
      Set.of(SourceId.class, RecordId.class, Fingerprint.class, ToolId.class);

  /** Components in which the program's own words stand, by contract without a record's. */
  private static final Set<String> OWN_WORDS =
      Set.of(
          "Source.importer",
          "ImportProblem.reason",
          "Unreadable.reason",
          "Read.omission",
          "Read.omissions",
          "Refused.reason",
          "Result.omission",
          "StoredFile.header");

  private Marked() {}

  /** Returns whether a record type holds text, in itself or in what it holds. */
  static boolean holdsText(Class<?> type) {
    return holdsText(type, new HashSet<>());
  }

  private static boolean holdsText(Type type, Set<Type> seen) {
    if (!seen.add(type)) {
      return false;
    }
    if (type instanceof ParameterizedType parameterized) {
      return Arrays.stream(parameterized.getActualTypeArguments())
          .anyMatch(argument -> holdsText(argument, seen));
    }
    if (!(type instanceof Class<?> raw) || IDENTITIES.contains(raw)) {
      return false;
    }
    if (raw == String.class || raw == byte[].class || raw == char[].class || raw == Path.class) {
      return true;
    }
    return raw.isRecord()
        && Arrays.stream(raw.getRecordComponents())
            .anyMatch(component -> holdsText(component.getGenericType(), seen));
  }

  /** Returns an instance of a record type. */
  static Object instanceOf(Class<?> type) {
    return Objects.requireNonNull(valueOf(type));
  }

  private static @Nullable Object valueOf(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Class<?> raw = (Class<?>) parameterized.getRawType();
      if (raw == List.class) {
        return Stream.ofNullable(valueOf(arguments[0])).toList();
      }
      if (raw == Set.class) {
        return Stream.ofNullable(valueOf(arguments[0])).collect(Collectors.toUnmodifiableSet());
      }
      if (raw == Optional.class) {
        return Optional.ofNullable(valueOf(arguments[0]));
      }
      if (raw == Map.class || raw == SortedMap.class || raw == TreeMap.class) {
        Map<Object, Object> map = new TreeMap<>(Comparator.comparing(String::valueOf));
        map.put(valueOf(arguments[0]), valueOf(arguments[1]));
        return raw == Map.class ? Map.copyOf(map) : map;
      }
      return valueOf(raw);
    }
    return type instanceof Class<?> raw ? valueOf(raw) : new Object();
  }

  private static @Nullable Object valueOf(Class<?> type) {
    Optional<Object> ofForm = valueOfForm(type);
    if (ofForm.isPresent()) {
      return ofForm.get();
    } else if (type == String.class) {
      return TEXT;
    } else if (type == byte[].class) {
      return TEXT.getBytes(StandardCharsets.UTF_8);
    } else if (type == char[].class) {
      return TEXT.toCharArray();
    } else if (type == int[].class) {
      return new int[] {1};
    } else if (type == Path.class) {
      return Path.of(TEXT);
    } else if (type == int.class || type == Integer.class) {
      return 1;
    } else if (type == long.class || type == Long.class) {
      return 1L;
    } else if (type == double.class || type == Double.class) {
      return 0.5;
    } else if (type == float.class || type == Float.class) {
      return 0.5f;
    } else if (type == boolean.class) {
      return true;
    } else if (type == Instant.class) {
      return Instant.EPOCH;
    } else if (type == Duration.class) {
      return Duration.ofSeconds(1);
    } else if (type == LocalDate.class) {
      return LocalDate.EPOCH;
    } else if (type == LocalDateTime.class) {
      return LocalDate.EPOCH.atStartOfDay();
    } else if (type == LocalTime.class) {
      return LocalTime.NOON;
    } else if (type == OffsetDateTime.class) {
      return OffsetDateTime.MIN;
    } else if (type == URI.class) {
      return URI.create("https://example.org");
    } else if (type == YearMonth.class) {
      return YearMonth.of(1970, 1);
    } else if (type == MonthDay.class) {
      return MonthDay.of(1, 1);
    } else if (type == Period.class) {
      return Period.ZERO;
    } else if (type == OptionalInt.class) {
      return OptionalInt.of(1);
    } else if (type == OptionalLong.class) {
      return OptionalLong.of(1);
    } else if (type == BigDecimal.class) {
      return BigDecimal.ONE;
    } else if (type == Pattern.class) {
      return Pattern.compile("own words");
    } else if (type == ZoneId.class) {
      return ZoneOffset.UTC;
    } else if (type == SourceId.class) {
      return SOURCE;
    } else if (type == RecordId.class) {
      return RECORD;
    } else if (type == Fingerprint.class) {
      return Fingerprint.of(new byte[0]);
    } else if (type == MemorySegment.class) {
      return MemorySegment.NULL;
    } else if (type == BufferedReader.class) {
      return new BufferedReader(Reader.nullReader());
    } else if (type == PrintStream.class) {
      return new PrintStream(OutputStream.nullOutputStream());
    } else if (type == Clock.class) {
      return Clock.systemUTC();
    } else if (type == SecureRandom.class) {
      return new SecureRandom();
    } else if (type == CompletableFuture.class) {
      return new CompletableFuture<>();
    } else if (type == Integrity.class) {
      return Integrity.EXTERNAL;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type.isRecord()) {
      return recordOf(type);
    } else if (type.isSealed()) {
      return valueOf(type.getPermittedSubclasses()[0]);
    } else if (type.isInterface()) {
      return Proxy.newProxyInstance(
          Marked.class.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) -> {
            if (method.getName().equals("toString")) {
              return type.getSimpleName();
            }
            throw new UnsupportedOperationException(method.getName());
          });
    } else if (type.getName().startsWith("dev.sotto.")) {
      return null; // A class without a generated toString; a record shows no more of it than its
      // own.
    }
    throw new AssertionError(
        "No value of " + type + " is known; say here how to make one, or that it holds no records");
  }

  /** Returns an instance of a type whose texts have a form, with the marker where it fits. */
  private static Optional<Object> valueOfForm(Class<?> type) {
    if (type == ToolId.class) {
      return Optional.of(new ToolId("weather"));
    } else if (type == URI.class) {
      return Optional.of(URI.create("https://" + TEXT + ".example"));
    } else if (type == Endpoint.Body.class) {
      return Optional.of(new Endpoint.Body("application/json", TEXT));
    } else if (type == Endpoint.class) {
      return Optional.of(
          new Endpoint(
              "forecast",
              URI.create("https://service.example"),
              "/" + TEXT,
              Optional.empty(),
              List.of(),
              "application/json",
              1));
    } else if (type == OutboundRequest.class) {
      return Optional.of(outbound());
    } else if (type == LabelledArgument.class) {
      return Optional.of(
          new LabelledArgument(
              new ArgumentValue.Words(TEXT),
              new Labels(Integrity.TYPED, Confidentiality.PERSONAL),
              new Origin.Typed()));
    } else if (type == StandingConsent.class) {
      return Optional.of(
          new StandingConsent(
              1,
              new ToolId("weather"),
              TEXT,
              TEXT,
              TEXT,
              Set.of(DataClass.WORDS),
              Instant.EPOCH,
              Instant.EPOCH.plusSeconds(1),
              1));
    }
    return Optional.empty();
  }

  private static OutboundRequest outbound() {
    Endpoint endpoint = (Endpoint) Objects.requireNonNull(valueOf(Endpoint.class));
    try {
      return OutboundRequest.of(CanonicalRequest.of(endpoint, Map.of()));
    } catch (InvalidRequestException e) {
      throw new AssertionError("An endpoint without fields can be sent", e);
    }
  }

  private static @Nullable Object valueOf(Class<?> type, RecordComponent component) {
    boolean textual = component.getType() == String.class || component.getType() == List.class;
    if (textual && OWN_WORDS.contains(type.getSimpleName() + "." + component.getName())) {
      return component.getType() == List.class ? List.of("own words") : "own words";
    }
    if (type == Passage.class && component.getName().equals("end")) {
      return 1 + TEXT.length();
    }
    return valueOf(component.getGenericType());
  }

  private static Object recordOf(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Arrays.stream(components).map(component -> valueOf(type, component)).toArray();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("No instance of " + type + " could be made", e);
    }
  }
}
