package dev.sotto.tools.plugin;

/** An archive that can't be used as a plugin; the message says why and what would be right. */
public final class UnusablePluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String fileName;

  /** Creates the exception. */
  public UnusablePluginException(String fileName, String reason) {
    super(fileName + " can't be used as a plugin: " + reason);
    this.fileName = fileName;
  }

  /** Creates the exception for a failure of the plugin's own code. */
  public UnusablePluginException(String fileName, String reason, Throwable cause) {
    super(fileName + " can't be used as a plugin: " + reason, cause);
    this.fileName = fileName;
  }

  /** Returns the name of the archive's file. */
  public String fileName() {
    return fileName;
  }
}
