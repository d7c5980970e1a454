/**
 * Carrying approved requests in a process of its own: what vault and courier say to each other, and
 * both ends of the conversation; see {@code docs/format/process-messages-v1.md}.
 */
@NullMarked
package dev.sotto.consent.process;

import org.jspecify.annotations.NullMarked;
