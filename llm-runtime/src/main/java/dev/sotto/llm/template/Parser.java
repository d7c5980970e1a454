package dev.sotto.llm.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes something that can be carried out of a template's tokens. Statements, filters and tests
 * that are not supported are refused here, when the model is opened, and not in the middle of a
 * conversation.
 */
final class Parser {
  private static final int MOST_DEPTH = 100;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");
  private static final Set<String> STATEMENTS =
      Set.of("if", "for", "set", "macro", "generation", "break", "continue");

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int loops;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Something that has a value. */
  @FunctionalInterface
  interface Expression {
    Object value(Scope scope);
  }

  /** Something that is carried out. */
  @FunctionalInterface
  interface Statement {
    Flow run(Scope scope);
  }

  /** How a statement ended. */
  enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  static Statement parse(String source) {
    Parser parser = new Parser(Lexer.cut(source));
    Statement all = parser.body(Set.of());
    if (parser.peek().kind() != Token.Kind.END) {
      throw parser.peek().refused("has an end without a beginning");
    }
    return all;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    return tokens.get(at++);
  }

  private boolean take(String operatorOrName) {
    if (peek().is(operatorOrName)) {
      at++;
      return true;
    }
    return false;
  }

  private Token require(String operatorOrName) {
    Token token = next();
    if (!token.is(operatorOrName)) {
      throw token.refused("needs " + operatorOrName);
    }
    return token;
  }

  private String name() {
    Token token = next();
    if (token.kind() != Token.Kind.NAME) {
      throw token.refused("needs a name");
    }
    return token.text();
  }

  private void close() {
    Token token = next();
    if (token.kind() != Token.Kind.CLOSE_STATEMENT) {
      throw token.refused("goes on where a statement should end");
    }
  }

  /** Reads up to one of these statements, whose name is the next token afterwards. */
  private Statement body(Set<String> ends) {
    Token start = peek();
    enter(start);
    List<Statement> statements = new ArrayList<>();
    while (true) {
      Token token = next();
      switch (token.kind()) {
        case TEXT ->
            statements.add(scope -> {
              scope.write(token.text(), token);
              return Flow.NEXT;
            });
        case OPEN_OUTPUT -> {
          Expression expression = expression();
          if (next().kind() != Token.Kind.CLOSE_OUTPUT) {
            throw token.refused("has an expression that goes on where it should end, begun");
          }
          statements.add(scope -> {
            scope.write(Values.text(expression.value(scope), token), token);
            return Flow.NEXT;
          });
        }
        case OPEN_STATEMENT -> {
          if (peek().kind() == Token.Kind.NAME && ends.contains(peek().text())) {
            depth--;
            return inOrder(statements, start);
          }
          statements.add(statement());
        }
        default -> {
          at--;
          if (!ends.isEmpty()) {
            throw start.refused("has a part without " + String.join(" or ", ends) + ", begun");
          }
          depth--;
          return inOrder(statements, start);
        }
      }
    }
  }

