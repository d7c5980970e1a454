/**
 * Calendars (iCalendar, RFC 5545) as records, and when recurring events take place. The types of
 * ical4j stay in here.
 */
@NullMarked
package dev.sotto.tools.calendar;

import org.jspecify.annotations.NullMarked;
