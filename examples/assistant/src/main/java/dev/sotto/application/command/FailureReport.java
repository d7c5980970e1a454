package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.importing.ImportCancelledException;
import dev.sotto.importing.UnknownSourceException;
import dev.sotto.model.UnsupportedModelException;
import dev.sotto.securestore.OlderStoreException;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import dev.sotto.text.SafeText;
import dev.sotto.tools.plugin.UnusablePluginException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/**
 * Says in one message what went wrong and what to do next. Stack traces are shown only where {@code
 * SOTTO_DEBUG} is set.
 */
final class FailureReport {
  private final Surroundings surroundings;
  private final Messages messages;

  FailureReport(Surroundings surroundings, Messages messages) {
    this.surroundings = surroundings;
    this.messages = messages;
  }

  /** Reports a failure and returns the exit status for it. */
  int report(Throwable failure) {
    Throwable cause =
        failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null
            ? unchecked.getCause()
            : failure;
    if (surroundings.variable("SOTTO_DEBUG").isPresent()) {
      cause.printStackTrace(surroundings.err());
    }
    return switch (cause) {
      case UsageException e -> say(ExitStatus.USAGE, message(e));
      case UnknownSourceException e -> say(ExitStatus.USAGE, message(e));
      case WrongPassphraseException e -> say(ExitStatus.WRONG_PASSPHRASE, message(e));
      case TamperedFileException e ->
          say(ExitStatus.STORE_UNUSABLE, message(e) + "\n" + messages.of("failure.damagedHint"));
      case OlderStoreException e ->
          say(ExitStatus.STORE_UNUSABLE, messages.of("failure.older", e.found(), e.lastSeen()));
      case StoreException e -> say(ExitStatus.STORE_UNUSABLE, message(e));
      case ImportCancelledException e -> say(ExitStatus.INTERRUPTED, message(e));
      case UnsupportedModelException e -> say(ExitStatus.FAILED, message(e));
      case UnusablePluginException e -> say(ExitStatus.FAILED, message(e));
      case NoSuchFileException e -> say(ExitStatus.FAILED, missing(e));
      case AccessDeniedException e ->
          say(ExitStatus.FAILED, messages.of("failure.accessDenied", e.getFile()));
      case FileSystemException e ->
          say(
              ExitStatus.FAILED,
              messages.of("failure.fileSystem", e.getFile(), String.valueOf(e.getReason())));
      case IllegalArgumentException e -> say(ExitStatus.FAILED, message(e));
      default -> say(ExitStatus.FAILED, unexpected(cause));
    };
  }

  private static String message(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  private String missing(NoSuchFileException e) {
    return e.getReason() == null
        ? messages.of("failure.noSuchFile", e.getFile())
        : e.getFile() + ": " + e.getReason();
  }

  private String unexpected(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return messages.of(
        "failure.unexpected",
        cause.getClass().getSimpleName(),
        trace.length == 0 ? "?" : trace[0].toString());
  }

  private int say(int status, String message) {
    surroundings.err().println("sotto: " + SafeText.of(message));
    return status;
  }
}
