package dev.sotto.llm.json;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes next of one way to go on: the top of a {@link Path}. Some read a byte, others stand
 * for ways that begin with one.
 */
sealed interface Step {
  Rule.Text QUOTE = new Rule.Text("\"");
  Rule.Text OPEN_ARRAY = new Rule.Text("[");
  Rule.Text CLOSE_ARRAY = new Rule.Text("]");
  Rule.Text OPEN_OBJECT = new Rule.Text("{");
  Rule.Text CLOSE_OBJECT = new Rule.Text("}");
  Rule.Text COMMA = new Rule.Text(", ");

  /** Returns how many bytes this takes at least. */
  int leastBytes();

  /** Gives all ways to go on that begin with a byte to read, or with the end of the value. */
  void expand(Path below, Consumer<Path> out);

  /** Gives what remains after a byte, expanded; nothing if the byte does not fit. */
  void read(int b, Path below, Consumer<Path> out);

  /** Pushes a rule and expands it. */
  static void expandRule(Rule rule, Path below, Consumer<Path> out) {
    switch (rule) {
      case Rule.Text text -> new Literal(text, 0).expand(below, out);
      case Rule.Strings strings ->
          new Literal(QUOTE, 0)
              .expand(new Path(Quoted.begin(strings.least(), strings.most()), below), out);
      case Rule.Numbers numbers ->
          new Digits(numbers.range(), NumberRange.Prefix.EMPTY).expand(below, out);
      case Rule.Items items ->
          new Literal(OPEN_ARRAY, 0).expand(new Path(new NextItem(items, 0), below), out);
      case Rule.Members members ->
          new Literal(OPEN_OBJECT, 0)
              .expand(new Path(new NextMember(members, 0, true), below), out);
      case Rule.Choice choice -> choice.rules().forEach(one -> expandRule(one, below, out));
    }
  }

  /** Bytes that are given. */
  record Literal(Rule.Text text, int at) implements Step {
    @Override
    public int leastBytes() {
      return text.bytes().length - at;
    }

    int next() {
      return text.bytes()[at] & 0xFF;
    }

    @Override
    public void expand(Path below, Consumer<Path> out) {
      out.accept(new Path(this, below));
    }

    @Override
    public void read(int b, Path below, Consumer<Path> out) {
      if (b != next()) {
        return;
      }
      if (at + 1 < text.bytes().length) {
        new Literal(text, at + 1).expand(below, out);
      } else {
        below.expand(out);
      }
    }
  }

  /** A value. */
  record Value(Rule rule) implements Step {
    @Override
    public int leastBytes() {
      return rule.leastBytes();
    }

    @Override
    public void expand(Path below, Consumer<Path> out) {
      expandRule(rule, below, out);
    }

    @Override
    public void read(int b, Path below, Consumer<Path> out) {
      throw new IllegalStateException("A value is expanded before it is read");
    }
  }

  /** A list, opened, with so many elements. */
  record NextItem(Rule.Items items, int count) implements Step {
    @Override
    public int leastBytes() {
      int missing = Math.max(0, items.least() - count);
      return 1 + items.leastOf(missing) + (count > 0 && missing > 0 ? 2 : 0);
    }

    @Override
    public void expand(Path below, Consumer<Path> out) {
      if (count >= items.least()) {
        new Literal(CLOSE_ARRAY, 0).expand(below, out);
      }
      if (count < items.most()) {
        int counted =
            items.most() == Integer.MAX_VALUE ? Math.min(count + 1, items.least() + 1) : count + 1;
        Path rest = new Path(new NextItem(items, counted), below);
        if (count == 0) {
          expandRule(items.each(), rest, out);
        } else {
          new Literal(COMMA, 0).expand(new Path(new Value(items.each()), rest), out);
        }
      }
    }

    @Override
    public void read(int b, Path below, Consumer<Path> out) {
      throw new IllegalStateException("An element is expanded before it is read");
    }
  }

  /** An object, opened, with the values before one written or left out. */
  record NextMember(Rule.Members members, int index, boolean first) implements Step {
    @Override
    public int leastBytes() {
      return 1 + members.leastFrom(index);
    }

