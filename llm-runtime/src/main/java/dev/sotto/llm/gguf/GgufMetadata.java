package dev.sotto.llm.gguf;

import dev.sotto.model.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The key-value pairs at the head of a GGUF file. Immutable. */
public final class GgufMetadata {
  private static final int MOST_SHOWN = 60;

  private final Map<String, Object> values;

  GgufMetadata(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  /** Returns whether the key is there. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Returns a text. */
  public Optional<String> findString(String key) {
    return find(key, String.class);
  }

  /** Returns a text that must be there. */
  public String string(String key) {
    return findString(key).orElseThrow(() -> missing(key));
  }

  /** Returns a whole number. */
  public Optional<Long> findInteger(String key) {
    return find(key, Long.class);
  }

  /** Returns a whole number that must be there and lie in a range. */
  public int integer(String key, int least, int most) {
    long value = findInteger(key).orElseThrow(() -> missing(key));
    if (value < least || value > most) {
      throw new UnsupportedModelException(
          "The model's " + key + " is " + value + "; allowed are " + least + " to " + most);
    }
    return (int) value;
  }

  /** Returns a number with a fraction. */
  public Optional<Double> findNumber(String key) {
    return find(key, Double.class);
  }

  /** Returns a yes or no. */
  public Optional<Boolean> findBoolean(String key) {
    return find(key, Boolean.class);
  }

  /** Returns a list of texts that must be there. */
  public List<String> strings(String key) {
    return findStrings(key).orElseThrow(() -> missing(key));
  }

  /** Returns a list of texts. */
  public Optional<List<String>> findStrings(String key) {
    return find(key, StringArray.class).map(StringArray::read);
  }

  /** Returns how many elements a list of texts has that must be there. */
  public int count(String key) {
    return Math.toIntExact(find(key, StringArray.class).orElseThrow(() -> missing(key)).count());
  }

  /** Returns a list of whole numbers. */
  public Optional<int[]> findIntegers(String key) {
    return find(key, IntegerArray.class).map(IntegerArray::read);
  }

  /** Returns a list of numbers with fractions that must be there. */
  public float[] numbers(String key) {
    return find(key, NumberArray.class).orElseThrow(() -> missing(key)).read();
  }

  /** Returns a text of a model file as it may stand in a message: short and printable. */
  public static String shown(String text) {
    String start = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    return start.replaceAll("[^ -~]", "?");
  }

  private <T> Optional<T> find(String key, Class<T> type) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new UnsupportedModelException(
          "The model's " + key + " is stored as another type than expected");
    }
    return Optional.of(type.cast(value));
  }

  private static UnsupportedModelException missing(String key) {
    return new UnsupportedModelException(
        "The model file has no " + key + ", which is needed to run it");
  }

  @Override
  public String toString() {
    return "GgufMetadata[" + values.size() + " keys]";
  }

  /** A list of texts in the file, read when asked for. */
  record StringArray(long count, Supplier<List<String>> reader) {
    List<String> read() {
      return reader.get();
    }
  }

  /** A list of whole numbers in the file, read when asked for. */
  record IntegerArray(Supplier<int[]> reader) {
    int[] read() {
      return reader.get();
    }
  }

  /** A list of numbers with fractions in the file, read when asked for. */
  record NumberArray(Supplier<float[]> reader) {
    float[] read() {
      return reader.get();
    }
  }
}
