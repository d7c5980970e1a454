package dev.sotto.time;

import dev.sotto.text.TextSpan;

/**
 * A time that a text names.
 *
 * @param span where the words stand
 * @param range when it is
 * @param expression what the words say
 */
public record TimeMention(TextSpan span, TimeRange range, TimeExpression expression) {}
