/**
 * Archives of tools that other people wrote: the folder they lie in and what may be loaded from it.
 * What is loaded runs with all that this process may do.
 */
@NullMarked
package dev.sotto.tools.plugin;

import org.jspecify.annotations.NullMarked;
