/**
 * Reads chats that WhatsApp exported as text. The format is not documented and depends on platform,
 * language and the phone's settings, so a file is read twice: once to learn how it writes dates and
 * names, once for its messages.
 */
@NullMarked
package dev.sotto.tools.chat.whatsapp;

import org.jspecify.annotations.NullMarked;
