package dev.sotto.tools.chat.whatsapp;

/**
 * How a file writes the stamps of its messages: all of them alike, so that a line in another style
 * is part of a message.
 *
 * @param bracketed whether it stands in brackets (iOS) or before a dash (Android)
 * @param form how the date is written
 * @param separator what stands between the numbers of the date
 */
record StampStyle(boolean bracketed, Form form, char separator) {
  /** How a date is written. */
  enum Form {
    /** Four digits of year first. */
    YEAR_FIRST,
    /** Four digits of year last. */
    YEAR_LAST,
    /** Three numbers of one or two digits. */
    SHORT,
    /** With the name of the month. */
    NAMED_MONTH
  }
}