  private static Statement inOrder(List<Statement> statements, Token start) {
    Statement[] all = statements.toArray(Statement[]::new);
    return scope -> {
      for (Statement statement : all) {
        scope.step(start);
        Flow flow = statement.run(scope);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
      return Flow.NEXT;
    };
  }

  private Statement statement() {
    Token token = next();
    return switch (token.text()) {
      case "if" -> ifStatement();
      case "for" -> forStatement(token);
      case "set" -> setStatement(token);
      case "macro" -> macroStatement();
      case "generation" -> {
        close();
        Statement inside = body(Set.of("endgeneration"));
        next();
        close();
        yield inside;
      }
      case "break", "continue" -> {
        if (loops == 0) {
          throw token.refused("has a " + token.text() + " outside a loop");
        }
        close();
        yield scope -> token.text().equals("break") ? Flow.BREAK : Flow.CONTINUE;
      }
      default ->
          throw token.refused(
              "has the statement "
                  + shown(token)
                  + ", which is not supported (supported are "
                  + String.join(", ", new TreeSet<>(STATEMENTS))
                  + "),");
    };
  }

  private static String shown(Token token) {
    return token.kind() == Token.Kind.NAME ? token.text() : "without a name";
  }

  private Statement ifStatement() {
    Expression condition = expression();
    close();
    Statement yes = body(Set.of("elif", "else", "endif"));
    String end = next().text();
    Statement no =
        switch (end) {
          case "elif" -> ifStatement();
          case "else" -> {
            close();
            Statement otherwise = body(Set.of("endif"));
            next();
            close();
            yield otherwise;
          }
          default -> {
            close();
            yield scope -> Flow.NEXT;
          }
        };
    return scope -> Values.isTrue(condition.value(scope)) ? yes.run(scope) : no.run(scope);
  }

  private Statement forStatement(Token token) {
    List<String> names = new ArrayList<>();
    do {
      names.add(name());
    } while (take(","));
    require("in");
    Expression list = or();
    Expression condition = take("if") ? expression() : scope -> true;
    close();
    loops++;
    Statement inside = body(Set.of("else", "endfor"));
    loops--;
    Statement otherwise = scope -> Flow.NEXT;
    if (next().is("else")) {
      close();
      otherwise = body(Set.of("endfor"));
      next();
    }
    close();
    Statement empty = otherwise;
    return scope -> {
      List<Object> chosen = new ArrayList<>();
      for (Object one : Values.list(list.value(scope), token)) {
        Scope inner = scope.inner(token);
        bind(inner, names, one, token);
        if (Values.isTrue(condition.value(inner))) {
          chosen.add(one);
        }
      }
      if (chosen.isEmpty()) {
        return empty.run(scope);
      }
      for (int i = 0; i < chosen.size(); i++) {
        scope.step(token);
        Scope inner = scope.inner(token);
        bind(inner, names, chosen.get(i), token);
        inner.set("loop", loop(chosen, i));
        if (inside.run(inner) == Flow.BREAK) {
          break;
        }
      }
      return Flow.NEXT;
    };
  }

  private static void bind(Scope scope, List<String> names, Object value, Token token) {
    if (names.size() == 1) {
      scope.set(names.getFirst(), value);
      return;
    }
    List<Object> parts = Values.list(value, token);
    if (parts.size() != names.size()) {
      throw token.refused("takes " + parts.size() + " values apart into " + names.size());
    }
    for (int i = 0; i < parts.size(); i++) {
      scope.set(names.get(i), parts.get(i));
    }
  }

  private static Map<String, Object> loop(List<Object> list, int i) {
    Map<String, Object> loop = new LinkedHashMap<>();
    loop.put("index", (long) i + 1);
    loop.put("index0", (long) i);
    loop.put("revindex", (long) list.size() - i);
    loop.put("revindex0", (long) list.size() - i - 1);
    loop.put("first", i == 0);
    loop.put("last", i == list.size() - 1);
    loop.put("length", (long) list.size());
    if (i > 0) {
      loop.put("previtem", list.get(i - 1));
    }
    if (i + 1 < list.size()) {
      loop.put("nextitem", list.get(i + 1));
    }
    return loop;
  }

  private Statement setStatement(Token token) {
    String name = name();
    if (take(".")) {
      String attribute = name();
      require("=");
      Expression value = expression();
      close();
      return scope -> {
        if (!(scope.get(name) instanceof LinkedHashMap<?, ?> found)) {
          throw token.refused("sets a part of " + name + ", which is no namespace,");
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> namespace = (Map<String, Object>) found;
        namespace.put(attribute, value.value(scope));
        return Flow.NEXT;
      };
    }
    if (take("=")) {
      Expression value = expression();
      close();
      return scope -> {
        scope.set(name, value.value(scope));
        return Flow.NEXT;
      };
    }
    close();
    Statement inside = body(Set.of("endset"));
    next();
    close();
    return scope -> {
      Scope inner = scope.capturing(token);
      inside.run(inner);
      scope.set(name, inner.text());
      return Flow.NEXT;
    };
  }

  private Statement macroStatement() {
    String name = name();
    require("(");
    List<String> names = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    while (!take(")")) {
      names.add(name());
      defaults.add(take("=") ? expression() : scope -> Values.UNDEFINED);
      if (!peek().is(")")) {
        require(",");
      }
    }
    close();
    Statement inside = body(Set.of("endmacro"));
    next();
    close();
    Values.Callable macro =
        (arguments, named, scope, caller) -> {
          Scope inner = scope.capturing(caller);
          for (int i = 0; i < names.size(); i++) {
            Object given = named.get(names.get(i));
            inner.set(
                names.get(i),
                i < arguments.size()
                    ? arguments.get(i)
                    : given != null ? given : defaults.get(i).value(scope));
          }
          inside.run(inner);
          return inner.text();
        };
    return scope -> {
      scope.set(name, macro);
      return Flow.NEXT;
    };
  }

  private void enter(Token token) {
    if (++depth > MOST_DEPTH) {
      throw token.refused("is nested deeper than " + MOST_DEPTH + " levels");
    }
  }

  private Expression expression() {
    enter(peek());
    Expression value = or();
    if (take("if")) {
      Expression condition = or();
      Expression otherwise = take("else") ? expression() : scope -> Values.UNDEFINED;
      Expression yes = value;
      value =
          scope ->
              Values.isTrue(condition.value(scope)) ? yes.value(scope) : otherwise.value(scope);
    }
    depth--;
    return value;
  }

  private Expression or() {
    Expression left = and();
    while (take("or")) {
      Expression first = left;
      Expression second = and();
      left =
          scope -> {
            Object value = first.value(scope);
            return Values.isTrue(value) ? value : second.value(scope);
          };
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (take("and")) {
      Expression first = left;
      Expression second = not();
      left =
          scope -> {
            Object value = first.value(scope);
            return Values.isTrue(value) ? second.value(scope) : value;
          };
    }
    return left;
  }

  private Expression not() {
    Token token = peek();
    if (take("not")) {
      enter(token);
      Expression value = not();
      depth--;
      return scope -> !Values.isTrue(value.value(scope));
    }
    return comparison();
  }

  private Expression comparison() {
    Expression left = sum();
    while (true) {
      Token token = peek();
      Expression first = left;
      if (COMPARISONS.contains(token.text()) && token.kind() == Token.Kind.OPERATOR) {
        at++;
        Expression second = sum();
        left = scope -> compared(scope, token, first.value(scope), second.value(scope));
      } else if (take("in")) {
        Expression second = sum();
        left = scope -> Values.contains(second.value(scope), first.value(scope), scope, token);
      } else if (token.is("not") && tokens.get(at + 1).is("in")) {
        at += 2;
        Expression second = sum();
        left = scope -> !Values.contains(second.value(scope), first.value(scope), scope, token);
      } else {
        return left;
      }
    }
  }

  private static boolean compared(Scope scope, Token token, Object a, Object b) {
    return switch (token.text()) {
      case "==" -> Values.same(a, b, scope, token);
      case "!=" -> !Values.same(a, b, scope, token);
      case "<" -> Values.compare(a, b, token) < 0;
      case ">" -> Values.compare(a, b, token) > 0;
      case "<=" -> Values.compare(a, b, token) <= 0;
      default -> Values.compare(a, b, token) >= 0;
    };
  }

  private Expression sum() {
    Expression left = concatenation();
    while (true) {
      Token token = peek();
      Expression first = left;
      if (take("+")) {
        Expression second = concatenation();
        left = scope -> Values.sum(first.value(scope), second.value(scope), token);
      } else if (take("-")) {
        Expression second = concatenation();
        left =
            scope ->
                Values.whole(first.value(scope), token) - Values.whole(second.value(scope), token);
      } else {
        return left;
      }
    }
  }

  private Expression concatenation() {
    Expression left = product();
    while (peek().is("~")) {
      Token token = next();
      Expression first = left;
      Expression second = product();
      left =
          scope ->
              Values.joined(
                  Values.text(first.value(scope), token),
                  Values.text(second.value(scope), token),
                  token);
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (true) {
      Token token = peek();
      if (!token.is("*") && !token.is("//") && !token.is("%")) {
        return left;
      }
      at++;
      Expression first = left;
      Expression second = unary();
      left =
          scope -> {
            long a = Values.whole(first.value(scope), token);
            long b = Values.whole(second.value(scope), token);
            if (b == 0 && !token.is("*")) {
              throw token.refused("divides by 0");
            }
            return token.is("*")
                ? a * b
                : token.is("%") ? Math.floorMod(a, b) : Math.floorDiv(a, b);
          };
    }
  }

  private Expression unary() {
    Token token = peek();
    if (take("-")) {
      enter(token);
      Expression value = unary();
      depth--;
      return scope -> -Values.whole(value.value(scope), token);
    }
    return withFilters(withParts(primary()));
  }

  private Expression primary() {
    Token token = next();
    return switch (token.kind()) {
      case STRING -> {
        StringBuilder text = new StringBuilder(token.text());
        while (peek().kind() == Token.Kind.STRING) {
          text.append(next().text());
        }
        String whole = text.toString();
        yield scope -> whole;
      }
      case NUMBER -> {
        Object number = number(token);
        yield scope -> number;
      }
      case NAME -> named(token);
      case OPERATOR -> {
        enter(token);
        Expression value =
            switch (token.text()) {
              case "(" -> parenthesis();
              case "[" -> list("]");
              case "{" -> map(token);
              default -> throw token.refused("needs a value and has " + token.text());
            };
        depth--;
        yield value;
      }
      default -> throw token.refused("needs a value and has none");
    };
  }

  private static Object number(Token token) {
    try {
      return token.text().contains(".")
          ? (Object) Double.valueOf(token.text())
          : (Object) Long.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw token.refused("has a number that is none");
    }
  }

  private static Expression named(Token token) {
    return switch (token.text()) {
      case "true", "True" -> scope -> true;
      case "false", "False" -> scope -> false;
      case "none", "None" -> scope -> Values.NONE;
      case "if", "else", "and", "or", "not", "in", "is" ->
          throw token.refused("needs a value and has " + token.text());
      default ->
          scope -> {
            scope.step(token);
            return scope.get(token.text());
          };
    };
  }

  private Expression parenthesis() {
    if (take(")")) {
      return scope -> new ArrayList<>();
    }
    Expression first = expression();
    if (take(")")) {
      return first;
    }
    require(",");
    Expression rest = list(")");
    return scope -> {
      List<Object> all = new ArrayList<>();
      all.add(first.value(scope));
      all.addAll((List<?>) rest.value(scope));
      return all;
    };
  }

  private Expression list(String close) {
    List<Expression> elements = new ArrayList<>();
    while (!take(close)) {
      elements.add(expression());
      if (!peek().is(close)) {
        require(",");
      }
    }
    return scope -> {
      List<Object> all = new ArrayList<>();
      elements.forEach(element -> all.add(element.value(scope)));
      return all;
    };
  }

  private Expression map(Token token) {
    Map<Expression, Expression> entries = new LinkedHashMap<>();
    while (!take("}")) {
      Expression key = expression();
      require(":");
      entries.put(key, expression());
      if (!peek().is("}")) {
        require(",");
      }
    }
    return scope -> {
      Map<Object, Object> all = new LinkedHashMap<>();
      entries.forEach(
          (key, value) -> all.put(Values.key(key.value(scope), token), value.value(scope)));
      return all;
    };
  }

  private Expression withParts(Expression whole) {
    Expression value = whole;
    while (true) {
      Token token = peek();
      Expression owner = value;
      if (take(".")) {
        Token part = next();
        if (part.kind() != Token.Kind.NAME && part.kind() != Token.Kind.NUMBER) {
          throw part.refused("needs a name behind the point");
        }
        value = take("(") ? method(owner, part) : part(owner, part);
      } else if (take("[")) {
        value = subscript(owner, token);
      } else if (take("(")) {
        Arguments arguments = arguments();
        value =
            scope -> {
              scope.step(token);
              if (!(owner.value(scope) instanceof Values.Callable function)) {
                throw token.refused("calls what is no function");
              }
              return function.call(
                  arguments.values(scope), arguments.namedValues(scope), scope, token);
            };
      } else {
        return value;
      }
    }
  }

  private static Expression part(Expression owner, Token part) {
    Object key =
        part.kind() == Token.Kind.NUMBER ? (Object) Long.valueOf(part.text()) : part.text();
    return scope -> Values.attribute(owner.value(scope), key, part);
  }

  private Expression method(Expression owner, Token name) {
    Arguments arguments = arguments();
    return scope -> {
      scope.step(name);
      Object value = owner.value(scope);
      List<Object> given = arguments.values(scope);
      Object result = Builtins.method(value, name.text(), given, name);
      if (result != null) {
        return result;
      }
      if (value instanceof Map<?, ?> map
          && map.get(name.text()) instanceof Values.Callable function) {
        return function.call(given, arguments.namedValues(scope), scope, name);
      }
      throw name.refused(
          "calls " + name.text() + " of " + Values.kind(value) + ", which is not supported,");
    };
  }

  private Expression subscript(Expression owner, Token token) {
    Expression none = scope -> Values.NONE;
    Expression first = peek().is(":") ? none : expression();
    if (take("]")) {
      return scope -> Values.attribute(owner.value(scope), first.value(scope), token);
    }
    require(":");
    Expression second = peek().is(":") || peek().is("]") ? none : expression();
    Expression third = take(":") && !peek().is("]") ? expression() : none;
    require("]");
    return scope ->
        Values.slice(
            owner.value(scope), first.value(scope), second.value(scope), third.value(scope), token);
  }

  private Expression withFilters(Expression whole) {
    Expression value = whole;
    while (true) {
      Expression owner = value;
      if (take("|")) {
        Token filter = next();
        requireKnown(filter, Builtins.FILTERS, "filter");
        Arguments arguments = take("(") ? arguments() : new Arguments(List.of(), Map.of());
        value =
            scope -> {
              scope.step(filter);
              return Builtins.filter(
                  filter.text(),
                  owner.value(scope),
                  arguments.values(scope),
                  arguments.namedValues(scope),
                  scope,
                  filter);
            };
      } else if (take("is")) {
        boolean negated = take("not");
        Token test = next();
        requireKnown(test, Builtins.TESTS, "test");
        Arguments arguments = testArguments();
        value =
            scope ->
                negated
                    != Builtins.test(
                        test.text(), owner.value(scope), arguments.values(scope), scope, test);
      } else {
        return value;
      }
    }
  }

  private Arguments testArguments() {
    if (take("(")) {
      return arguments();
    }
    Token.Kind kind = peek().kind();
    boolean given = kind == Token.Kind.STRING || kind == Token.Kind.NUMBER;
    return new Arguments(given ? List.of(primary()) : List.of(), Map.of());
  }

  private static void requireKnown(Token token, Set<String> known, String what) {
    if (token.kind() != Token.Kind.NAME || !known.contains(token.text())) {
      throw token.refused(
          "has the "
              + what
              + " "
              + shown(token)
              + ", which is not supported (supported are "
              + String.join(", ", new TreeSet<>(known))
              + "),");
    }
  }

  private Arguments arguments() {
    List<Expression> values = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!take(")")) {
      @Nullable String name = null;
      if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
        name = name();
        at++;
      }
      Expression value = expression();
      if (name == null) {
        values.add(value);
      } else {
        named.put(name, value);
      }
      if (!peek().is(")")) {
        require(",");
      }
    }
    return new Arguments(values, named);
  }

  /** What a function, filter or test is given. */
  private record Arguments(List<Expression> expressions, Map<String, Expression> named) {
    List<Object> values(Scope scope) {
      List<Object> values = new ArrayList<>();
      expressions.forEach(expression -> values.add(expression.value(scope)));
      return values;
    }

    Map<String, Object> namedValues(Scope scope) {
      Map<String, Object> values = new LinkedHashMap<>();
      named.forEach((name, expression) -> values.put(name, expression.value(scope)));
      return values;
    }

    @Override
    public String toString() {
      return "Arguments[" + expressions.size() + " + " + named.size() + "]";
    }
  }
}
