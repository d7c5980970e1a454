package dev.sotto.application.supervisor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network calls of a run's processes, told apart in what {@code strace} has written.
 *
 * <p>Four kinds are there and no other may be: the attempts to get out, by the thread that measures
 * and refused; the three with which Java's network library looks which sockets there are when it is
 * loaded, refused; those with which the C library asks the local name service for the person's name
 * before the first line of Java, refused in vault and importer; and, of the supervisor alone, the
 * same not refused.
 *
 * @param measured attempts of a thread that measures, each refused
 * @param refused others that were refused and are explained
 * @param nameServices threads that could ask the local name service
 * @param unexplained everything else, as it stands in the trace
 */
record NetworkTrace(
    List<String> measured,
    List<String> refused,
    Set<String> nameServices,
    List<String> unexplained) {
  /** What to trace: the network, the ways round it, and what tells threads and programs apart. */
  static final List<String> STRACE =
      List.of(
          "strace",
          "-f",
          "-qq",
          "-s",
          "20000",
          "-e",
          "trace=%network,io_uring_setup,io_uring_enter,io_uring_register,execve,prctl",
          "-e",
          "signal=none");

  private static final String MEASURING_THREAD = "prctl(PR_SET_NAME, \"sotto-confineme\"";
  private static final String NAME_SERVICE = "sun_path=\"/var/run/nscd/socket\"";
  private static final Pattern LINE = Pattern.compile("^(\\d+) +(.*)$");
  private static final Pattern UNFINISHED = Pattern.compile("^(.*) <unfinished \\.\\.\\.>$");
  private static final Pattern RESUMED = Pattern.compile("^<\\.\\.\\. \\w+ resumed>(.*)$");
  private static final Pattern OTHER = Pattern.compile("^(execve|prctl|exit|\\+\\+\\+|---).*");
  private static final Pattern REFUSED = Pattern.compile(".* = -1 (EPERM|EACCES) .*");
  private static final Pattern MADE = Pattern.compile(".* = (\\d+)$");
  private static final Pattern FIRST_ARGUMENT = Pattern.compile("^\\w+\\((\\d+)[,)].*");
  private static final Pattern OF_THE_NAME_SERVICE =
      Pattern.compile("^socket\\(AF_UNIX, SOCK_STREAM\\|SOCK_CLOEXEC\\|SOCK_NONBLOCK, 0\\) .*");
  private static final Pattern OF_THE_NETWORK_LIBRARY =
      Pattern.compile("^socket\\(AF_INET6?, SOCK_STREAM, IPPROTO_IP\\) .*");

  /** Reads a trace. */
  static NetworkTrace of(List<String> lines) {
    NetworkTrace trace =
        new NetworkTrace(new ArrayList<>(), new ArrayList<>(), new HashSet<>(), new ArrayList<>());
    Map<String, String> begun = new HashMap<>();
    Map<String, Integer> nameServiceSockets = new HashMap<>();
    Map<String, String> pending = new HashMap<>();
    Set<String> measuring = new HashSet<>();
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        trace.unexplained.add(line);
        continue;
      }
      String thread = parts.group(1);
      String call = parts.group(2);
      Matcher unfinished = UNFINISHED.matcher(call);
      Matcher resumed = RESUMED.matcher(call);
      if (unfinished.matches()) {
        begun.put(thread, unfinished.group(1));
        continue;
      } else if (resumed.matches()) {
        call = begun.getOrDefault(thread, "") + resumed.group(1);
      }
      if (call.startsWith(MEASURING_THREAD)) {
        measuring.add(thread);
      }
      if (!OTHER.matcher(call).matches()) {
        trace.sort(thread, call, measuring.contains(thread), nameServiceSockets, pending);
      }
    }
    trace.unexplained.addAll(pending.values());
    return trace;
  }

  private void sort(
      String thread,
      String call,
      boolean measures,
      Map<String, Integer> nameServiceSockets,
      Map<String, String> pending) {
    boolean wasRefused = REFUSED.matcher(call).matches();
    Matcher made = MADE.matcher(call);
    Matcher first = FIRST_ARGUMENT.matcher(call);
    boolean isOfTheNameService =
        first.matches() && Integer.valueOf(first.group(1)).equals(nameServiceSockets.get(thread));
    if (wasRefused && measures) {
      measured.add(call);
    } else if (wasRefused
        && (OF_THE_NAME_SERVICE.matcher(call).matches()
            || OF_THE_NETWORK_LIBRARY.matcher(call).matches())) {
      refused.add(call);
    } else if (OF_THE_NAME_SERVICE.matcher(call).matches() && made.matches()) {
      nameServiceSockets.put(thread, Integer.valueOf(made.group(1)));
      pending.put(thread, call);
    } else if (isOfTheNameService && call.startsWith("connect(") && call.contains(NAME_SERVICE)) {
      pending.remove(thread);
      nameServices.add(thread);
    } else if (!isOfTheNameService || pending.containsKey(thread)) {
      unexplained.add(call);
    }
  }
}
