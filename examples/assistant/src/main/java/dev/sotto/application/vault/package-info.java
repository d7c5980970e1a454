/** The unlocked store with its index and models, and what is remembered in it about the person. */
@NullMarked
package dev.sotto.application.vault;

import org.jspecify.annotations.NullMarked;
