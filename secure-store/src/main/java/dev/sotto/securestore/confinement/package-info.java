/**
 * Keeps a process of Sotto within bounds that the Linux kernel holds: system call filters,
 * Landlock, privileges given up, and probes that measure what the kernel answers.
 *
 * <p>Pure Java over the C library. On other systems nothing here has an effect, and everything says
 * so.
 */
@NullMarked
package dev.sotto.securestore.confinement;

import org.jspecify.annotations.NullMarked;
