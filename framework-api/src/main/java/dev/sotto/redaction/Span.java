package dev.sotto.redaction;

import dev.sotto.consent.Redactor;

/**
 * A place in a text that is to be replaced.
 *
 * @param start offset of its first character
 * @param end offset after it
 * @param kind what stands there
 */
record Span(int start, int end, Redactor.Kind kind) {
  int length() {
    return end - start;
  }
}
