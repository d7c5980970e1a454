/** What a person sees and types: messages in their language, answers, progress, passphrases. */
@NullMarked
package dev.sotto.application.terminal;

import org.jspecify.annotations.NullMarked;
