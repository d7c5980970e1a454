package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;

/** Native code that enters the kernel by an instruction of its own, as a hostile library may. */
record MachineCode(MethodHandle entry) {
  private static final int READ_WRITE = 3;
  private static final int READ_EXECUTE = 5;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  private static final int PAGE = 4096;

  /** socket(AF_INET, SOCK_STREAM, 0). */
  static MachineCode internetSocket(LinuxCalls calls) {
    return switch (calls.architecture()) {
      case X86_64 ->
          of(
              calls,
              "b829000000" // mov eax, 41
                  + "bf02000000" // mov edi, 2
                  + "be01000000" // mov esi, 1
                  + "31d2" // xor edx, edx
                  + "0f05" // syscall
                  + "c3"); // ret
      case AARCH64 ->
          of(
              calls,
              "c81880d2" // mov x8, 198
                  + "400080d2" // mov x0, 2
                  + "210080d2" // mov x1, 1
                  + "020080d2" // mov x2, 0
                  + "010000d4" // svc 0
                  + "c0035fd6"); // ret
    };
  }

  /** getpid() by the entry of 32-bit programs, where its number is 20. */
  static MachineCode pidBy32BitEntry(LinuxCalls calls) {
    if (calls.architecture() != Architecture.X86_64) {
      throw new Attack.FailedAttack("not on this architecture");
    }
    return of(
        calls,
        "53" // push rbx
            + "b814000000" // mov eax, 20
            + "cd80" // int 0x80
            + "4898" // cdqe
            + "5b" // pop rbx
            + "c3"); // ret
  }

  /** clone(SIGCHLD), whose child ends by exit(0) at once; the process id. */
  static MachineCode processThatEndsAtOnce(LinuxCalls calls) {
    return switch (calls.architecture()) {
      case X86_64 ->
          of(
              calls,
              "b838000000" // mov eax, 56
                  + "bf11000000" // mov edi, 17
                  + "31f6" // xor esi, esi
                  + "31d2" // xor edx, edx
                  + "4d31d2" // xor r10, r10
                  + "4d31c0" // xor r8, r8
                  + "0f05" // syscall
                  + "4885c0" // test rax, rax
                  + "7509" // jne to ret
                  + "b83c000000" // mov eax, 60
                  + "31ff" // xor edi, edi
                  + "0f05" // syscall
                  + "c3"); // ret
      case AARCH64 -> throw new Attack.FailedAttack("not written for this architecture");
    };
  }

  @SuppressWarnings("restricted")
  private static MachineCode of(LinuxCalls calls, String hexadecimal) {
    byte[] code = HexFormat.of().parseHex(hexadecimal);
    long address = calls.call(SystemCall.MMAP, 0, PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
    if (address < 0) {
      throw new Attack.FailedAttack("no memory: " + Errno.name(address));
    }
    MemorySegment page = MemorySegment.ofAddress(address).reinterpret(PAGE);
    MemorySegment.copy(code, 0, page, JAVA_BYTE, 0, code.length);
    long answer = calls.call(SystemCall.MPROTECT, address, PAGE, READ_EXECUTE);
    if (answer != 0) {
      throw new Attack.FailedAttack("no executable memory: " + Errno.name(answer));
    }
    return new MachineCode(
        Linker.nativeLinker().downcallHandle(page, FunctionDescriptor.of(JAVA_LONG)));
  }

  /** Runs it; what the kernel answers, or throws where that is an error. */
  long call() throws Throwable {
    long answer = (long) entry.invokeExact();
    if (answer < 0) {
      throw new Attack.FailedAttack(Errno.name(answer));
    }
    return answer;
  }
}
