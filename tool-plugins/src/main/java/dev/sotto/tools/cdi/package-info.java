/** The importers of this module as beans. */
@NullMarked
package dev.sotto.tools.cdi;

import org.jspecify.annotations.NullMarked;
