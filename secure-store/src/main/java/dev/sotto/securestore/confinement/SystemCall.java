package dev.sotto.securestore.confinement;

import static dev.sotto.securestore.confinement.Architecture.NO_SUCH_CALL;
import static dev.sotto.securestore.confinement.ArgumentRule.*;
import static dev.sotto.securestore.confinement.SystemCall.Stay.*;

/**
 * A system call that a confined process may make; every other one is refused. Numbers are those of
 * the kernel's tables (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h).
 *
 * <p>Made from traces of real runs with a margin for other versions of the C library, of the Java
 * machine and of the kernel. A call belongs here only with its reason.
 */
enum SystemCall {
  // Bytes of what is open.
  READ(0, 63, ALWAYS, "files, pipes and the terminal"),
  WRITE(1, 64, ALWAYS, "files, pipes and the terminal"),
  CLOSE(3, 57, ALWAYS, "files, pipes and the terminal"),
  PREAD64(17, 67, ALWAYS, "files, pipes and the terminal"),
  PWRITE64(18, 68, ALWAYS, "files, pipes and the terminal"),
  READV(19, 65, ALWAYS, "files, pipes and the terminal"),
  WRITEV(20, 66, ALWAYS, "files, pipes and the terminal"),
  PREADV(295, 69, ALWAYS, "files, pipes and the terminal"),
  PWRITEV(296, 70, ALWAYS, "files, pipes and the terminal"),
  LSEEK(8, 62, ALWAYS, "files, pipes and the terminal"),
  DUP(32, 23, ALWAYS, "descriptors; no owner for signals can be named"),
  DUP2(33, NO_SUCH_CALL, ALWAYS, "descriptors; no owner for signals can be named"),
  DUP3(292, 24, ALWAYS, "descriptors; no owner for signals can be named"),
  FCNTL(72, 25, ALWAYS, DESCRIPTOR_COMMANDS, "descriptors; no owner for signals can be named"),
  PIPE(22, NO_SUCH_CALL, ALWAYS, "waking a thread of this process"),
  PIPE2(293, 59, ALWAYS, "waking a thread of this process"),
  EVENTFD2(290, 19, ALWAYS, "waking a thread of this process"),
  IOCTL(
      16,
      29,
      ALWAYS,
      DEVICE_COMMANDS,
      "terminal modes and size; no input can be pushed into a terminal"),
  FSYNC(74, 82, ALWAYS, "durable writes, locks of the store"),
  FDATASYNC(75, 83, ALWAYS, "durable writes, locks of the store"),
  FTRUNCATE(77, 46, ALWAYS, "durable writes, locks of the store"),
  FALLOCATE(285, 47, ALWAYS, "durable writes, locks of the store"),
  FLOCK(73, 32, ALWAYS, "durable writes, locks of the store"),
  FADVISE64(221, 223, ALWAYS, "durable writes, locks of the store"),
  COPY_FILE_RANGE(326, 285, ALWAYS, "copies between open files"),
  SENDFILE(40, 71, ALWAYS, "copies between open files"),

