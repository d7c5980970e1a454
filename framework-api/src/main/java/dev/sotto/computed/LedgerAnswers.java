package dev.sotto.computed;

import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.search.Hit;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.SearchQuery;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.text.Words;
import dev.sotto.time.EventTimes;
import dev.sotto.time.Tense;
import dev.sotto.time.TimeMention;
import dev.sotto.time.TimeRange;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sums of what stands in the lines of lists: money, kilometres, hours. A line counts where it holds
 * one day, one amount of the unit, and all telling words of the question (or its heading does). As
 * soon as one line is in doubt there is no sum.
 */
final class LedgerAnswers {
  private static final int HITS = 40;
  private static final int MOST_LINES = 2_000;
  private static final int MOST_SUMMANDS = 60;
  private static final String NUMBER =
      "(?<n>\\d{1,3}(?:[ '’.,]\\d{3})*(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?)";

  /** What is summed. */
  private enum Measure {
    MONEY(
        "(?:(?<c>€|EUR|euros?|£|GBP|\\$|USD|¥|￥|CNY|RMB|R\\$) ?"
            + NUMBER
            + ")|(?:"
            + NUMBER.replace("<n>", "<m>")
            + " ?(?<d>€|EUR|euros?|欧元|£|GBP|pounds?|\\$|USD|dollars?|元|块|CNY|RMB|yuan|reais)(?![\\p{L}&&[^\\p{IsHan}]]))"),
    KILOMETRES(NUMBER + " ?(?<d>km|kilomet(?:er|re)s?|公里|quil[óô]metros?)(?!\\p{L}|/)"),
    HOURS(NUMBER + " ?(?<d>h|hrs?|hours?|小时|horas?)(?!\\p{L})");

    private final Pattern pattern;

    Measure(String pattern) {
      this.pattern = Pattern.compile("(?iU)(?<![\\p{L}\\d.,])(?:" + pattern + ")");
    }
  }

  private static final Map<Pattern, Measure> ENGLISH =
      Map.of(
          Pattern.compile(
                  "(?iU)^(?:how much|what)(?: money)? (?:did|have|had) (?:i|we)"
                      + " (?:spend|spent|pay|paid)\\b(?<x>.*)$"),
              Measure.MONEY,
          Pattern.compile(
                  "(?iU)^(?:what (?:is|was|were) )?(?:my|our|the) (?:total"
                      + " )?(?:spending|expenses|costs)\\b(?<x>.*)$"),
              Measure.MONEY,
          Pattern.compile(
                  "(?iU)^(?:how (?:many (?:km|kms|kilomet(?:er|re)s)|far) (?:did|have)"
                      + " (?:i|we)|(?:total |how many )?(?:km|kms|kilomet(?:er|re)s)(?="
                      + " (?:ridden|driven|cycled|run|walked))) (?<x>.*)$"),
              Measure.KILOMETRES,
          Pattern.compile("(?iU)^how many (?:hours|hrs) (?:did|have) (?:i|we) (?<x>.*)$"),
              Measure.HOURS);
  private static final Map<Pattern, Measure> CHINESE =
      Map.of(
          Pattern.compile("^(?<x>.*?)(?:一共|总共|共)?花了?(?:多少|几)(?:钱|元|块|欧元)?(?<y>.*)$"), Measure.MONEY,
          Pattern.compile("^(?<x>.*?)(?:一共|总共|共)?(?:骑|开|跑|走)了?(?:多少|几)公里(?<y>.*)$"),
              Measure.KILOMETRES,
          Pattern.compile("^(?<x>.*?)(?:一共|总共|共)?(?:工作|干|做|花)了?(?:多少|几)个?小时(?<y>.*)$"),
              Measure.HOURS);
  private static final Map<Pattern, Measure> PORTUGUESE =
      Map.of(
          Pattern.compile(
                  "(?iU)^quanto (?:dinheiro"
                      + " )?(?:gastei|gastámos|gastamos|paguei|pagámos|pagamos|deixei)\\b(?<x>.*)$"),
              Measure.MONEY,
          Pattern.compile(
                  "(?iU)^quantos (?:km|quil[óô]metros)(?: (?:de|a|em) \\p{L}+)?"
                      + " (?:fiz|andei|conduzi|pedalei|percorri|corri)\\b(?<x>.*)$"),
              Measure.KILOMETRES,
          Pattern.compile(
                  "(?iU)^quantas horas (?:trabalhei|passei|gastei|fiz|fizemos|trabalhámos|de"
                      + " trabalho)\\b(?<x>.*)$"),
              Measure.HOURS);

