package dev.sotto.tool;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a tool, as its record of arguments declares them. A component is a {@link
 * String} (words the person typed), {@link Place}, {@link LocalDate}, {@link LocalTime}, an {@code
 * enum}, or an {@link Optional} of one of these. Immutable.
 *
 * @param <A> the record of arguments
 */
public final class ArgumentType<A extends Record> {
  private final Class<A> type;
  private final List<Parameter> parameters;

  /** What a parameter takes. */
  public enum Kind {
    WORDS,
    PLACE,
    DAY,
    TIME,
    CHOICE
  }

  /**
   * One argument.
   *
   * @param name the record component's name
   * @param kind what it takes
   * @param required whether a call needs it
   * @param choices for {@link Kind#CHOICE} the constants
   */
  public record Parameter(String name, Kind kind, boolean required, List<Constant> choices) {
    public Parameter {
      choices = List.copyOf(choices);
    }

    @Override
    public String toString() {
      return "Parameter[" + kind + ", " + choices.size() + " choices]";
    }
  }

  /**
   * One constant of a choice.
   *
   * @param name its name in lower case
   * @param words how people call it, the name without underscores among them
   */
  public record Constant(String name, List<String> words) {
    public Constant {
      words = List.copyOf(words);
    }

    @Override
    public String toString() {
      return "Constant[" + words.size() + " words]";
    }
  }

  private ArgumentType(Class<A> type, List<Parameter> parameters) {
    this.type = type;
    this.parameters = parameters;
  }

  /**
   * Reads the components of a record.
   *
   * @throws IllegalArgumentException if a component has another type
   */
  public static <A extends Record> ArgumentType<A> of(Class<A> type) {
    List<Parameter> parameters = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean optional = component.getType() == Optional.class;
      Class<?> held = optional ? heldBy(component.getGenericType()) : component.getType();
      parameters.add(parameter(component.getName(), held, !optional));
    }
    return new ArgumentType<>(type, List.copyOf(parameters));
  }

  private static Class<?> heldBy(Type optional) {
    if (optional instanceof ParameterizedType parameterized
        && parameterized.getActualTypeArguments()[0] instanceof Class<?> held) {
      return held;
    }
    return Object.class;
  }

  private static Parameter parameter(String name, Class<?> held, boolean required) {
    if (held.isEnum()) {
      List<Constant> choices = new ArrayList<>();
      for (Object constant : held.getEnumConstants()) {
        String lower = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>(List.of(lower.replace('_', ' ')));
        if (constant instanceof NamedChoice named) {
          words.addAll(named.words());
        }
        choices.add(new Constant(lower, words));
      }
      return new Parameter(name, Kind.CHOICE, required, choices);
    }
    Kind kind;
    if (held == String.class) {
      kind = Kind.WORDS;
    } else if (held == Place.class) {
      kind = Kind.PLACE;
    } else if (held == LocalDate.class) {
      kind = Kind.DAY;
    } else if (held == LocalTime.class) {
      kind = Kind.TIME;
    } else {
      throw new IllegalArgumentException(
          "An argument is a String, a Place, a LocalDate, a LocalTime, an enum or an Optional of"
              + " one of these; "
              + name
              + " is a "
              + held.getSimpleName());
    }
    return new Parameter(name, kind, required, List.of());
  }

  /** Returns the arguments in the record's order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * Makes the record.
   *
   * @param values by the parameters' names
   * @throws IllegalArgumentException if a required one is missing, or one has another type
   */
  public A bind(Map<String, ArgumentValue> values) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      Parameter parameter = parameters.get(i);
      boolean optional = components[i].getType() == Optional.class;
      Class<?> held = optional ? heldBy(components[i].getGenericType()) : components[i].getType();
      types[i] = components[i].getType();
      Optional<Object> value =
          Optional.ofNullable(values.get(parameter.name())).map(given -> convert(given, held));
      if (value.isEmpty() && parameter.required()) {
        throw new IllegalArgumentException("The argument " + parameter.name() + " is missing");
      }
      arguments[i] = optional ? value : value.orElseThrow();
    }
    try {
      Constructor<A> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("The tool refuses these arguments", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("A record of arguments can't be made", e);
    }
  }

  private static Object convert(ArgumentValue given, Class<?> held) {
    Object value =
        switch (given) {
          case ArgumentValue.Words words -> words.text();
          case ArgumentValue.Where where -> where.place();
          case ArgumentValue.Day day -> day.date();
          case ArgumentValue.Time time -> time.time();
          case ArgumentValue.Choice choice -> constant(choice.name(), held);
        };
    if (!held.isInstance(value)) {
      throw new IllegalArgumentException("An argument is no " + held.getSimpleName());
    }
    return value;
  }

  private static Object constant(String name, Class<?> held) {
    if (held.isEnum()) {
      for (Object constant : held.getEnumConstants()) {
        if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(name)) {
          return constant;
        }
      }
    }
    throw new IllegalArgumentException("An argument is no " + held.getSimpleName());
  }

  @Override
  public String toString() {
    return "ArgumentType[" + type.getSimpleName() + ", " + parameters.size() + "]";
  }
}
