package dev.sotto.tools.chat.whatsapp;

/**
 * How a file writes the stamps of its messages: all of them alike, so that a line in another style
 * is part of a message.
 *
 * @param frame what parts it from the rest of the line
 * @param form how the date is written
 * @param separator what stands between the numbers of the date
 */
record StampStyle(Frame frame, Form form, char separator) {
  /** What parts a stamp from what follows it. */
  enum Frame {
    /** It stands in brackets: iOS. */
    BRACKETS,
    /** A dash follows: Android. */
    DASH,
    /** A colon follows: iOS before 2018. */
    COLON
  }

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
