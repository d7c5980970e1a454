/** Events as they take place: occurrences, the agenda of a day, free time between. */
@NullMarked
package dev.sotto.calendar;

import org.jspecify.annotations.NullMarked;
