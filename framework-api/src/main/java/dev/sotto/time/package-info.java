/** Times as people name them, in English and Chinese, resolved against a clock. */
@NullMarked
package dev.sotto.time;

import org.jspecify.annotations.NullMarked;
