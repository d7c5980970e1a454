/** Questions that lean on the one before, and what was asked and answered so far. */
@NullMarked
package dev.sotto.conversation;

import org.jspecify.annotations.NullMarked;
