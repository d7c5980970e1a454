package dev.sotto.tools.service;

import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolException;
import java.util.Map;

/** A place's name in a request, as the person typed it. */
public final class SearchedName {
  private static final FieldForm.Words FORM = new FieldForm.Words(150);

  /** The field named {@code name}. */
  public static final Endpoint.Field FIELD = field("name", "name of the place", "地名");

  private SearchedName() {}

  /** Returns a field of another name. */
  public static Endpoint.Field field(String name, String english, String chinese) {
    return new Endpoint.Field(name, FORM, DataClass.PLACE, new LocalizedText(english, chinese));
  }

  /**
   * Returns the value for {@link #FIELD}.
   *
   * @throws ToolException if the name can't be sent
   */
  public static Map<String, FieldValue> values(String name) throws ToolException {
    return Map.of(FIELD.name(), value(name));
  }

  /**
   * Returns a name as a value.
   *
   * @throws ToolException if the name can't be sent
   */
  public static FieldValue value(String name) throws ToolException {
    FieldValue.Words words = new FieldValue.Words(name);
    if (!FORM.admits(words)) {
      throw new ToolException(
          new LocalizedText(
              "A place's name has 1 to %d characters on one line.".formatted(FORM.maxCharacters()),
              "地名应为一行，1到%d个字。".formatted(FORM.maxCharacters())));
    }
    return words;
  }
}
