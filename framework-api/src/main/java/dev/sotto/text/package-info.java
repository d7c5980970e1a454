/**
 * Plain-text knowledge that several parts share: which language a text is written in, where its
 * sentences lie, and how text is made safe to show.
 */
@NullMarked
package dev.sotto.text;

import org.jspecify.annotations.NullMarked;
