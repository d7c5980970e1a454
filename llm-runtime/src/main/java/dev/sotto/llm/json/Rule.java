package dev.sotto.llm.json;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a schema allows at one place. Rules are compared by identity; none contains itself. */
abstract sealed class Rule {
  /** Returns how many bytes the shortest value has. */
  abstract int leastBytes();

  /** Exactly these bytes. */
  static final class Text extends Rule {
    private final byte[] bytes;

    Text(String text) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    int leastBytes() {
      return bytes.length;
    }
  }

  /** A text of so many characters. */
  static final class Strings extends Rule {
    /** As many characters as there is room for. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private final int least;
    private final int most;

    Strings(int least, int most) {
      this.least = least;
      this.most = most;
    }

    int least() {
      return least;
    }

    int most() {
      return most;
    }

    @Override
    int leastBytes() {
      return 2 + least;
    }
  }

  /** A number between two bounds. */
  static final class Numbers extends Rule {
    private final NumberRange range;

    Numbers(NumberRange range) {
      this.range = range;
    }

    NumberRange range() {
      return range;
    }

    @Override
    int leastBytes() {
      return range.leastBytes();
    }
  }

  /** A list of so many values of one kind. */
  static final class Items extends Rule {
    private final Rule each;
    private final int least;
    private final int most;

    Items(Rule each, int least, int most) {
      this.each = each;
      this.least = least;
      this.most = most;
    }

    Rule each() {
      return each;
    }

    int least() {
      return least;
    }

    int most() {
      return most;
    }

    @Override
    int leastBytes() {
      return 2 + leastOf(least);
    }

    /** Returns the bytes of this many more elements behind others, or of the first ones. */
    int leastOf(int count) {
      long bytes = (long) count * each.leastBytes() + 2L * Math.max(0, count - 1);
      return (int) Math.min(bytes, Integer.MAX_VALUE / 4);
    }
  }

  /** Named values in the order of the schema. */
  static final class Members extends Rule {
    private final List<Member> members;
    private final int[] leastFrom;

    /**
     * One named value.
     *
     * @param key its name as it is written when it comes first, up to the value
     */
    record Member(Text key, Text furtherKey, Rule value, boolean required) {
      static Member of(String name, Rule value, boolean required) {
        String key = JsonTree.write(name) + ": ";
        return new Member(new Text(key), new Text(", " + key), value, required);
      }

      int leastBytes() {
        return furtherKey.leastBytes() + value.leastBytes();
      }
    }

    Members(List<Member> members) {
      this.members = List.copyOf(members);
      this.leastFrom = new int[members.size() + 1];
      for (int i = members.size() - 1; i >= 0; i--) {
        long bytes = leastFrom[i + 1];
        bytes += members.get(i).required() ? members.get(i).leastBytes() : 0;
        leastFrom[i] = (int) Math.min(bytes, Integer.MAX_VALUE / 4);
      }
    }

    List<Member> members() {
      return members;
    }

    /** Returns an upper bound of the bytes that the required ones from here on take at least. */
    int leastFrom(int index) {
      return leastFrom[index];
    }

    @Override
    int leastBytes() {
      return 2 + leastFrom[0];
    }
  }

  /** One of several. */
  static final class Choice extends Rule {
    private final List<Rule> rules;

    Choice(List<Rule> rules) {
      this.rules = List.copyOf(rules);
    }

    List<Rule> rules() {
      return rules;
    }

    @Override
    int leastBytes() {
      return rules.stream().mapToInt(Rule::leastBytes).min().orElseThrow();
    }
  }
}
