/** Events as they take place: occurrences, what words name, free time between. */
@NullMarked
package dev.sotto.calendar;

import org.jspecify.annotations.NullMarked;
