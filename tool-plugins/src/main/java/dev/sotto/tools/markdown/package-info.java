/** Markdown notes, such as an Obsidian vault, as a source. */
@NullMarked
package dev.sotto.tools.markdown;

import org.jspecify.annotations.NullMarked;
