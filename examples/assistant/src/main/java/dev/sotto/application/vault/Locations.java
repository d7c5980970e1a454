package dev.sotto.application.vault;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Sotto keeps its files. Personal data lies in the home folder only; the cache holds prepared
 * models, which are the same for everybody; the state folder holds which form of each store was
 * seen last.
 *
 * <p>The home folder is, in this order: what the person named, {@code SOTTO_HOME}, {@code
 * XDG_DATA_HOME/sotto}, {@code ~/.local/share/sotto}. The cache is {@code XDG_CACHE_HOME/sotto} or
 * {@code ~/.cache/sotto}, the state folder {@code XDG_STATE_HOME/sotto} or {@code
 * ~/.local/state/sotto}. See the XDG Base Directory Specification.
 *
 * @param home the folder that holds the store
 * @param cache the folder of what can be made again
 * @param state what is remembered of stores, outside of them
 */
public record Locations(Path home, Path cache, Path state) {
  /**
   * Finds the folders.
   *
   * @param named the home folder that the person named, if any
   * @param variables environment variables
   * @param userHome the person's home folder
   */
  public static Locations of(@Nullable Path named, Map<String, String> variables, Path userHome) {
    Path home = named;
    if (home == null) {
      String fromVariable = variables.getOrDefault("SOTTO_HOME", "");
      home =
          fromVariable.isBlank()
              ? folder(variables, "XDG_DATA_HOME", userHome.resolve(".local/share"))
              : Path.of(fromVariable);
    }
    return new Locations(
        home.toAbsolutePath().normalize(),
        folder(variables, "XDG_CACHE_HOME", userHome.resolve(".cache")),
        folder(variables, "XDG_STATE_HOME", userHome.resolve(".local/state")));
  }

  private static Path folder(Map<String, String> variables, String variable, Path otherwise) {
    String value = variables.getOrDefault(variable, "");
    boolean usable = !value.isBlank() && Path.of(value).isAbsolute();
    return (usable ? Path.of(value) : otherwise).resolve("sotto");
  }

  /** Returns the folder of prepared models, which the vault writes to. */
  public Path modelCache() {
    return cache.resolve("models");
  }

  /** Returns the folder of the models that the person added. */
  public Path addedModels() {
    return home.resolve("models");
  }

  /** Returns the folder of native libraries, which the vault only reads. */
  public Path natives() {
    return cache.resolve("natives");
  }

  /** Returns the folder that plugins lie in. */
  public Path plugins() {
    return home.resolve("plugins");
  }

  /** Returns the folder of the encrypted store. */
  public Path store() {
    return home.resolve("store");
  }
}