  // Files by name, which Landlock decides.
  OPEN(2, NO_SUCH_CALL, ALWAYS, "Landlock decides which"),
  OPENAT(257, 56, ALWAYS, "Landlock decides which"),
  STAT(4, NO_SUCH_CALL, ALWAYS, "what is known about a file; Landlock does not hide it"),
  FSTAT(5, 80, ALWAYS, "what is known about a file; Landlock does not hide it"),
  LSTAT(6, NO_SUCH_CALL, ALWAYS, "what is known about a file; Landlock does not hide it"),
  NEWFSTATAT(262, 79, ALWAYS, "what is known about a file; Landlock does not hide it"),
  STATX(332, 291, ALWAYS, "what is known about a file; Landlock does not hide it"),
  ACCESS(21, NO_SUCH_CALL, ALWAYS, "what is known about a file; Landlock does not hide it"),
  FACCESSAT(269, 48, ALWAYS, "what is known about a file; Landlock does not hide it"),
  FACCESSAT2(439, 439, ALWAYS, "what is known about a file; Landlock does not hide it"),
  READLINK(89, NO_SUCH_CALL, ALWAYS, "what is known about a file; Landlock does not hide it"),
  READLINKAT(267, 78, ALWAYS, "what is known about a file; Landlock does not hide it"),
  STATFS(137, 43, ALWAYS, "what is known about a file; Landlock does not hide it"),
  FSTATFS(138, 44, ALWAYS, "what is known about a file; Landlock does not hide it"),
  GETDENTS64(217, 61, ALWAYS, "folders"),
  GETCWD(79, 17, ALWAYS, "folders"),
  CHDIR(80, 49, ALWAYS, "folders"),
  FCHDIR(81, 50, ALWAYS, "folders"),
  MKDIR(83, NO_SUCH_CALL, ALWAYS, "the store's own files; Landlock decides which"),
  MKDIRAT(258, 34, ALWAYS, "the store's own files; Landlock decides which"),
  RMDIR(84, NO_SUCH_CALL, ALWAYS, "the store's own files; Landlock decides which"),
  UNLINK(87, NO_SUCH_CALL, ALWAYS, "the store's own files; Landlock decides which"),
  UNLINKAT(263, 35, ALWAYS, "the store's own files; Landlock decides which"),
  RENAME(82, NO_SUCH_CALL, ALWAYS, "the store's own files; Landlock decides which"),
  RENAMEAT(264, 38, ALWAYS, "the store's own files; Landlock decides which"),
  RENAMEAT2(316, 276, ALWAYS, "the store's own files; Landlock decides which"),
  FCHMOD(91, 52, ALWAYS, "only of a file that could be opened; by name Landlock would not look"),
  UTIMENSAT(
      280,
      88,
      ALWAYS,
      ON_OPEN_FILES,
      "only of a file that could be opened; by name Landlock would not look"),
  UMASK(95, 166, ALWAYS, "the mode of new files"),

  // Memory.
  MMAP(9, 222, ALWAYS, "heap, stacks, mapped files, compiled code"),
  MUNMAP(11, 215, ALWAYS, "heap, stacks, mapped files, compiled code"),
  MPROTECT(10, 226, ALWAYS, "heap, stacks, mapped files, compiled code"),
  MREMAP(25, 216, ALWAYS, "heap, stacks, mapped files, compiled code"),
  MADVISE(28, 233, ALWAYS, "heap, stacks, mapped files, compiled code"),
  BRK(12, 214, ALWAYS, "heap, stacks, mapped files, compiled code"),
  MSYNC(26, 227, ALWAYS, "heap, stacks, mapped files, compiled code"),
  MINCORE(27, 232, ALWAYS, "heap, stacks, mapped files, compiled code"),
  MLOCK(149, 228, ALWAYS, "keys kept out of the swap"),
  MUNLOCK(150, 229, ALWAYS, "keys kept out of the swap"),
  MEMBARRIER(324, 283, ALWAYS, "the collector's barriers"),

  // Threads.
  CLONE(
      56,
      220,
      ALWAYS,
      NO_NAMESPACES,
      THREADS_ONLY,
      "threads; no namespaces, and no processes once sealed"),
  FUTEX(202, 98, ALWAYS, "the C library's threads"),
  SET_ROBUST_LIST(273, 99, ALWAYS, "the C library's threads"),
  RSEQ(334, 293, ALWAYS, "the C library's threads"),
  SET_TID_ADDRESS(218, 96, ALWAYS, "the C library's threads"),
  ARCH_PRCTL(158, NO_SUCH_CALL, ALWAYS, "the C library's threads"),
  SCHED_YIELD(24, 124, ALWAYS, "placing threads"),
  SCHED_GETAFFINITY(204, 123, ALWAYS, "placing threads"),
  SCHED_GETPARAM(143, 121, ALWAYS, "placing threads"),
  SCHED_GETSCHEDULER(145, 120, ALWAYS, "placing threads"),
  SCHED_GET_PRIORITY_MAX(146, 125, ALWAYS, "placing threads"),
  SCHED_GET_PRIORITY_MIN(147, 126, ALWAYS, "placing threads"),
  GETPRIORITY(140, 141, ALWAYS, "placing threads"),
  GETCPU(309, 168, ALWAYS, "placing threads"),
  EXIT(60, 93, ALWAYS, "ends"),
  EXIT_GROUP(231, 94, ALWAYS, "ends"),
  RESTART_SYSCALL(219, 128, ALWAYS, "ends"),

