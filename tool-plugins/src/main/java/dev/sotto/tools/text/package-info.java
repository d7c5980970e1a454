/** Plain text files as a source. */
@NullMarked
package dev.sotto.tools.text;

import org.jspecify.annotations.NullMarked;
