package dev.sotto.tool;

/** What a value tells about a person, as consent cards and the ledger name it. */
public enum DataClass {
  /** A point on the earth, to two decimals of a degree: about a kilometre. */
  COORDINATES,
  /** The name of a place. */
  PLACE,
  /** A day. */
  DATE,
  /** A time of day. */
  TIME,
  /** What sort of thing is looked for, out of a list. */
  SUBJECT,
  /** How many, how far, out of a range. */
  QUANTITY,
  /** Words that the person typed. */
  WORDS
}