  // Signals.
  RT_SIGACTION(13, 134, ALWAYS, "handlers of the Java machine"),
  RT_SIGPROCMASK(14, 135, ALWAYS, "handlers of the Java machine"),
  RT_SIGRETURN(15, 139, ALWAYS, "handlers of the Java machine"),
  RT_SIGTIMEDWAIT(128, 137, ALWAYS, "handlers of the Java machine"),
  RT_SIGSUSPEND(130, 133, ALWAYS, "handlers of the Java machine"),
  SIGALTSTACK(131, 132, ALWAYS, "handlers of the Java machine"),
  TGKILL(234, 131, ALWAYS, ANYTHING, IN_THIS_PROCESS, "threads of this process"),

  // Waiting and time.
  EPOLL_CREATE1(291, 20, ALWAYS, "waiting for descriptors"),
  EPOLL_CTL(233, 21, ALWAYS, "waiting for descriptors"),
  EPOLL_WAIT(232, NO_SUCH_CALL, ALWAYS, "waiting for descriptors"),
  EPOLL_PWAIT(281, 22, ALWAYS, "waiting for descriptors"),
  EPOLL_PWAIT2(441, 441, ALWAYS, "waiting for descriptors"),
  POLL(7, NO_SUCH_CALL, ALWAYS, "waiting for descriptors"),
  PPOLL(271, 73, ALWAYS, "waiting for descriptors"),
  SELECT(23, NO_SUCH_CALL, ALWAYS, "waiting for descriptors"),
  PSELECT6(270, 72, ALWAYS, "waiting for descriptors"),
  CLOCK_GETTIME(228, 113, ALWAYS, "clocks"),
  CLOCK_GETRES(229, 114, ALWAYS, "clocks"),
  CLOCK_NANOSLEEP(230, 115, ALWAYS, "clocks"),
  NANOSLEEP(35, 101, ALWAYS, "clocks"),
  GETTIMEOFDAY(96, 169, ALWAYS, "clocks"),
  TIME(201, NO_SUCH_CALL, ALWAYS, "clocks"),
  TIMES(100, 153, ALWAYS, "clocks"),
  GETRUSAGE(98, 165, ALWAYS, "clocks"),

  // About itself.
  GETPID(39, 172, ALWAYS, "numbers of this process and system"),
  GETTID(186, 178, ALWAYS, "numbers of this process and system"),
  GETPPID(110, 173, ALWAYS, "numbers of this process and system"),
  GETUID(102, 174, ALWAYS, "numbers of this process and system"),
  GETEUID(107, 175, ALWAYS, "numbers of this process and system"),
  GETGID(104, 176, ALWAYS, "numbers of this process and system"),
  GETEGID(108, 177, ALWAYS, "numbers of this process and system"),
  UNAME(63, 160, ALWAYS, "numbers of this process and system"),
  SYSINFO(99, 179, ALWAYS, "numbers of this process and system"),
  GETRANDOM(318, 278, ALWAYS, "numbers of this process and system"),
  GETRLIMIT(97, 163, ALWAYS, "limits of this process"),
  SETRLIMIT(160, 164, ALWAYS, "limits of this process"),
  PRLIMIT64(302, 261, ALWAYS, ON_THIS_PROCESS, "limits of this process"),
  PRCTL(
      157,
      167,
      ALWAYS,
      OWN_ATTRIBUTES,
      OWN_ATTRIBUTES_ONCE_SEALED,
      "names, death signal, privileges given up"),

  // Starting up.
  EXECVE(59, 221, UNTIL_SEALED, "the Java launcher; Landlock decides which program"),
  WAIT4(
      61, 260, UNTIL_SEALED, "the thread that started a child waits for it under the same filter"),
  WAITID(
      247, 95, UNTIL_SEALED, "the thread that started a child waits for it under the same filter"),
  SETSID(112, 157, UNTIL_SEALED, "a child leaves the terminal and closes what it should not have"),
  CLOSE_RANGE(
      436, 436, UNTIL_SEALED, "a child leaves the terminal and closes what it should not have"),
  SECCOMP(317, 277, ALWAYS, ANYTHING, QUERY_ONLY, "giving up more"),
  LANDLOCK_CREATE_RULESET(444, 444, ALWAYS, "giving up more"),
  LANDLOCK_ADD_RULE(445, 445, UNTIL_SEALED, "giving up more"),
  LANDLOCK_RESTRICT_SELF(446, 446, UNTIL_SEALED, "giving up more"),

  // Opening a socket.
  SOCKET(41, 198, TO_OPEN_SOCKETS, SOCKETS, "of the allowed families"),
  SOCKETPAIR(53, 199, UNTIL_SEALED_WHERE_SOCKETS, UNIX_FAMILY, "the Java channels' own pair"),
  BIND(49, 200, UNTIL_SEALED_WHERE_LISTENING, "listening"),
  LISTEN(50, 201, UNTIL_SEALED_WHERE_LISTENING, "listening"),

