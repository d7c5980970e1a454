/**
 * The agent: a vault that stays unlocked and serves later commands over a Unix socket, and the
 * client that such a command is. See {@code docs/processes.md}.
 */
@NullMarked
package dev.sotto.application.agent;

import org.jspecify.annotations.NullMarked;
