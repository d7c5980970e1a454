package dev.sotto.securestore.confinement;

/** Root passes permission tests vacuously, so that a process started by root becomes nobody. */
final class OrdinaryUser {
  private static final int NOBODY = 65534;

  private OrdinaryUser() {}

  /** Makes this process one of an ordinary user, if it is root's. All threads change. */
  static void become(LinuxCalls calls) {
    if (calls.call(SystemCall.GETEUID) == 0) {
      int groups = calls.callLibrary(calls.libraryFunction("setgroups"), 0, 0);
      int group = calls.callLibrary(calls.libraryFunction("setresgid"), NOBODY, NOBODY, NOBODY);
      int user = calls.callLibrary(calls.libraryFunction("setresuid"), NOBODY, NOBODY, NOBODY);
      if (groups != 0 || group != 0 || user != 0) {
        throw new AssertionError("root could not become an ordinary user");
      }
      calls.call(SystemCall.PRCTL, LinuxCalls.PR_SET_DUMPABLE, 1, 0, 0, 0);
    }
    if (calls.call(SystemCall.GETEUID) == 0) {
      throw new AssertionError("still root");
    }
  }
}
