package dev.sotto.llm;

import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.llm.template.JinjaTemplate;
import dev.sotto.llm.template.TemplateException;
import dev.sotto.llm.token.GgufVocabulary;
import dev.sotto.llm.token.TextTokenizer;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Lays out prompts by the chat template that the model brings. Only marks that the template itself
 * writes become control tokens: messages are carried through it with a character behind whatever a
 * mark could begin with, which is taken out again before tokens are made. Where a template refuses
 * system messages, they stand in front of the first message of the user. Safe for all threads.
 */
final class ChatTemplate implements PromptLayout {
  private static final char FIRST_GUARD = '\uFDD0';
  private static final char LAST_GUARD = '\uFDEF';

  private final JinjaTemplate template;
  private final TextTokenizer tokenizer;
  private final Map<String, Integer> marks;
  private final Set<Integer> markLengths;
  private final Set<Character> markBegins = new TreeSet<>();
  private final Map<String, Object> names;
  private final OptionalInt begin;
  private final boolean takesSystem;

  private ChatTemplate(
      JinjaTemplate template,
      TextTokenizer tokenizer,
      Map<String, Integer> marks,
      Map<String, Object> names,
      OptionalInt begin) {
    this.template = template;
    this.tokenizer = tokenizer;
    this.marks = marks;
    this.markLengths = new TreeSet<>(Comparator.reverseOrder());
    for (String mark : marks.keySet()) {
      markLengths.add(mark.length());
      markBegins.add(mark.charAt(0));
    }
    this.names = names;
    this.begin = begin;
    this.takesSystem = takesSystem();
  }

  /**
   * Lays out a conversation by a model's template, to see whether it works.
   *
   * @throws TemplateException if it does not
   */
  static ChatTemplate of(
      JinjaTemplate template,
      GgufMetadata metadata,
      GgufVocabulary vocabulary,
      TextTokenizer tokenizer) {
    Map<String, Integer> marks = new HashMap<>();
    for (String mark : vocabulary.marks()) {
      if (!mark.isBlank()) {
        marks.put(mark, vocabulary.findControl(mark).orElseThrow());
      }
    }
    Map<String, Object> names = new HashMap<>();
    addName(names, "bos_token", metadata, vocabulary);
    addName(names, "eos_token", metadata, vocabulary);
    names.put("enable_thinking", false);
    return new ChatTemplate(template, tokenizer, marks, names, begin(metadata, vocabulary));
  }

  private static void addName(
      Map<String, Object> names, String name, GgufMetadata metadata, GgufVocabulary vocabulary) {
    String key = "tokenizer.ggml." + name + "_id";
    names.put(
        name,
        metadata.has(key) ? vocabulary.name(metadata.integer(key, 0, vocabulary.size() - 1)) : "");
  }

  /** Returns the token that a prompt must begin with, if there is one. */
  private static OptionalInt begin(GgufMetadata metadata, GgufVocabulary vocabulary) {
    String key = "tokenizer.ggml.bos_token_id";
    boolean added =
        metadata
            .findBoolean("tokenizer.ggml.add_bos_token")
            .orElseGet(() -> vocabulary.addsBeginByDefault(metadata));
    return added && metadata.has(key)
        ? OptionalInt.of(metadata.integer(key, 0, vocabulary.size() - 1))
        : OptionalInt.empty();
  }

  private boolean takesSystem() {
    ChatMessage user = new ChatMessage(ChatMessage.Role.USER, "hello");
    try {
      rendered(List.of(new ChatMessage(ChatMessage.Role.SYSTEM, "hello"), user), FIRST_GUARD);
      return true;
    } catch (TemplateException e) {
      rendered(List.of(user), FIRST_GUARD);
      return false;
    }
  }

  @Override
  public int[] encode(Prompt prompt) {
    if (prompt.messages().getLast().role() == ChatMessage.Role.ASSISTANT) {
      throw new IllegalArgumentException(
          "A prompt ends with a message to the assistant; found one from the assistant at the end");
    }
    List<ChatMessage> messages = takesSystem ? prompt.messages() : merged(prompt.messages());
    char guard = guardFor(messages);
    String text = rendered(messages, guard);
    IntStream.Builder tokens = IntStream.builder();
    addBegin(tokens, text.isEmpty() ? -1 : marks.getOrDefault(markAt(text, 0), -1));
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      String mark = markAt(text, at);
      if (mark.isEmpty()) {
        at++;
        continue;
      }
      add(tokens, text.substring(start, at), guard);
      tokens.add(marks.getOrDefault(mark, -1));
      at += mark.length();
      start = at;
    }
    add(tokens, text.substring(start), guard);
    return tokens.build().toArray();
  }

  private void addBegin(IntStream.Builder tokens, int first) {
    if (begin.isPresent() && begin.getAsInt() != first) {
      tokens.add(begin.getAsInt());
    }
  }

  private void add(IntStream.Builder tokens, String text, char guard) {
    for (int token : tokenizer.encode(text.replace(String.valueOf(guard), ""))) {
      tokens.add(token);
    }
  }

  private String markAt(String text, int at) {
    if (markBegins.contains(text.charAt(at))) {
      for (int length : markLengths) {
        if (at + length <= text.length() && marks.containsKey(text.substring(at, at + length))) {
          return text.substring(at, at + length);
        }
      }
    }
    return "";
  }

  private static List<ChatMessage> merged(List<ChatMessage> messages) {
    StringBuilder system = new StringBuilder();
    List<ChatMessage> merged = new ArrayList<>();
    for (ChatMessage message : messages) {
      if (message.role() == ChatMessage.Role.SYSTEM) {
        system.append(message.content()).append("\n\n");
      } else if (!system.isEmpty() && message.role() == ChatMessage.Role.USER) {
        merged.add(new ChatMessage(ChatMessage.Role.USER, system + message.content()));
        system.setLength(0);
      } else {
        merged.add(message);
      }
    }
    return merged;
  }

  /** Returns a character that no message holds. */
  private static char guardFor(List<ChatMessage> messages) {
    for (char guard = FIRST_GUARD; guard <= LAST_GUARD; guard++) {
      char candidate = guard;
      if (messages.stream().allMatch(message -> message.content().indexOf(candidate) < 0)) {
        return guard;
      }
    }
    throw new IllegalArgumentException(
        "The prompt holds all of the 32 characters U+FDD0 to U+FDEF, which stand for nothing."
            + " Take one of them out.");
  }

  private String rendered(List<ChatMessage> messages, char guard) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("role", message.role().name().toLowerCase(Locale.ROOT));
      map.put("content", guarded(message.content(), guard));
      maps.add(map);
    }
    return template.render(maps, names);
  }

  private String guarded(String content, char guard) {
    StringBuilder guarded = new StringBuilder(content.length() + 16);
    for (int i = 0; i < content.length(); i++) {
      guarded.append(content.charAt(i));
      if (markBegins.contains(content.charAt(i))) {
        guarded.append(guard);
      }
    }
    return guarded.toString();
  }

  @Override
  public String toString() {
    return "ChatTemplate[" + marks.size() + " marks]";
  }
}
