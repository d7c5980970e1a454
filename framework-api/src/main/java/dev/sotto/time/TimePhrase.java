package dev.sotto.time;

import dev.sotto.text.TextSpan;

/**
 * Words that name a time, understood but not yet put on a calendar.
 *
 * @param span where the words stand
 * @param expression what they say
 */
public record TimePhrase(TextSpan span, TimeExpression expression) {}
