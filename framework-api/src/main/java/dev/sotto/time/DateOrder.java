package dev.sotto.time;

/** How a date of two numbers is read where both readings are possible: 5/12. */
public enum DateOrder {
  DAY_FIRST,
  MONTH_FIRST
}
