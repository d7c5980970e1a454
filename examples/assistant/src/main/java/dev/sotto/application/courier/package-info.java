/**
 * The courier in a process of its own: the program that runs there, and how the vault reaches it.
 */
@NullMarked
package dev.sotto.application.courier;

import org.jspecify.annotations.NullMarked;
