package dev.sotto.securestore.confinement;

import java.util.Arrays;

/** Errors by which the Linux kernel answers (asm-generic/errno.h), as far as they are met here. */
enum Errno {
  EPERM(1),
  ENOENT(2),
  ESRCH(3),
  EINTR(4),
  EIO(5),
  ENXIO(6),
  E2BIG(7),
  EBADF(9),
  ECHILD(10),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  EFAULT(14),
  EBUSY(16),
  EEXIST(17),
  EXDEV(18),
  ENODEV(19),
  ENOTDIR(20),
  EISDIR(21),
  EINVAL(22),
  EMFILE(24),
  ENOTTY(25),
  ETXTBSY(26),
  EROFS(30),
  EPIPE(32),
  ENOSYS(38),
  ELOOP(40),
  ENOMSG(42),
  EBADFD(77),
  ESOCKTNOSUPPORT(94),
  EOPNOTSUPP(95),
  EPFNOSUPPORT(96),
  EPROTONOSUPPORT(93),
  EAFNOSUPPORT(97),
  EADDRINUSE(98),
  ENETUNREACH(101),
  ECONNREFUSED(111),
  EHOSTUNREACH(113);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean is(long answer) {
    return answer == -number;
  }

  /** Returns the name of the error in an answer of {@link LinuxCalls}, or the answer itself. */
  static String name(long answer) {
    return Arrays.stream(values())
        .filter(error -> error.is(answer))
        .map(Errno::name)
        .findFirst()
        .orElse(answer < 0 ? "error " + -answer : Long.toString(answer));
  }
}
