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
      delimiter = '\u00a7',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{{ 'a' + \"b\" ~ 1 ~ true ~ none }}\u00a7ab1TrueNone",
        "{{ 7 // 2 }} {{ 7 % 4 }} {{ -2 + 3 * 2 }}\u00a73 3 4",
        "{{ 'x' if messages|length > 1 else 'y' }}\u00a7x",
        "{{ messages[0].role }} {{ messages[-1]['content'] }}\u00a7system hello",
        "{{ messages[0]['content'] | trim }}.\u00a7Be brief..",
        "{{ messages[0]['content'].strip().split(' ')[1] }}\u00a7brief.",
        "{% for m in messages[1:] %}{{ loop.first }}{{ m.role }}{% endfor %}\u00a7Trueuser",
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% else %}none{% endfor"
            + " %}\u00a7hello",
        "{% for m in [] %}x{% else %}none{% endfor %}\u00a7none",
        "{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}"
            + "{% endif %}{{ i }}{% endfor %}\u00a702",
        "{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}{{ v }}{% endfor %}\u00a7a1b2",
        "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}"
            + "{{ ns.n }}\u00a72",
        "{% set x = 1 %}{% for m in messages %}{% set x = 2 %}{% endfor %}{{ x }}\u00a71",
        "{% set x %}a{{ 1 }}{% endset %}{{ x }}\u00a7a1",
        "{% macro f(a, b='-') %}{{ a }}{{ b }}{% endmacro %}{{ f('x') }}{{ f('y', b='!')"
            + " }}\u00a7x-y!",
        "{{ tools is defined }} {{ tools is not none }} {{ messages is iterable }}\u00a7False True"
            + " True",
        "{{ not tools and 'a' in 'cat' and 'x' not in ['y'] }}\u00a7True",
        "{{ tools | default('no tools') }}\u00a7no tools",
        "{{ {'a': [1, true, none, 'x\"']} | tojson }}\u00a7{\"a\": [1, true, null, \"x\\\"\"]}",
        "{{ messages | map(attribute='role') | join('+') }}\u00a7system+user",
        "{{ messages | selectattr('role', 'equalto', 'user') | list | length }}\u00a71",
        "{{ 'abc'[::-1] }}{{ 'abc'[1:] }}{{ [1, 2, 3][-2:] }}\u00a7cbabc[2, 3]",
        "{{ 'a,b,c'.split(',', 1) }}\u00a7['a', 'b,c']",
        "{{ 'Hello'.startswith('He') }}{{ 'x'.endswith(('y', 'x')) }}\u00a7TrueTrue",
        "{{ 'ab'.replace('a', 'c') | upper }}\u00a7CB",
        "{{ strftime_now('%d %b %Y') }}\u00a705 Mar 2026",
        "{# a comment #}a {#- another -#} b\u00a7ab",
        "a  {%- if true -%}  b  {%- endif -%}  c\u00a7abc",
        "{{ 'a' 'b' }}\u00a7ab",
        "{% generation %}x{% endgeneration %}\u00a7x",
        "{{ add_generation_prompt }}\u00a7True"
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
      delimiter = '\u00a7',
      value = {
        "{% for m in messages %}x\u00a7endfor\u00a7line 1, column 24",
        "{% if a %}{% endfor %}\u00a7endfor\u00a7column 14",
        "{{ a\u00a7does not end\u00a7line 1, column 1",
        "{{ 'a }}\u00a7does not end\u00a7column 4",
        "{% include 'x' %}\u00a7include\u00a7column 4",
        "{{ a | urlize }}\u00a7urlize\u00a7column 8",
        "{{ a is callable }}\u00a7callable\u00a7column 9",
        "{{ a ! }}\u00a7character\u00a7column 6",
        "{{ 1 + 'a' }}\u00a7adds\u00a7column 6",
        "{{ a.b.c }}\u00a7undefined\u00a7column 6",
        "{{ 'a'.format(1) }}\u00a7format\u00a7column 8",
        "{{ messages.append(1) }}\u00a7append\u00a7column 13",
        "{{ f(1) }}\u00a7no function\u00a7column 5",
        "{{ raise_exception('Roles must alternate') }}\u00a7Roles must alternate\u00a7column 19",
        "{% set messages.x = 1 %}\u00a7namespace\u00a7column 4",
        "{% break %}\u00a7outside a loop\u00a7column 4",
        "{{ '%q' | length }}{{ strftime_now('%q') }}\u00a7%q\u00a7column 35"
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
