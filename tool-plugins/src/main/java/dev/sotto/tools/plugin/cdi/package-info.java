/** Runs the beans of one plugin in a container of their own. */
@NullMarked
package dev.sotto.tools.plugin.cdi;

import org.jspecify.annotations.NullMarked;
