/** Reads chats that Telegram Desktop exported as JSON, as a stream. */
@NullMarked
package dev.sotto.tools.chat.telegram;

import org.jspecify.annotations.NullMarked;