  // Connecting to hosts.
  CONNECT(42, 203, WHERE_CONNECTING, "hosts and name servers; no filter sees which"),
  SENDMSG(46, 211, WHERE_CONNECTING, "the C library's questions to name servers"),
  SENDMMSG(307, 269, WHERE_CONNECTING, "the C library's questions to name servers"),
  RECVMSG(47, 212, WHERE_CONNECTING, "the answers of name servers"),

  // Serving a listening socket, and using a connection.
  ACCEPT(43, 202, WHERE_LISTENING, "connections that others open"),
  ACCEPT4(288, 242, WHERE_LISTENING, "connections that others open"),
  GETSOCKNAME(51, 204, WHERE_SOCKETS, "connections"),
  GETPEERNAME(52, 205, WHERE_SOCKETS, "connections"),
  GETSOCKOPT(55, 209, WHERE_SOCKETS, "connections"),
  SETSOCKOPT(54, 208, WHERE_SOCKETS, OPTIONS_OF_NEW_SOCKETS, OPTIONS_OF_CONNECTIONS, "connections"),
  SHUTDOWN(48, 210, WHERE_SOCKETS, "connections"),
  RECVFROM(
      45,
      207,
      WHERE_SOCKETS,
      "bytes of a connection, without an address; no descriptors can be passed"),
  SENDTO(
      44,
      206,
      WHERE_SOCKETS,
      WITHOUT_ADDRESS,
      "bytes of a connection, without an address; no descriptors can be passed");

  /** How long a call stays allowed. */
  enum Stay {
    ALWAYS,
    UNTIL_SEALED,
    /** Until it is sealed where listening is allowed, always where connecting is. */
    TO_OPEN_SOCKETS,
    UNTIL_SEALED_WHERE_SOCKETS,
    UNTIL_SEALED_WHERE_LISTENING,
    WHERE_LISTENING,
    WHERE_CONNECTING,
    /** Where listening or connecting is allowed. */
    WHERE_SOCKETS
  }

  private final int numberOnX86;
  private final int numberOnArm;
  private final Stay stay;
  private final ArgumentRule baseRule;
  private final ArgumentRule sealedRule;
  private final String reason;

  SystemCall(int numberOnX86, int numberOnArm, Stay stay, String reason) {
    this(numberOnX86, numberOnArm, stay, ANYTHING, reason);
  }

  SystemCall(int numberOnX86, int numberOnArm, Stay stay, ArgumentRule rule, String reason) {
    this(numberOnX86, numberOnArm, stay, rule, rule, reason);
  }

  SystemCall(
      int numberOnX86,
      int numberOnArm,
      Stay stay,
      ArgumentRule baseRule,
      ArgumentRule sealedRule,
      String reason) {
    this.numberOnX86 = numberOnX86;
    this.numberOnArm = numberOnArm;
    this.stay = stay;
    this.baseRule = baseRule;
    this.sealedRule = sealedRule;
    this.reason = reason;
  }

  /** Returns the number of the call, or {@link Architecture#NO_SUCH_CALL}. */
  int number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> numberOnX86;
      case AARCH64 -> numberOnArm;
    };
  }

  /** Returns whether the architecture has the call and the filter lets it pass. */
  boolean allowedIn(FilterScope scope) {
    return number(scope.architecture()) != NO_SUCH_CALL
        && switch (stay) {
          case ALWAYS -> true;
          case UNTIL_SEALED -> !scope.sealed();
          case TO_OPEN_SOCKETS -> scope.connecting() || (!scope.sealed() && scope.listening());
          case UNTIL_SEALED_WHERE_SOCKETS ->
              !scope.sealed() && (scope.listening() || scope.connecting());
          case WHERE_CONNECTING -> scope.connecting();
          case WHERE_SOCKETS -> scope.listening() || scope.connecting();
          case UNTIL_SEALED_WHERE_LISTENING -> !scope.sealed() && scope.listening();
          case WHERE_LISTENING -> scope.listening();
        };
  }

  ArgumentRule rule(FilterScope scope) {
    return scope.sealed() ? sealedRule : baseRule;
  }

  /** Returns what the call is needed for. */
  String reason() {
    return reason;
  }
}
