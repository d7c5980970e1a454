package dev.sotto.securestore.confinement;

import java.util.ArrayList;
import java.util.List;

/**
 * What the arguments of an allowed system call must be like. Numbers are those of the kernel's
 * headers, the same on both architectures.
 */
enum ArgumentRule {
  ANYTHING {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of();
    }
  },
  /** clone: no CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  NO_NAMESPACES {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(new ArgumentCheck.NoneOfBits(0, NAMESPACES));
    }
  },
  /** clone: CLONE_THREAD and no namespaces. */
  THREADS_ONLY {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(
          new ArgumentCheck.NoneOfBits(0, NAMESPACES), new ArgumentCheck.Bit(0, CLONE_THREAD));
    }
  },
  /** fcntl: all but owners and signals of descriptors, leases, notifications, seals. */
  DESCRIPTOR_COMMANDS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(
          new ArgumentCheck.OneOf(
              1,
              List.of(
                  0, // F_DUPFD
                  1, // F_GETFD
                  2, // F_SETFD
                  3, // F_GETFL
                  4, // F_SETFL
                  5, // F_GETLK
                  6, // F_SETLK
                  7, // F_SETLKW
                  36, // F_OFD_GETLK
                  37, // F_OFD_SETLK
                  38, // F_OFD_SETLKW
                  1030, // F_DUPFD_CLOEXEC
                  1031, // F_SETPIPE_SZ
                  1032))); // F_GETPIPE_SZ
    }
  },
  /** ioctl: terminal modes and sizes, bytes waiting; not TIOCSTI, TIOCLINUX, TIOCSCTTY. */
  DEVICE_COMMANDS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(
          new ArgumentCheck.OneOf(
              1,
              List.of(
                  0x5401, // TCGETS
                  0x5402, // TCSETS
                  0x5403, // TCSETSW
                  0x5404, // TCSETSF
                  0x5409, // TCSBRK
                  0x540B, // TCFLSH
                  0x5413, // TIOCGWINSZ
                  0x541B, // FIONREAD
                  0x5421, // FIONBIO
                  0x5450, // FIONCLEX
                  0x5451, // FIOCLEX
                  0x802C542A, // TCGETS2
                  0x402C542B, // TCSETS2
                  0x402C542C, // TCSETSW2
                  0x402C542D))); // TCSETSF2
    }
  },
  /** prctl: names, death signal, being dumpable, privileges given up. */
  OWN_ATTRIBUTES {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(
          new ArgumentCheck.OneOf(
              0,
              List.of(
                  1, // PR_SET_PDEATHSIG
                  2, // PR_GET_PDEATHSIG
                  3, // PR_GET_DUMPABLE
                  4, // PR_SET_DUMPABLE
                  15, // PR_SET_NAME
                  16, // PR_GET_NAME
                  21, // PR_GET_SECCOMP
                  23, // PR_CAPBSET_READ
                  38, // PR_SET_NO_NEW_PRIVS
                  39, // PR_GET_NO_NEW_PRIVS
                  0x53564D41))); // PR_SET_VMA
    }
  },
  /** prctl: as before, but the death signal and being dumpable can't be changed. */
  OWN_ATTRIBUTES_ONCE_SEALED {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(
          new ArgumentCheck.OneOf(
              0,
              List.of(
                  2, // PR_GET_PDEATHSIG
                  3, // PR_GET_DUMPABLE
                  15, // PR_SET_NAME
                  16, // PR_GET_NAME
                  21, // PR_GET_SECCOMP
                  23, // PR_CAPBSET_READ
                  39, // PR_GET_NO_NEW_PRIVS
                  0x53564D41))); // PR_SET_VMA
    }
  },
  /** prlimit64: process 0, which is the calling one. */
  ON_THIS_PROCESS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(new ArgumentCheck.OneOf(0, List.of(0)));
    }
  },
  /** seccomp: SECCOMP_GET_ACTION_AVAIL, which changes nothing. */
  QUERY_ONLY {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(new ArgumentCheck.OneOf(0, List.of(LinuxCalls.SECCOMP_GET_ACTION_AVAIL)));
    }
  },
  /** utimensat: no path, so that the descriptor itself is meant. */
  ON_OPEN_FILES {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(new ArgumentCheck.Zero(1));
    }
  },
  /** tgkill: threads of the process that the filter is made for. */
  IN_THIS_PROCESS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(new ArgumentCheck.OneOf(0, List.of(scope.ownProcess())));
    }
  },
  /** sendto: no address, so that only a connection can be written to. */
  WITHOUT_ADDRESS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(new ArgumentCheck.Zero(4));
    }
  },
  /**
   * socket: the families in which listening or connecting is allowed, as streams of the ordinary
   * protocol; datagrams, which name servers are asked by, only where connecting is allowed. Joining
   * a group on a datagram socket would send packets without connecting.
   */
  SOCKETS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      List<Integer> families = new ArrayList<>();
      if (scope.allowances().contains(Allowance.LISTEN_ON_UNIX_SOCKETS)) {
        families.add(1); // AF_UNIX
      }
      if (scope.connecting() || scope.allowances().contains(Allowance.LISTEN_ON_TCP)) {
        families.add(2); // AF_INET
        families.add(10); // AF_INET6
      }
      List<Integer> types = new ArrayList<>();
      for (int type : scope.connecting() ? List.of(1, 2) : List.of(1)) { // SOCK_STREAM, SOCK_DGRAM
        types.add(type);
        types.add(type | 02000000); // SOCK_CLOEXEC
        types.add(type | 04000); // SOCK_NONBLOCK
        types.add(type | 02000000 | 04000);
      }
      return List.of(
          new ArgumentCheck.OneOf(0, families),
          new ArgumentCheck.OneOf(1, types),
          new ArgumentCheck.OneOf(
              2,
              List.of(
                  0, // the family's own
                  6))); // IPPROTO_TCP
    }
  },
  /** setsockopt: of sockets, TCP and IP in general. */
  OPTIONS_OF_NEW_SOCKETS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(
          new ArgumentCheck.OneOf(
              1,
              List.of(
                  0, // SOL_IP
                  1, // SOL_SOCKET
                  6, // SOL_TCP
                  41))); // SOL_IPV6
    }
  },
  /** setsockopt: of sockets and TCP; of IP too where new sockets are made. */
  OPTIONS_OF_CONNECTIONS {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      if (scope.connecting()) {
        return OPTIONS_OF_NEW_SOCKETS.checks(scope);
      }
      return List.of(
          new ArgumentCheck.OneOf(
              1,
              List.of(
                  1, // SOL_SOCKET
                  6))); // SOL_TCP
    }
  },
  /** socketpair: AF_UNIX. */
  UNIX_FAMILY {
    @Override
    List<ArgumentCheck> checks(FilterScope scope) {
      return List.of(new ArgumentCheck.OneOf(0, List.of(1)));
    }
  };

  static final int NAMESPACES = 0x7E020000;
  static final int CLONE_THREAD = 0x00010000;

  /** Returns the checks, all of which must hold. */
  abstract List<ArgumentCheck> checks(FilterScope scope);
}
