package dev.sotto.application.command;

import dev.sotto.application.terminal.Interruption;

/** Exit statuses of all commands; scripts rely on them. */
final class ExitStatus {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOTHING_FOUND = 3;
  static final int WRONG_PASSPHRASE = 4;
  static final int STORE_UNUSABLE = 5;
  static final int INTERRUPTED = Interruption.EXIT_STATUS;

  private ExitStatus() {}
}
