/** Plugins that the person accepted: which code that is, and its tools while they run. */
@NullMarked
package dev.sotto.application.plugin;

import org.jspecify.annotations.NullMarked;