  private static final Set<String> FILLERS =
      Set.copyOf(
          Words.of(
              "ride rode riding ridden drive drove driven driving cycle cycled run ran walk walked"
                  + " work worked working travel travelled spend spent pay paid log logged clock"
                  + " clocked total altogether overall in all money cover covered do made go went"
                  + " gone by no na em de do da o a com por total ao todo the bike car bicicleta"
                  + " bici bei im am für an mit dem der die rad fahrrad auto carro a pe trabalho"
                  + " trabalhei fiz 我 们 在 里 一 共 总 了 的 上 去 买 花 用 给 骑 车 开"));
  private static final Pattern NOT_A_SUMMAND =
      Pattern.compile(
          "(?iU)\\b(?:total|sum|subtotal|budget|estimate[d]?|planned|quote[d]?|refund(?:ed)?|carried|average|soma|orçamento|deposit"
              + " back)\\b|合计|总计|预算|退款");

  private final SearchIndex index;
  private final RecordStore records;
  private final Asked.TimeReading reading;

  LedgerAnswers(SearchIndex index, RecordStore records, Asked.TimeReading reading) {
    this.index = index;
    this.records = records;
    this.reading = reading;
  }

  private record Summand(
      PersonalRecord record, int start, int end, LocalDate day, BigDecimal amount, String unit) {
    @Override
    public String toString() {
      return "Summand[" + record + ", " + start + "-" + end + "]";
    }
  }

