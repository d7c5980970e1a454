/** PDF documents as a source. */
@NullMarked
package dev.sotto.tools.pdf;

import org.jspecify.annotations.NullMarked;
