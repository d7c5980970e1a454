/** What importers of conversations share: messages become one record a conversation and day. */
@NullMarked
package dev.sotto.tools.chat;

import org.jspecify.annotations.NullMarked;
