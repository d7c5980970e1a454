/**
 * Reads out of a person's own words whether a tool could serve them, and with which arguments. Runs
 * before any record is read; nothing but typed words and the person's settings chooses a tool.
 */
@NullMarked
package dev.sotto.plan;

import org.jspecify.annotations.NullMarked;
