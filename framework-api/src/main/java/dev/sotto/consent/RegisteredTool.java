package dev.sotto.consent;

import dev.sotto.tool.ArgumentType;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolManifest;

/**
 * A tool as it was when it was found: its manifest is read once, so that a tool that changes it
 * later changes nothing.
 *
 * @param <A> its arguments
 */
public final class RegisteredTool<A extends Record> {
  private final Tool<A> tool;
  private final ToolManifest manifest;
  private final ArgumentType<A> argumentType;
  private final String codeHash;

  private RegisteredTool(Tool<A> tool, String codeHash) {
    this.tool = tool;
    this.manifest = tool.manifest();
    this.argumentType = ArgumentType.of(tool.argumentType());
    this.codeHash = codeHash;
  }

  /**
   * Registers a tool.
   *
   * @param codeHash SHA-256 of the archive that it came in, as hexadecimal digits
   * @throws IllegalArgumentException if its manifest or arguments are malformed
   */
  public static <A extends Record> RegisteredTool<A> of(Tool<A> tool, String codeHash) {
    if (!codeHash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("A code hash has 64 lower-case hexadecimal digits");
    }
    return new RegisteredTool<>(tool, codeHash);
  }

  Tool<A> tool() {
    return tool;
  }

  /** Returns what the tool is and may ask for. */
  public ToolManifest manifest() {
    return manifest;
  }

  /** Returns its arguments. */
  public ArgumentType<A> argumentType() {
    return argumentType;
  }

  /** Returns the SHA-256 of the archive that it came in. */
  public String codeHash() {
    return codeHash;
  }

  @Override
  public String toString() {
    return "RegisteredTool[" + manifest + "]";
  }
}