    @Override
    public void expand(Path below, Consumer<Path> out) {
      for (int i = index; i < members.members().size(); i++) {
        Rule.Members.Member member = members.members().get(i);
        Path rest =
            new Path(
                new Value(member.value()), new Path(new NextMember(members, i + 1, false), below));
        new Literal(first ? member.key() : member.furtherKey(), 0).expand(rest, out);
        if (member.required()) {
          return;
        }
      }
      new Literal(CLOSE_OBJECT, 0).expand(below, out);
    }

    @Override
    public void read(int b, Path below, Consumer<Path> out) {
      throw new IllegalStateException("A name is expanded before it is read");
    }
  }

  /** A number, begun. */
  record Digits(NumberRange range, NumberRange.Prefix prefix) implements Step {
    @Override
    public int leastBytes() {
      return range.leastBytesAfter(prefix);
    }

    @Override
    public void expand(Path below, Consumer<Path> out) {
      out.accept(new Path(this, below));
      if (!prefix.isEmpty() && range.isNumber(prefix)) {
        below.expand(out);
      }
    }

    @Override
    public void read(int b, Path below, Consumer<Path> out) {
      NumberRange.Prefix next = range.after(prefix, b);
      if (next != null) {
        new Digits(range, next).expand(below, out);
      }
    }
  }

  /**
   * The inside of a text: well-formed UTF-8 and the short escapes.
   *
   * @param missing how many characters must still come
   * @param room how many may still come
   * @param escaped whether a backslash has just been read
   * @param pending how many bytes of a character are still to come
   * @param low the least that the next of them may be
   * @param high the most that it may be
   */
  record Quoted(int missing, int room, boolean escaped, int pending, int low, int high)
      implements Step {
    static Quoted begin(int least, int most) {
      return new Quoted(least, most, false, 0, 0, 0);
    }

    @Override
    public int leastBytes() {
      return 1 + missing + pending + (escaped ? 1 : 0);
    }

    @Override
    public void expand(Path below, Consumer<Path> out) {
      out.accept(new Path(this, below));
    }

    @Override
    public void read(int b, Path below, Consumer<Path> out) {
      if (pending > 0) {
        if (b >= low && b <= high) {
          Quoted next =
              new Quoted(
                  missing,
                  room,
                  false,
                  pending - 1,
                  pending > 1 ? 0x80 : 0,
                  pending > 1 ? 0xBF : 0);
          out.accept(new Path(next, below));
        }
      } else if (escaped) {
        if ("\"\\/bfnrt".indexOf(b) >= 0) {
          out.accept(new Path(begin(missing, room), below));
        }
      } else if (b == '"') {
        if (missing == 0) {
          below.expand(out);
        }
      } else if (room > 0) {
        Quoted next = character(b);
        if (next != null) {
          out.accept(new Path(next, below));
        }
      }
    }

    /** Source: the table of well-formed byte sequences in the Unicode Standard, chapter 3.9. */
    private @Nullable Quoted character(int b) {
      if (b == '\\') {
        return counted(true, 0, 0, 0);
      }
      if (b >= ' ' && b < 0x7F) {
        return counted(false, 0, 0, 0);
      }
      if (b >= 0xC2 && b <= 0xDF) {
        return counted(false, 1, 0x80, 0xBF);
      }
      if (b >= 0xE0 && b <= 0xEF) {
        return counted(false, 2, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
      }
      if (b >= 0xF0 && b <= 0xF4) {
        return counted(false, 3, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
      }
      return null;
    }

    private Quoted counted(boolean backslash, int bytes, int lowest, int highest) {
      int left = room == Rule.Strings.UNBOUNDED ? room : room - 1;
      return new Quoted(Math.max(0, missing - 1), left, backslash, bytes, lowest, highest);
    }

    /** Returns this with room for no more characters than a token can have. */
    Quoted roomedFor(int longestToken) {
      int enough = Math.min(room, longestToken + 1);
      return enough == room ? this : new Quoted(missing, enough, escaped, pending, low, high);
    }
  }
}
