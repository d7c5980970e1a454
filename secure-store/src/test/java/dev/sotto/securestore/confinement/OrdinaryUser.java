package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;

/** Root passes permission tests vacuously, so that a process started by root becomes nobody. */
final class OrdinaryUser {
  private static final int NOBODY = 65534;

  private OrdinaryUser() {}

  /** Makes this process one of an ordinary user, if it is root's. All threads change. */
  static void become(LinuxCalls calls) throws Throwable {
    if (calls.call(SystemCall.GETEUID) == 0) {
      FunctionDescriptor ofThree = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
      int groups =
          (int)
              calls
                  .function("setgroups", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS))
                  .orElseThrow()
                  .invokeExact(0L, MemorySegment.NULL);
      int group =
          (int)
              calls
                  .function("setresgid", ofThree)
                  .orElseThrow()
                  .invokeExact(NOBODY, NOBODY, NOBODY);
      int user =
          (int)
              calls
                  .function("setresuid", ofThree)
                  .orElseThrow()
                  .invokeExact(NOBODY, NOBODY, NOBODY);
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
