package dev.sotto.application.supervisor;

/** What the supervisor tells the vault. */
sealed interface FromSupervisor {
  /** The answer to {@link ToSupervisor.MakePipes}. */
  record PipesMade(String folder) implements FromSupervisor {
    @Override
    public String toString() {
      return "PipesMade[]";
    }
  }

  /** The answer to {@link ToSupervisor.LeaveTerminal}: done. */
  record TerminalLeft() implements FromSupervisor {}

  /** The answer to {@link ToSupervisor.Start}: it runs. */
  record Started(int id, long pid) implements FromSupervisor {}

  /**
   * What was asked for could not be done.
   *
   * @param reason why, for the person
   */
  record Refused(String reason) implements FromSupervisor {
    @Override
    public String toString() {
      return "Refused[" + reason.length() + " characters]";
    }
  }

  /**
   * A process has ended.
   *
   * @param status its exit status, or 128 and the number of the signal that ended it
   */
  record Ended(int id, int status) implements FromSupervisor {}
}
