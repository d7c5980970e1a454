/**
 * What ties the processes of a run together: pipes in a folder of their own, and both ends of
 * starting a process that is talked with.
 */
@NullMarked
package dev.sotto.application.process;

import org.jspecify.annotations.NullMarked;
