/**
 * An importer in a process of its own: the messages between it and the vault, the side that serves
 * them ({@link dev.sotto.importing.process.ImportServer}), and the vault's side ({@link
 * dev.sotto.importing.process.ImportersInProcesses}), which takes nothing for granted that comes
 * from there.
 */
@NullMarked
package dev.sotto.importing.process;

import org.jspecify.annotations.NullMarked;
