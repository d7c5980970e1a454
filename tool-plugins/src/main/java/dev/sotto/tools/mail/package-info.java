/**
 * Mail as a source: mbox files and single messages. MIME structure is read by Apache James Mime4j,
 * HTML by jsoup; both stay inside this package.
 */
@NullMarked
package dev.sotto.tools.mail;

import org.jspecify.annotations.NullMarked;
