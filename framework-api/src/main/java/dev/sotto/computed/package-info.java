/**
 * What a model can't compute: agenda, free time, countdowns, occurrences, counts, lengths,
 * birthdays, sums and statistics, each with the records behind it.
 */
@NullMarked
package dev.sotto.computed;

import org.jspecify.annotations.NullMarked;
