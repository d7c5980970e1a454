package dev.sotto.securestore.confinement;

import static dev.sotto.securestore.confinement.SystemCallFilter.ALLOW;
import static dev.sotto.securestore.confinement.SystemCallFilter.DENY_EXISTENCE;
import static dev.sotto.securestore.confinement.SystemCallFilter.REFUSE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SystemCallFilterTest {
  private static final int OWN_PROCESS = 4711;
  private static final int AUDIT_ARCH_I386 = 0x40000003;
  private static final int AUDIT_ARCH_ARM = 0x40000028;
  private static final int CLONE_NEWUSER = 0x10000000;
  private static final int CLONE_THREAD_OF_A_C_LIBRARY = 0x003D0F00;
  private static final int CLONE_OF_POSIX_SPAWN = 0x4111;
  private static final int TIOCSTI = 0x5412;
  private static final int TCGETS = 0x5401;

  @ParameterizedTest
  @EnumSource
  void everyListedCallPassesAndEveryOtherNumberIsRefused(Architecture architecture) {
    Filter filter = new Filter(FilterScope.base(architecture, Set.of()));
    Set<Integer> listed =
        Arrays.stream(SystemCall.values())
            .filter(call -> call.allowedIn(filter.scope))
            .filter(call -> call.rule(filter.scope) == ArgumentRule.ANYTHING)
            .map(call -> call.number(architecture))
            .collect(Collectors.toSet());
    Set<Integer> checked =
        Arrays.stream(SystemCall.values())
            .filter(call -> call.rule(filter.scope) != ArgumentRule.ANYTHING)
            .map(call -> call.number(architecture))
            .collect(Collectors.toSet());
    checked.add(RefusedCall.CLONE3.number(architecture));

    for (int number = 0; number < 1024; number++) {
      if (!checked.contains(number)) {
        assertThat(filter.answer(number))
            .as("call %d", number)
            .isEqualTo(listed.contains(number) ? ALLOW : REFUSE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noNumberIsListedTwice(Architecture architecture) {
    List<Integer> numbers =
        Arrays.stream(SystemCall.values())
            .map(call -> call.number(architecture))
            .filter(number -> number != Architecture.NO_SUCH_CALL)
            .toList();

    assertThat(numbers).doesNotHaveDuplicates().hasSizeGreaterThan(80);
  }

  @ParameterizedTest
  @EnumSource
  void nothingNamedAsRefusedIsListed(Architecture architecture) {
    for (RefusedCall refused : EnumSet.allOf(RefusedCall.class)) {
      for (FilterScope scope :
          List.of(
              FilterScope.base(architecture, EnumSet.allOf(Allowance.class)),
              FilterScope.sealed(architecture, EnumSet.allOf(Allowance.class), OWN_PROCESS))) {
        if (refused.number(architecture) != Architecture.NO_SUCH_CALL) {
          assertThat(new Filter(scope).answer(refused.number(architecture)))
              .as(refused.name())
              .isIn(REFUSE, DENY_EXISTENCE);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSealedProcessCanDoNothingThatItCouldNotDoBefore(Architecture architecture) {
    for (Set<Allowance> allowances : List.of(Set.<Allowance>of(), EnumSet.allOf(Allowance.class))) {
      Filter base = new Filter(FilterScope.base(architecture, allowances));
      Filter sealed = new Filter(FilterScope.sealed(architecture, allowances, OWN_PROCESS));
      for (int number = 0; number < 1024; number++) {
        for (long argument : new long[] {0, 1, 2, 10, OWN_PROCESS, TIOCSTI, CLONE_NEWUSER}) {
          if (sealed.answer(number, argument, argument) == ALLOW) {
            assertThat(base.answer(number, argument, argument))
                .as("call %d with %d", number, argument)
                .isEqualTo(ALLOW);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCallHasItsReason(Architecture architecture) {
    assertThat(SystemCall.values())
        .allSatisfy(call -> assertThat(call.reason()).as(call.name()).isNotBlank());
    assertThat(SystemCallFilter.of(FilterScope.base(architecture, Set.of()))).hasSizeLessThan(4096);
  }

  @ParameterizedTest
  @EnumSource
  void callsOfAnotherArchitectureAreRefusedWhateverTheirNumber(Architecture architecture) {
    Filter filter = new Filter(FilterScope.base(architecture, EnumSet.allOf(Allowance.class)));

    for (int number = 0; number < 1024; number++) {
      assertThat(filter.program.answer(AUDIT_ARCH_I386, number)).isEqualTo(REFUSE);
      assertThat(filter.program.answer(AUDIT_ARCH_ARM, number)).isEqualTo(REFUSE);
    }
  }

  @Test
  void callsOfX32AreRefusedWhateverTheirNumber() {
    Filter filter =
        new Filter(FilterScope.base(Architecture.X86_64, EnumSet.allOf(Allowance.class)));

    for (int number = 0; number < 1024; number++) {
      assertThat(filter.answer(number | Architecture.X32_BIT)).isEqualTo(REFUSE);
    }
    assertThat(filter.answer(-1)).isEqualTo(REFUSE);
  }

  @Nested
  final class OfArguments {
    private final Filter base = new Filter(FilterScope.base(Architecture.X86_64, Set.of()));
    private final Filter sealed =
        new Filter(FilterScope.sealed(Architecture.X86_64, Set.of(), OWN_PROCESS));

    @Test
    void threadsAreMadeButNoNamespacesAndOnceSealedNoProcesses() {
      assertThat(base.answer(SystemCall.CLONE, CLONE_THREAD_OF_A_C_LIBRARY)).isEqualTo(ALLOW);
      assertThat(base.answer(SystemCall.CLONE, CLONE_OF_POSIX_SPAWN)).isEqualTo(ALLOW);
      assertThat(base.answer(SystemCall.CLONE, CLONE_OF_POSIX_SPAWN | CLONE_NEWUSER))
          .isEqualTo(REFUSE);
      assertThat(sealed.answer(SystemCall.CLONE, CLONE_THREAD_OF_A_C_LIBRARY)).isEqualTo(ALLOW);
      assertThat(sealed.answer(SystemCall.CLONE, CLONE_OF_POSIX_SPAWN)).isEqualTo(REFUSE);
    }

    @Test
    void clone3DoesNotExistSoThatTheCLibraryFallsBackToClone() {
      assertThat(base.answer(RefusedCall.CLONE3.number(Architecture.X86_64)))
          .isEqualTo(DENY_EXISTENCE);
    }

    @Test
    void noInputIsPushedIntoATerminalWhateverStandsInTheUpperHalf() {
      assertThat(base.answer(SystemCall.IOCTL, 0, TCGETS)).isEqualTo(ALLOW);
      assertThat(base.answer(SystemCall.IOCTL, 0, TIOCSTI)).isEqualTo(REFUSE);
      assertThat(base.answer(SystemCall.IOCTL, 0, (1L << 32) | TIOCSTI)).isEqualTo(REFUSE);
    }

    @Test
    void limitsAreOwnOnes() {
      assertThat(base.answer(SystemCall.PRLIMIT64, 0)).isEqualTo(ALLOW);
      assertThat(base.answer(SystemCall.PRLIMIT64, 1)).isEqualTo(REFUSE);
    }

    @Test
    void threadsOfOtherProcessesGetNoSignalOnceSealed() {
      assertThat(sealed.answer(SystemCall.TGKILL, OWN_PROCESS)).isEqualTo(ALLOW);
      assertThat(sealed.answer(SystemCall.TGKILL, OWN_PROCESS + 1)).isEqualTo(REFUSE);
    }

    @Test
    void timesAreSetOnOpenFilesOnly() {
      assertThat(base.answer(SystemCall.UTIMENSAT, 3, 0)).isEqualTo(ALLOW);
      assertThat(base.answer(SystemCall.UTIMENSAT, 3, 0x7F0000000000L)).isEqualTo(REFUSE);
      assertThat(base.answer(SystemCall.UTIMENSAT, 3, 1)).isEqualTo(REFUSE);
    }

    @Test
    void onceSealedTheDeathSignalAndBeingDumpableStay() {
      assertThat(base.answer(SystemCall.PRCTL, LinuxCalls.PR_SET_DUMPABLE)).isEqualTo(ALLOW);
      assertThat(sealed.answer(SystemCall.PRCTL, LinuxCalls.PR_SET_DUMPABLE)).isEqualTo(REFUSE);
      assertThat(sealed.answer(SystemCall.PRCTL, LinuxCalls.PR_SET_PDEATHSIG)).isEqualTo(REFUSE);
    }

    @Test
    void noFilterIsAddedAndNoProgramStartedOnceSealed() {
      assertThat(base.answer(SystemCall.EXECVE)).isEqualTo(ALLOW);
      assertThat(sealed.answer(SystemCall.EXECVE)).isEqualTo(REFUSE);
      assertThat(sealed.answer(SystemCall.SECCOMP, LinuxCalls.SECCOMP_SET_MODE_FILTER))
          .isEqualTo(REFUSE);
    }
  }

  @Nested
  final class OfSockets {
    private static final int UNIX = 1;
    private static final int INTERNET = 2;
    private static final int INTERNET_6 = 10;
    private static final int NETLINK = 16;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int RAW = 3;
    private static final int MULTIPATH_TCP = 262;
    private static final Set<Allowance> ALL_BUT_CONNECTING =
        EnumSet.complementOf(EnumSet.of(Allowance.CONNECT_TO_HOSTS));

    @Test
    void thereAreNoneWithoutAnAllowance() {
      Filter filter = new Filter(FilterScope.base(Architecture.X86_64, Set.of()));

      for (int family = 0; family < 64; family++) {
        assertThat(filter.answer(SystemCall.SOCKET, family, STREAM)).isEqualTo(REFUSE);
      }
      assertThat(filter.answer(SystemCall.ACCEPT4, 3)).isEqualTo(REFUSE);
    }

    @Test
    void aListenerIsOpenedInItsFamilyUntilItIsSealedAndServedAfterwards() {
      Set<Allowance> allowances = Set.of(Allowance.LISTEN_ON_UNIX_SOCKETS);
      Filter base = new Filter(FilterScope.base(Architecture.X86_64, allowances));
      Filter sealed = new Filter(FilterScope.sealed(Architecture.X86_64, allowances, OWN_PROCESS));

      assertThat(base.answer(SystemCall.SOCKET, UNIX, STREAM)).isEqualTo(ALLOW);
      assertThat(base.answer(SystemCall.SOCKET, INTERNET, STREAM)).isEqualTo(REFUSE);
      assertThat(base.answer(SystemCall.SOCKET, NETLINK, STREAM)).isEqualTo(REFUSE);
      assertThat(sealed.answer(SystemCall.SOCKET, UNIX, STREAM)).isEqualTo(REFUSE);
      assertThat(sealed.answer(SystemCall.SOCKETPAIR, UNIX)).isEqualTo(REFUSE);
      assertThat(sealed.answer(SystemCall.LISTEN, 3)).isEqualTo(REFUSE);
      assertThat(sealed.answer(SystemCall.ACCEPT4, 3)).isEqualTo(ALLOW);
    }

    @Test
    void listeningOnTcpIsAnAllowanceOfItsOwn() {
      Filter filter =
          new Filter(FilterScope.base(Architecture.X86_64, Set.of(Allowance.LISTEN_ON_TCP)));

      assertThat(filter.answer(SystemCall.SOCKET, INTERNET, STREAM)).isEqualTo(ALLOW);
      assertThat(filter.answer(SystemCall.SOCKET, INTERNET_6, STREAM)).isEqualTo(ALLOW);
      assertThat(filter.answer(SystemCall.SOCKET, UNIX, STREAM)).isEqualTo(REFUSE);
    }

    @Test
    void listenersAreStreams() {
      Filter filter = new Filter(FilterScope.base(Architecture.X86_64, ALL_BUT_CONNECTING));

      for (int family : new int[] {UNIX, INTERNET, INTERNET_6}) {
        assertThat(filter.answer(SystemCall.SOCKET, family, STREAM)).isEqualTo(ALLOW);
        assertThat(filter.answer(SystemCall.SOCKET, family, DATAGRAM)).isEqualTo(REFUSE);
        assertThat(filter.answer(SystemCall.SOCKET, family, RAW)).isEqualTo(REFUSE);
        assertThat(filter.answer(SystemCall.SOCKET, family, STREAM, MULTIPATH_TCP))
            .isEqualTo(REFUSE);
      }
    }

    @Test
    void aListenerCanNeitherConnectNorNameAnAddressToSendTo() {
      Filter filter = new Filter(FilterScope.base(Architecture.X86_64, ALL_BUT_CONNECTING));

      assertThat(filter.answer(SystemCall.CONNECT)).isEqualTo(REFUSE);
      assertThat(filter.answer(SystemCall.SENDMSG)).isEqualTo(REFUSE);
      assertThat(filter.answer(SystemCall.SENDMMSG)).isEqualTo(REFUSE);
      assertThat(filter.answer(SystemCall.SENDTO, 3, 0, 0, 0, 0)).isEqualTo(ALLOW);
      assertThat(filter.answer(SystemCall.SENDTO, 3, 0, 0, 0, 0x7F0000000000L)).isEqualTo(REFUSE);
    }
  }

  @Nested
  final class OfConnections {
    private static final int UNIX = 1;
    private static final int INTERNET = 2;
    private static final int INTERNET_6 = 10;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int RAW = 3;
    private static final int ICMP = 1;

    private final Set<Allowance> allowances = Set.of(Allowance.CONNECT_TO_HOSTS);
    private final Filter base = new Filter(FilterScope.base(Architecture.X86_64, allowances));
    private final Filter sealed =
        new Filter(FilterScope.sealed(Architecture.X86_64, allowances, OWN_PROCESS));

    @Test
    void hostsAndNameServersCanBeReachedAlsoOnceSealed() {
      for (Filter filter : List.of(base, sealed)) {
        for (int family : new int[] {INTERNET, INTERNET_6}) {
          assertThat(filter.answer(SystemCall.SOCKET, family, STREAM)).isEqualTo(ALLOW);
          assertThat(filter.answer(SystemCall.SOCKET, family, DATAGRAM)).isEqualTo(ALLOW);
          assertThat(filter.answer(SystemCall.SOCKET, family, RAW)).isEqualTo(REFUSE);
          assertThat(filter.answer(SystemCall.SOCKET, family, DATAGRAM, ICMP)).isEqualTo(REFUSE);
        }
        assertThat(filter.answer(SystemCall.CONNECT)).isEqualTo(ALLOW);
        assertThat(filter.answer(SystemCall.SENDMMSG)).isEqualTo(ALLOW);
      }
    }

    @Test
    void noOtherFamilyIs() {
      for (int family = 0; family < 64; family++) {
        if (family != INTERNET && family != INTERNET_6) {
          assertThat(base.answer(SystemCall.SOCKET, family, STREAM)).isEqualTo(REFUSE);
          assertThat(sealed.answer(SystemCall.SOCKET, family, STREAM)).isEqualTo(REFUSE);
        }
      }
      assertThat(base.answer(SystemCall.SOCKETPAIR, UNIX)).isEqualTo(ALLOW);
      assertThat(sealed.answer(SystemCall.SOCKETPAIR, UNIX)).isEqualTo(REFUSE);
    }

    @Test
    void nothingListens() {
      for (Filter filter : List.of(base, sealed)) {
        assertThat(filter.answer(SystemCall.BIND)).isEqualTo(REFUSE);
        assertThat(filter.answer(SystemCall.LISTEN)).isEqualTo(REFUSE);
        assertThat(filter.answer(SystemCall.ACCEPT)).isEqualTo(REFUSE);
        assertThat(filter.answer(SystemCall.ACCEPT4)).isEqualTo(REFUSE);
      }
    }

    @Test
    void nothingElseIsAllowedThanWithoutAnAllowanceOfAnyKind() {
      Filter without = new Filter(FilterScope.sealed(Architecture.X86_64, Set.of(), OWN_PROCESS));
      Set<Integer> ofSockets =
          Arrays.stream(SystemCall.values())
              .filter(call -> call.allowedIn(sealed.scope) && !call.allowedIn(without.scope))
              .map(call -> call.number(Architecture.X86_64))
              .collect(Collectors.toSet());

      for (int number = 0; number < 1024; number++) {
        if (!ofSockets.contains(number)) {
          assertThat(sealed.answer(number)).as("call %d", number).isEqualTo(without.answer(number));
        }
      }
      assertThat(ofSockets).hasSize(12);
    }
  }

  private static final class Filter {
    private final FilterScope scope;
    private final BpfInterpreter program;

    Filter(FilterScope scope) {
      this.scope = scope;
      program = new BpfInterpreter(SystemCallFilter.of(scope));
    }

    int answer(int number, long... arguments) {
      return program.answer(scope.architecture().auditValue(), number, arguments);
    }

    int answer(SystemCall call, long... arguments) {
      return answer(call.number(scope.architecture()), arguments);
    }
  }
}
