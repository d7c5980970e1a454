/**
 * Finds in short texts what names people, where they live and what they can be reached by, and puts
 * placeholders in its place before the text leaves.
 */
@NullMarked
package dev.sotto.redaction;

import org.jspecify.annotations.NullMarked;
