package dev.sotto.tools.markdown;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The properties at the head of a note, between two lines of {@code ---}. It is read line by line
 * and never as a YAML document: a broken line costs that line alone, and anchors or deep nesting
 * have no meaning that could be abused.
 *
 * @param entries the top-level properties in their order
 * @param end offset of the first character after it in the note; 0 where there is none
 */
record FrontMatter(List<Entry> entries, int end) {
  private static final FrontMatter NONE = new FrontMatter(List.of(), 0);
  private static final int MAX_CHARACTERS = 65_536;
  private static final Pattern FENCE = Pattern.compile("---[ \\t]*");
  private static final Pattern CLOSING_FENCE = Pattern.compile("(?:---|\\.\\.\\.)[ \\t]*");
  private static final Pattern PROPERTY =
      Pattern.compile(
          "(?<name>[^\\s:#\\-\\[\\]{},&*!|>'%@`\"][^:]{0,80}?|\"[^\"]{1,80}\"):(?:\\s+(?<value>.*))?");
  private static final Pattern BLOCK_INDICATOR = Pattern.compile("[|>][+-]?\\d?");
  private static final Set<String> TAG_PROPERTIES = Set.of("tags", "tag", "keywords");
  private static final Set<String> WHEN_UPDATED =
      Set.of("updated", "modified", "lastmod", "updated_at", "date modified", "last_modified");
  private static final Set<String> WHEN_CREATED =
      Set.of("date", "created", "created_at", "date created", "creation_date");

  /**
   * One property.
   *
   * @param name its name in lower case
   * @param lines its lines as they stand in the file
   * @param value what stands behind the colon on its first line, without quotation marks
   */
  record Entry(String name, List<String> lines, String value) {
    /** Returns its lines, without those that are the note's title. */
    List<String> linesBesideTitle() {
      if (!name.equals("title")) {
        return lines;
      }
      return startsBlock() ? List.of() : lines.subList(1, lines.size());
    }

    /** Tells whether its value stands on the lines below the first. */
    boolean startsBlock() {
      return value.isEmpty() || BLOCK_INDICATOR.matcher(value).matches();
    }

    @Override
    public String toString() {
      return "Entry[" + lines.size() + " lines]";
    }
  }

  /** Returns the front matter of a note whose line ends are {@code \n}. */
  static FrontMatter of(String note) {
    int start = note.indexOf('\n') + 1;
    if (start == 0 || !FENCE.matcher(note.substring(0, start - 1)).matches()) {
      return NONE;
    }
    List<String> lines = new ArrayList<>();
    int limit = Math.min(note.length(), MAX_CHARACTERS);
    for (int at = start; at < limit; ) {
      int newline = note.indexOf('\n', at);
      int lineEnd = newline < 0 ? note.length() : newline;
      String line = note.substring(at, lineEnd);
      at = newline < 0 ? note.length() : newline + 1;
      if (CLOSING_FENCE.matcher(line).matches()) {
        return looksLikeProperties(lines) ? new FrontMatter(entries(lines), at) : NONE;
      }
      lines.add(line);
    }
    return NONE;
  }

  /** Returns the title property, if there is one with text. */
  Optional<String> title() {
    return entries.stream()
        .filter(entry -> entry.name().equals("title"))
        .map(FrontMatter::text)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  /** Returns the tags, without {@code #}, in whatever form their property has. */
  List<String> tags() {
    List<String> tags = new ArrayList<>();
    for (Entry entry : entries) {
      if (TAG_PROPERTIES.contains(entry.name())) {
        String value = entry.value().replaceAll("^\\[|\\]$", "");
        String listed =
            entry.lines().stream()
                .skip(1)
                .map(line -> line.strip().replaceFirst("^-\\s*", ""))
                .collect(Collectors.joining(","));
        for (String tag : (value + "," + listed).split(value.contains(",") ? "," : "[,\\s]+")) {
          for (String part : tag.split(",")) {
            String bare = unquoted(part.strip()).replaceFirst("^#", "").strip();
            if (!bare.isEmpty()) {
              tags.add(bare);
            }
          }
        }
      }
    }
    return tags;
  }

  /**
   * Returns when the note was last updated, else when it was created, as far as its properties say.
   */
  Optional<Instant> time(ZoneId zone) {
    return firstDate(WHEN_UPDATED, zone).or(() -> firstDate(WHEN_CREATED, zone));
  }

  /** Returns a body followed by the lines of all properties but the title, unchanged. */
  String appendedTo(String body) {
    StringBuilder properties = new StringBuilder();
    for (Entry entry : entries) {
      entry.linesBesideTitle().forEach(line -> properties.append(line).append('\n'));
    }
    if (properties.isEmpty()) {
      return body;
    }
    if (body.isBlank()) {
      return properties.toString();
    }
    return body + (body.endsWith("\n") ? "\n" : "\n\n") + properties;
  }

  private Optional<Instant> firstDate(Set<String> names, ZoneId zone) {
    return entries.stream()
        .filter(entry -> names.contains(entry.name()))
        .flatMap(entry -> NoteDate.of(entry.value(), zone).stream())
        .findFirst();
  }

  private static boolean looksLikeProperties(List<String> lines) {
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        return PROPERTY.matcher(line).matches();
      }
    }
    return true;
  }

  private static List<Entry> entries(List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (String line : lines) {
      Matcher property = PROPERTY.matcher(line);
      if (property.matches()) {
        String name = unquoted(property.group("name")).strip().toLowerCase(Locale.ROOT);
        String value = property.group("value");
        List<String> own = new ArrayList<>(List.of(line));
        entries.add(new Entry(name, own, value == null ? "" : unquoted(value.strip())));
      } else if (!line.isBlank()) {
        if (entries.isEmpty()) {
          entries.add(new Entry("", new ArrayList<>(), ""));
        }
        entries.getLast().lines().add(line);
      }
    }
    return entries;
  }

  private static String text(Entry entry) {
    String value = entry.value();
    if (entry.startsBlock()) {
      return String.join(
          " ",
          entry.lines().stream().skip(1).map(String::strip).filter(l -> !l.isEmpty()).toList());
    }
    return value;
  }

  private static String unquoted(String value) {
    if (value.length() >= 2 && value.startsWith("\"")) {
      int end = value.indexOf('"', 1);
      while (end > 0 && value.charAt(end - 1) == '\\') {
        end = value.indexOf('"', end + 1);
      }
      return end < 0 ? value : value.substring(1, end).replace("\\\"", "\"").replace("\\\\", "\\");
    }
    if (value.length() >= 2 && value.startsWith("'")) {
      int end = value.lastIndexOf('\'');
      return end == 0 ? value : value.substring(1, end).replace("''", "'");
    }
    int comment = value.indexOf(" #");
    return comment < 0 ? value : value.substring(0, comment).stripTrailing();
  }

  @Override
  public String toString() {
    return "FrontMatter[" + entries.size() + " entries]";
  }
}
