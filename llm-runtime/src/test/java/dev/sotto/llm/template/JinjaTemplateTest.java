package dev.sotto.llm.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JinjaTemplateTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-05T10:00:00Z"), ZoneOffset.UTC);
  private static final List<Map<String, Object>> CONVERSATION =
      List.of(
          Map.of("role", "system", "content", " Be brief. "),
          Map.of("role", "user", "content", "hello"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{{ 'a' + \"b\" ~ 1 ~ true ~ none }}|ab1TrueNone",
        "{{ 7 // 2 }} {{ 7 % 4 }} {{ -2 + 3 * 2 }}|3 3 4",
        "{{ 'x' if messages|length > 1 else 'y' }}|x",
        "{{ messages[0].role }} {{ messages[-1]['content'] }}|system hello",
        "{{ messages[0]['content'] | trim }}.|Be brief..",
        "{{ messages[0]['content'].strip().split(' ')[1] }}|brief.",
        "{% for m in messages[1:] %}{{ loop.first }}{{ m.role }}{% endfor %}|Trueuser",
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% else %}none{% endfor %}|hello",
        "{% for m in [] %}x{% else %}none{% endfor %}|none",
        "{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}"
            + "{% endif %}{{ i }}{% endfor %}|02",
        "{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}{{ v }}{% endfor %}|a1b2",
        "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}"
            + "{{ ns.n }}|2",
        "{% set x = 1 %}{% for m in messages %}{% set x = 2 %}{% endfor %}{{ x }}|1",
        "{% set x %}a{{ 1 }}{% endset %}{{ x }}|a1",
        "{% macro f(a, b='-') %}{{ a }}{{ b }}{% endmacro %}{{ f('x') }}{{ f('y', b='!') }}|x-y!",
        "{{ tools is defined }} {{ tools is not none }} {{ messages is iterable }}|False True True",
        "{{ not tools and 'a' in 'cat' and 'x' not in ['y'] }}|True",
        "{{ tools | default('no tools') }}|no tools",
        "{{ {'a': [1, true, none, 'x\"']} | tojson }}|{\"a\": [1, true, null, \"x\\\"\"]}",
        "{{ messages | map(attribute='role') | join('+') }}|system+user",
        "{{ messages | selectattr('role', 'equalto', 'user') | list | length }}|1",
        "{{ 'abc'[::-1] }}{{ 'abc'[1:] }}{{ [1, 2, 3][-2:] }}|cbabc[2, 3]",
        "{{ 'a,b,c'.split(',', 1) }}|['a', 'b,c']",
        "{{ 'Hello'.startswith('He') }}{{ 'x'.endswith(('y', 'x')) }}|TrueTrue",
        "{{ 'ab'.replace('a', 'c') | upper }}|CB",
        "{{ strftime_now('%d %b %Y') }}|05 Mar 2026",
        "{# a comment #}a {#- another -#} b|ab",
        "a  {%- if true -%}  b  {%- endif -%}  c|abc",
        "{{ 'a' 'b' }}|ab",
        "{% generation %}x{% endgeneration %}|x",
        "{{ add_generation_prompt }}|True"
      })
  void givesWhatJinjaGives(String template, String expected) {
    assertThat(render(template)).isEqualTo(expected);
  }

  @Test
  void leavesOutWhiteSpaceAroundStatementsAsTemplatesAreWrittenFor() {
    assertThat(render("a\n  {% if true %}\n  b\n  {% endif %}\nc\n")).isEqualTo("a\n  b\nc");
    assertThat(render("{{ 1 }}\n  {{ 2 }}\n")).isEqualTo("1\n  2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{% for m in messages %}x|endfor|line 1, column 24",
        "{% if a %}{% endfor %}|endfor|column 14",
        "{{ a|does not end|line 1, column 1",
        "{{ 'a }}|does not end|column 4",
        "{% include 'x' %}|include|column 4",
        "{{ a | urlize }}|urlize|column 8",
        "{{ a is callable }}|callable|column 9",
        "{{ a ! }}|character|column 6",
        "{{ 1 + 'a' }}|adds|column 6",
        "{{ a.b.c }}|undefined|column 6",
        "{{ 'a'.format(1) }}|format|column 8",
        "{{ messages.append(1) }}|append|column 13",
        "{{ f(1) }}|no function|column 5",
        "{{ raise_exception('Roles must alternate') }}|Roles must alternate|column 19",
        "{% set messages.x = 1 %}|namespace|column 4",
        "{% break %}|outside a loop|column 4",
        "{{ '%q' | length }}{{ strftime_now('%q') }}|%q|column 35"
      })
  void saysWhereABrokenTemplateIsBroken(String template, String found, String place) {
    assertThatThrownBy(() -> render(template))
        .isInstanceOf(TemplateException.class)
        .hasMessageContainingAll("The chat template", found, place == null ? "" : place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(99) %}"
            + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{{ range(999999999999) }}"
      })
  void endsTemplatesThatWouldGoOnForever(String template) {
    assertThatThrownBy(() -> render(template)).isInstanceOf(TemplateException.class);
  }

  @Test
  void refusesTemplatesThatAreNestedTooDeeplyOrTooLong() {
    for (String part : List.of("(", "[", "not ", "-", "{% if 1 %}", "{'a':", "1 if ")) {
      String deep = part.startsWith("{%") ? part.repeat(5_000) : "{{ " + part.repeat(5_000) + " }}";
      assertThatThrownBy(() -> render(deep)).isInstanceOf(TemplateException.class);
    }
    assertThatThrownBy(() -> render("x".repeat(200_000)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("200000");
  }

  private static String render(String template) {
    return JinjaTemplate.parse(template, CLOCK).render(CONVERSATION, Map.of());
  }
}
