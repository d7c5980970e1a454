package dev.sotto.tool;

import dev.sotto.text.TextLanguage;
import java.time.ZonedDateTime;

/**
 * When and for whom a tool works.
 *
 * @param now the moment, in the person's time zone
 * @param language the language in which findings are wanted; a tool that doesn't write it writes
 *     English
 */
public record ToolContext(ZonedDateTime now, TextLanguage language) {}
