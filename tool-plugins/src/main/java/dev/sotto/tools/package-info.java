/**
 * What all importers share: files below a folder without following links, text from bytes of any
 * encoding, keys that never collide.
 */
@NullMarked
package dev.sotto.tools;

import org.jspecify.annotations.NullMarked;
