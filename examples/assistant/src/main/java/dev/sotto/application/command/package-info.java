/** The commands of the command line, one class each. */
@NullMarked
package dev.sotto.application.command;

import org.jspecify.annotations.NullMarked;
