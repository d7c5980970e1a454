package dev.sotto.llm.template;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat template as models bring them: the part of Jinja that such templates use, with the
 * settings that they are written for ({@code trim_blocks}, {@code lstrip_blocks}). It can't read
 * files, call Java or include other templates; its steps, depth and text are bounded. What it can't
 * do is an error with its place in the template, never a silent gap. Immutable and safe for all
 * threads. Source: the Jinja template designer documentation; the chat template guide of the
 * transformers library.
 */
public final class JinjaTemplate {
  private static final int MOST_CHARACTERS = 1 << 17;

  private final Parser.Statement body;
  private final Clock clock;

  private JinjaTemplate(Parser.Statement body, Clock clock) {
    this.body = body;
    this.clock = clock;
  }

  /**
   * Reads a template.
   *
   * @param clock tells the date to templates that ask for it
   * @throws TemplateException if it is broken, too long, or uses what is not supported
   */
  public static JinjaTemplate parse(String source, Clock clock) {
    if (source.length() > MOST_CHARACTERS) {
      throw new TemplateException(
          "The chat template has "
              + source.length()
              + " characters; allowed are "
              + MOST_CHARACTERS
              + ".");
    }
    return new JinjaTemplate(Parser.parse(source), clock);
  }

  /**
   * Returns the text of a conversation with the assistant's turn opened.
   *
   * @param messages maps of {@code role} and {@code content}
   * @param marks further names, such as {@code bos_token}
   * @throws TemplateException if the template refuses the conversation or goes wrong
   */
  public String render(List<Map<String, Object>> messages, Map<String, Object> marks) {
    Scope scope = new Scope();
    Builtins.define(scope, clock);
    marks.forEach(scope::set);
    scope.set("messages", List.copyOf(messages.stream().map(LinkedHashMap::new).toList()));
    scope.set("add_generation_prompt", true);
    try {
      body.run(scope);
    } catch (StackOverflowError e) {
      throw new TemplateException("The chat template makes values that hold themselves.");
    }
    return scope.text();
  }

  @Override
  public String toString() {
    return "JinjaTemplate";
  }
}
