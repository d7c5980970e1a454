package dev.sotto.application.supervisor;

import java.util.List;

/** What the vault asks of the supervisor. */
sealed interface ToSupervisor {
  /** Make a folder with two named pipes. */
  record MakePipes() implements ToSupervisor {}

  /**
   * Start a process.
   *
   * @param id what the vault calls it from now on; used once
   * @param readable what it must be able to read; nothing for those that have a network
   * @param pipes the folder of its pipes, made before
   * @param token what it must prove to the vault, 32 hexadecimal digits
   * @param task what it is for
   */
  record Start(int id, List<String> readable, String pipes, String token, Task task)
      implements ToSupervisor {
    public Start {
      readable = List.copyOf(readable);
    }

    @Override
    public String toString() {
      return "Start[" + id + ", " + readable.size() + " readable, " + task + "]";
    }
  }

  /** Go on without the terminal and the process that has started you. */
  record LeaveTerminal() implements ToSupervisor {}

  /** End a process at once. */
  record End(int id) implements ToSupervisor {}

  /** What a process is for. */
  enum Task {
    /** It reads files and tells what stands in them. */
    READ(1),
    /** It tries to get out and tells what the kernel answered. */
    PROBE(2),
    /** It tells when files change. */
    WATCH(3),
    /** It carries requests to hosts. */
    CARRY(4),
    /** It is confined as one that carries requests, tries to get out, and tells. */
    PROBE_CARRYING(5);

    private final int number;

    Task(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    /** Returns whether the process may connect to hosts. */
    boolean hasNetwork() {
      return this == CARRY || this == PROBE_CARRYING;
    }
  }
}
