package dev.sotto.application.model;

/**
 * A model that the person added.
 *
 * @param name what it is called here
 * @param sha256 the hash that its file must have, 64 hexadecimal digits
 */
public record AddedModel(String name, String sha256) {
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

  public AddedModel {
    if (!name.matches(NAME) || name.equals(ModelFolder.DEFAULT)) {
      throw new IllegalArgumentException(
          "A model's name is made of a to z, digits, dots and dashes, and is not default");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("A SHA-256 is 64 hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return "AddedModel[" + sha256 + "]";
  }
}
