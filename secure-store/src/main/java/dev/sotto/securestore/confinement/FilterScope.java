package dev.sotto.securestore.confinement;

import java.util.Set;

/**
 * For whom and when a filter holds.
 *
 * @param ownProcess the process id that calls may name in the sealed stage; not used before
 */
record FilterScope(
    Architecture architecture, Stage stage, Set<Allowance> allowances, int ownProcess) {
  /** The two filters a process gets, one over the other. */
  enum Stage {
    /** From the first instruction: the Java launcher still has to be executed. */
    BASE,
    /** Once it has started: no programs, no processes, no sockets. */
    SEALED
  }

  FilterScope {
    allowances = Set.copyOf(allowances);
  }

  /** Returns the filter under which a child is started. */
  static FilterScope base(Architecture architecture, Set<Allowance> allowances) {
    return new FilterScope(architecture, Stage.BASE, allowances, 0);
  }

  /** Returns the filter that a process lays upon itself. */
  static FilterScope sealed(Architecture architecture, Set<Allowance> allowances, int ownProcess) {
    return new FilterScope(architecture, Stage.SEALED, allowances, ownProcess);
  }

  boolean sealed() {
    return stage == Stage.SEALED;
  }

  boolean connecting() {
    return allowances.contains(Allowance.CONNECT_TO_HOSTS);
  }

  boolean listening() {
    return allowances.contains(Allowance.LISTEN_ON_UNIX_SOCKETS)
        || allowances.contains(Allowance.LISTEN_ON_TCP);
  }
}
