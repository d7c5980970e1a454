package dev.sotto.tools.chat.whatsapp;

/** In which order a date of three numbers is written. */
enum DateOrder {
  DAY_FIRST,
  MONTH_FIRST,
  YEAR_FIRST
}
