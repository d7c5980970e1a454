package dev.sotto.securestore.confinement;

import static dev.sotto.securestore.confinement.Architecture.NO_SUCH_CALL;

/**
 * A system call that is refused because it is not listed, named here because it is asked for: by a
 * probe, by a test, or by a reader who wonders. Not complete, and nothing decides by it; what
 * counts is {@link SystemCall}.
 */
enum RefusedCall {
  // Ways to other computers and programs.
  RECVMMSG(299, 243),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  // Other processes.
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PROCESS_MADVISE(440, 440),
  PIDFD_OPEN(434, 434),
  PIDFD_GETFD(438, 438),
  PIDFD_SEND_SIGNAL(424, 424),
  KCMP(312, 272),
  KILL(62, 129),
  TKILL(200, 130),
  RT_SIGQUEUEINFO(129, 138),
  RT_TGSIGQUEUEINFO(297, 240),
  // Programs and processes by other ways.
  EXECVEAT(322, 281),
  FORK(57, NO_SUCH_CALL),
  VFORK(58, NO_SUCH_CALL),
  CLONE3(435, 435),
  MEMFD_CREATE(319, 279),
  PERSONALITY(135, 92),
  // What Landlock does not look at: modes, owners, attributes, and names that lead elsewhere.
  CHMOD(90, NO_SUCH_CALL),
  FCHMODAT(268, 53),
  CHOWN(92, NO_SUCH_CALL),
  FCHOWNAT(260, 54),
  SETXATTR(188, 5),
  LINK(86, NO_SUCH_CALL),
  LINKAT(265, 37),
  SYMLINK(88, NO_SUCH_CALL),
  SYMLINKAT(266, 36),
  MKNOD(133, NO_SUCH_CALL),
  MKNODAT(259, 33),
  TRUNCATE(76, 45),
  OPEN_BY_HANDLE_AT(304, 265),
  INOTIFY_INIT1(294, 26),
  // The kernel and the system.
  BPF(321, 280),
  USERFAULTFD(323, 282),
  PERF_EVENT_OPEN(298, 241),
  KEYCTL(250, 219),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  MOVE_MOUNT(429, 429),
  OPEN_TREE(428, 428),
  FSOPEN(430, 430),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  UNSHARE(272, 97),
  SETNS(308, 268),
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  SETRESUID(117, 147),
  SETRESGID(119, 149),
  SETGROUPS(116, 159),
  CAPSET(126, 91),
  REBOOT(169, 142),
  CLOCK_SETTIME(227, 112),
  MODIFY_LDT(154, NO_SUCH_CALL),
  IOPL(172, NO_SUCH_CALL),
  IOPERM(173, NO_SUCH_CALL);

  private final int numberOnX86;
  private final int numberOnArm;

  RefusedCall(int numberOnX86, int numberOnArm) {
    this.numberOnX86 = numberOnX86;
    this.numberOnArm = numberOnArm;
  }

  /** Returns the number of the call, or {@link Architecture#NO_SUCH_CALL}. */
  int number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> numberOnX86;
      case AARCH64 -> numberOnArm;
    };
  }
}
