package dev.sotto.importing;

import dev.sotto.record.ItemKey;

/**
 * One item that could not be read.
 *
 * @param key the item
 * @param reason what is wrong and what to do, without content
 */
public record ImportProblem(ItemKey key, String reason) {}
