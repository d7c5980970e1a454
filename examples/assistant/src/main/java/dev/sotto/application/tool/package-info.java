/** Requests to tools within a conversation: planned, asked for, sent, written down. */
@NullMarked
package dev.sotto.application.tool;

import org.jspecify.annotations.NullMarked;
