package dev.sotto.computed;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One way of putting a question in another form.
 *
 * @param pattern what is replaced, everywhere
 * @param form what is written instead, with the groups of the pattern as $1, $2
 */
record Rewriting(Pattern pattern, String form) {
  /** Returns a rewriting that takes upper and lower case of all letters for one. */
  static Rewriting of(String pattern, String form) {
    return new Rewriting(Pattern.compile("(?iU)" + pattern), form);
  }

  /** Returns a text with all of these done, one after the other. */
  static String all(List<Rewriting> rewritings, String text) {
    String rewritten = text;
    for (Rewriting rewriting : rewritings) {
      rewritten = rewriting.pattern.matcher(rewritten).replaceAll(rewriting.form);
    }
    return rewritten;
  }

  @Override
  public String toString() {
    return "Rewriting[" + form.length() + " characters]";
  }
}
