package dev.sotto.securestore.confinement;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Set;

/** The main program of an attacked process: attacks, and says what came of it, a line each. */
final class Attacker {
  private Attacker() {}

  public static void main(String[] arguments) {
    Bounds bounds = Bounds.valueOf(arguments[0]);
    AttackedSurroundings aim =
        AttackedSurroundings.of(List.of(arguments).subList(1, arguments.length));
    LinuxCalls calls = LinuxCalls.get();
    if (bounds == Bounds.SEALED || bounds == Bounds.CONNECTING) {
      ProcessHardening.apply();
      if (bounds == Bounds.CONNECTING) {
        loadNetworkClasses();
      }
      if (!ProcessHardening.dieWith(aim.parent())) {
        throw new AssertionError("the parent has gone");
      }
      ProcessHardening.seal(bounds.allowances());
    }
    say(bounds, "USER", calls.call(SystemCall.GETEUID) == 0 ? "root" : "ordinary", "");
    for (Attack attack : Attack.values()) {
      if (attack != Attack.PROCESS_WITHOUT_A_PROGRAM || bounds != Bounds.BASE) {
        attack(calls, aim, bounds, attack);
      }
    }
    ConfinementReport report = new ConfinementProbes(aim.home(), aim.home()).measure();
    for (ProbeResult result : report.results()) {
      say(bounds, "PROBE_" + result.probe(), result.outcome().name(), result.answer());
    }
    say(bounds, "ENFORCED", Boolean.toString(report.enforced()), "");
    say(bounds, "NETWORK_ALONE", Boolean.toString(report.enforcedButForNetwork()), "");
  }

  private static void attack(
      LinuxCalls calls, AttackedSurroundings aim, Bounds bounds, Attack attack) {
    try {
      attack.run(calls, aim);
      say(bounds, attack.name(), "succeeded", "");
    } catch (Throwable e) {
      say(bounds, attack.name(), "failed", String.valueOf(e));
    }
  }

  private static void say(Bounds bounds, String what, String outcome, String answer) {
    System.out.println(String.join("\t", "RESULT", bounds.name(), what, outcome, answer));
  }

  private static void loadNetworkClasses() {
    try (Socket unconnected = new Socket()) {
      unconnected.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What holds the attacker. */
  enum Bounds {
    NONE,
    BASE,
    SEALED,
    /** Sealed as well, but it may connect to hosts. */
    CONNECTING;

    Set<Allowance> allowances() {
      return this == CONNECTING ? Set.of(Allowance.CONNECT_TO_HOSTS) : Set.of();
    }
  }
}