  Optional<ComputedAnswer> answer(Asked asked) throws IOException {
    Map<Pattern, Measure> english = asked.isChinese() ? CHINESE : ENGLISH;
    for (Map<Pattern, Measure> patterns : List.of(english, PORTUGUESE)) {
      for (Map.Entry<Pattern, Measure> pattern : patterns.entrySet()) {
        Matcher matcher = pattern.getKey().matcher(asked.marked());
        if (matcher.matches()) {
          Tongue tongue =
              asked.isChinese()
                  ? Tongue.CHINESE
                  : patterns.equals(PORTUGUESE) ? Tongue.PORTUGUESE : asked.english();
          String rest = matcher.group("x");
          if (matcher.namedGroups().containsKey("y")) {
            rest += " " + matcher.group("y");
          }
          return sum(asked, rest, pattern.getValue(), tongue);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ComputedAnswer> sum(Asked asked, String rest, Measure measure, Tongue tongue)
      throws IOException {
    Optional<TimeRange> time = asked.onlyTime().map(asked::bounded);
    List<String> subject =
        Words.contentOf(Asked.withoutMarks(rest)).stream()
            .filter(word -> !FILLERS.contains(word))
            .distinct()
            .toList();
    if (time.isEmpty() || (subject.isEmpty() && measure == Measure.MONEY) || subject.size() > 4) {
      return Optional.empty();
    }
    Set<RecordId> candidates = new LinkedHashSet<>();
    SearchFilter filter =
        SearchFilter.NONE.withKinds(
            Set.of(RecordKind.NOTE, RecordKind.LOG, RecordKind.DOC, RecordKind.RECEIPT));
    for (Hit hit : index.search(new SearchQuery(asked.text(), HITS, filter))) {
      candidates.add(hit.passage().record());
    }
    List<Summand> summands = new ArrayList<>();
    for (RecordId id : candidates) {
      Optional<PersonalRecord> record = undamaged(id);
      if (record.isPresent() && !read(record.get(), asked, subject, measure, summands)) {
        return Optional.empty();
      }
    }
    List<Summand> within =
        summands.stream()
            .filter(summand ->
                !summand.day.atStartOfDay().isBefore(time.get().from())
                    && summand.day.atStartOfDay().isBefore(time.get().until()))
            .sorted(java.util.Comparator.comparing(Summand::day))
            .toList();
    if (within.isEmpty() || within.size() > MOST_SUMMANDS || inDoubt(within)) {
      return Optional.empty();
    }
    return Optional.of(told(within, time.get(), measure, new Wording(tongue)));
  }

  private Optional<PersonalRecord> undamaged(RecordId id) throws IOException {
    try {
      return records.find(id);
    } catch (TamperedFileException damaged) {
      return Optional.empty();
    }
  }

  /** Returns whether two records seem to tell of the same thing, or units differ. */
  private static boolean inDoubt(List<Summand> summands) {
    Map<String, PersonalRecord> seen = new HashMap<>();
    Set<String> units = new HashSet<>();
    for (Summand summand : summands) {
      units.add(summand.unit);
      PersonalRecord other = seen.putIfAbsent(summand.day + " " + summand.amount, summand.record);
      if (other != null && !other.id().equals(summand.record.id())) {
        return true;
      }
    }
    return units.size() > 1;
  }

  /** Reads the lines of a record; returns whether none of them is in doubt. */
  private boolean read(
      PersonalRecord record,
      Asked asked,
      List<String> subject,
      Measure measure,
      List<Summand> summands) {
    String text = record.content().text();
    LocalDateTime written =
        record.content().time().atZone(asked.calendar().zone()).toLocalDateTime();
    String heading = "";
    String[] header = {};
    int start = 0;
    int lines = 0;
    while (start <= text.length() && lines++ < MOST_LINES) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String line = text.substring(start, end);
      if (line.startsWith("#")) {
        heading = line;
      }
      String[] cells = cells(line);
      Optional<BigDecimal> tabular = tabular(header, cells, measure);
      if (cells.length > 2 && !line.matches(".*\\d.*") && !line.matches("[\\s|:-]*")) {
        header = cells;
      }
      Set<String> about =
          new HashSet<>(Words.of(record.content().title() + " " + heading + " " + line));
      if (about.containsAll(subject) && !NOT_A_SUMMAND.matcher(line).find()) {
        List<Amount> amounts = amounts(line, measure);
        if (amounts.isEmpty() && tabular.isPresent()) {
          amounts = List.of(new Amount(tabular.get(), unitOf(header, measure)));
        }
        if (amounts.size() == 1) {
          Optional<LocalDate> day = day(line, written);
          boolean ledger = day.isPresent();
          if (ledger) {
            summands.add(
                new Summand(
                    record,
                    start,
                    end,
                    day.get(),
                    amounts.getFirst().value,
                    amounts.getFirst().unit));
          }
        } else if (amounts.size() > 1
            && day(line, written).isPresent()
            && new HashSet<>(Words.of(line)).containsAll(subject)) {
          return false;
        }
      }
      start = end + 1;
    }
    return true;
  }

  private record Amount(BigDecimal value, String unit) {
    @Override
    public String toString() {
      return "Amount[" + unit.length() + " characters of a unit]";
    }
  }

  private static String[] cells(String line) {
    String separator =
        line.contains("|") ? "\\|" : line.contains(";") ? ";" : line.contains("\t") ? "\t" : ",";
    String[] cells = line.replaceFirst("^\\s*\\|", "").split(separator, -1);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i].strip();
    }
    return cells;
  }

  private static int column(String[] header, Measure measure) {
    int found = -1;
    for (int i = 0; i < header.length; i++) {
      String cell = header[i].toLowerCase(Locale.ROOT);
      boolean unit =
          switch (measure) {
            case MONEY ->
                cell.matches(".*(?:€|\\beur|_eur|£|\\$|gbp|usd|元|amount|price|金额|valor).*");
            case KILOMETRES -> cell.matches(".*(?:\\bkm|_km|kilomet|公里).*");
            case HOURS -> cell.matches("(?:.*(?:hours|小时|horas).*|h)");
          };
      if (unit) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  private static String unitOf(String[] header, Measure measure) {
    int column = column(header, measure);
    String cell = column < 0 ? "" : header[column].toLowerCase(Locale.ROOT);
    return switch (measure) {
      case MONEY ->
          cell.matches(".*(?:£|gbp).*")
              ? "£"
              : cell.matches(".*(?:\\$|usd).*")
                  ? "$"
                  : cell.contains("元") ? "元" : cell.matches(".*(?:€|eur).*") ? "€" : "";
      case KILOMETRES -> "km";
      case HOURS -> "h";
    };
  }

  private static Optional<BigDecimal> tabular(String[] header, String[] cells, Measure measure) {
    int column = column(header, measure);
    if (column < 0 || column >= cells.length || Math.abs(cells.length - header.length) > 0) {
      return Optional.empty();
    }
    String cell = cells[column];
    return cell.matches("\\d+(?:[.,]\\d{1,2})?")
        ? Optional.of(new BigDecimal(cell.replace(',', '.')))
        : Optional.empty();
  }

  private static List<Amount> amounts(String line, Measure measure) {
    List<Amount> found = new ArrayList<>();
    Matcher matcher = measure.pattern.matcher(line);
    while (matcher.find()) {
      String number = null;
      String unit = "";
      for (String group : List.of("n", "m")) {
        if (matcher.namedGroups().containsKey(group) && matcher.group(group) != null) {
          number = matcher.group(group);
        }
      }
      for (String group : List.of("c", "d")) {
        if (matcher.namedGroups().containsKey(group) && matcher.group(group) != null) {
          unit = matcher.group(group);
        }
      }
      if (number != null) {
        found.add(new Amount(number(number), unit(unit, measure)));
      }
    }
    return found;
  }

  private static String unit(String word, Measure measure) {
    String unit = word.toLowerCase(Locale.ROOT);
    return switch (measure) {
      case KILOMETRES -> "km";
      case HOURS -> "h";
      case MONEY ->
          unit.matches("€|eur|euros?|欧元")
              ? "€"
              : unit.matches("£|gbp|pounds?")
                  ? "£"
                  : unit.matches("\\$|usd|dollars?")
                      ? "$"
                      : unit.matches("r\\$|reais") ? "R$" : "元";
    };
  }

  private static BigDecimal number(String text) {
    String plain = text.replaceAll("[ '’]", "");
    int comma = plain.lastIndexOf(',');
    int point = plain.lastIndexOf('.');
    int decimal = Math.max(comma, point);
    boolean isDecimal = decimal >= 0 && plain.length() - decimal - 1 <= 2;
    String whole = (isDecimal ? plain.substring(0, decimal) : plain).replaceAll("[.,]", "");
    return new BigDecimal(isDecimal ? whole + "." + plain.substring(decimal + 1) : whole);
  }

  private Optional<LocalDate> day(String line, LocalDateTime written) {
    if (line.length() > 400) {
      return Optional.empty();
    }
    List<LocalDate> days = new ArrayList<>();
    for (TimeMention mention : reading.read(line, written, EventTimes.NONE, Tense.PAST)) {
      if (mention.range().grain() == TimeRange.Grain.DAY
          && line.substring(0, mention.span().end()).matches(".*\\d.*")) {
        days.add(mention.range().from().toLocalDate());
      }
    }
    return days.size() == 1 ? Optional.of(days.getFirst()) : Optional.empty();
  }

  private static ComputedAnswer told(
      List<Summand> summands, TimeRange range, Measure measure, Wording wording) {
    BigDecimal total = BigDecimal.ZERO;
    Citations citations = new Citations();
    List<String> parts = new ArrayList<>();
    for (Summand summand : summands) {
      total = total.add(summand.amount);
      parts.add(
          plain(summand.amount)
              + wording.choose(" on ", "（", " em ", " am ")
              + wording.plainDay(summand.day)
              + wording.choose("", "）", "", "")
              + citations.of(summand.record, summand.start, summand.end));
    }
    String unit = summands.getFirst().unit;
    String amount =
        measure == Measure.MONEY
            ? plain(total) + (unit.isEmpty() ? "" : " " + unit)
            : plain(total) + " " + unit;
    String text =
        amount
            + wording.choose(" in all, ", "（合计），", " no total, ", " insgesamt, ")
            + wording.range(range)
            + wording.colon()
            + String.join(" + ", parts);
    return new ComputedAnswer(Wish.SUM, wording.sentence(text), citations.sources());
  }

  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() <= 0
        ? stripped.toPlainString()
        : number.setScale(2, java.math.RoundingMode.HALF_UP).toPlainString();
  }

  @Override
  public String toString() {
    return "LedgerAnswers[]";
  }
}
