package dev.sotto.tool;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a tool made of the responses. It is labelled EXTERNAL wherever it goes, and shown as plain
 * text.
 *
 * @param findings the best first; empty if the service knows nothing
 * @param notice what the person should know about all of them in the language asked for: what the
 *     service can't tell, and whose data it is
 */
public record ToolFindings(List<Finding> findings, String notice) implements ToolStep {
  /** The most findings of one call. */
  public static final int MAX_FINDINGS = 20;

  /** The most characters of a title, a text and a notice. */
  public static final int MAX_CHARACTERS = 1_000;

  /**
   * One thing found.
   *
   * @param title a few words: the name of a place, a day
   * @param text what is known, in sentences of the language asked for
   * @param page where a person can read on; never opened by Sotto
   */
  public record Finding(String title, String text, Optional<URI> page) {
    public Finding {
      requireLength(title);
      requireLength(text);
    }

    /** Creates a finding without a page. */
    public Finding(String title, String text) {
      this(title, text, Optional.empty());
    }

    @Override
    public String toString() {
      return "Finding[" + text.length() + " characters]";
    }
  }

  public ToolFindings {
    findings = List.copyOf(findings);
    requireLength(notice);
    if (findings.size() > MAX_FINDINGS) {
      throw new IllegalArgumentException(
          "A call may have " + MAX_FINDINGS + " findings; there are " + findings.size());
    }
  }

  private static void requireLength(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "A text may have " + MAX_CHARACTERS + " characters; this one has " + text.length());
    }
  }

  @Override
  public String toString() {
    return "ToolFindings[" + findings.size() + "]";
  }
}
