package dev.sotto.time;

import dev.sotto.time.TimeExpression.SeasonName;
import dev.sotto.time.TimeExpression.Unit;
import java.time.DayOfWeek;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Words of time in English, German and Portuguese, folded: lower case, without accents. */
final class LatinVocabulary {
  static final Map<String, Integer> MONTHS =
      numbered(
          1,
          "january jan januar janner janeiro",
          "february feb februar feber fevereiro fev",
          "march mar marz maerz mrz marco",
          "april apr abril abr",
          "may mai maio",
          "june jun juni junho",
          "july jul juli julho",
          "august aug agosto ago",
          "september sept sep setembro set",
          "october oct oktober okt outubro out",
          "november nov novembro",
          "december dec dezember dez dezembro");

  /** Months that are more often another word, or a name. */
  static final Set<String> DOUBTFUL_MONTHS =
      words("may mar march marco set out ago mai jan jun sep dec");

  static final Map<String, Integer> WEEKDAYS =
      numbered(
          1,
          "monday mon montag segunda",
          "tuesday tue tues dienstag terca",
          "wednesday wed weds mittwoch quarta",
          "thursday thu thur thurs donnerstag quinta",
          "friday fri freitag sexta",
          "saturday sat samstag sonnabend sabado",
          "sunday sun sonntag domingo");

  static final Set<String> DOUBTFUL_WEEKDAYS = words("mon sat sun wed");

  static final Set<String> PORTUGUESE_ORDINAL_WEEKDAYS = words("segunda terca quarta quinta sexta");

  static final Map<String, Integer> PLURAL_WEEKDAYS =
      numbered(
          1,
          "mondays montags segundas",
          "tuesdays dienstags tercas",
          "wednesdays mittwochs quartas",
          "thursdays donnerstags quintas",
          "fridays freitags sextas",
          "saturdays samstags sabados",
          "sundays sonntags domingos");

  /** Abbreviations that only a date beside them makes sure. */
  static final Map<String, Integer> GERMAN_SHORT_WEEKDAYS =
      numbered(1, "mo seg", "di ter", "mi qua", "do qui", "fr sex", "sa sab", "so dom");

  static final Map<String, Integer> NUMBERS =
      numbered(
          0,
          "zero null",
          "one a an ein eine einem einer einen um uma",
          "two zwei dois duas",
          "three drei tres",
          "four vier quatro",
          "five funf fuenf cinco",
          "six sechs seis",
          "seven sieben sete",
          "eight acht oito",
          "nine neun nove",
          "ten zehn dez",
          "eleven elf onze",
          "twelve zwolf zwoelf doze",
          "thirteen dreizehn treze",
          "fourteen vierzehn quatorze catorze",
          "fifteen funfzehn quinze",
          "sixteen sechzehn dezasseis dezesseis",
          "seventeen siebzehn dezassete dezessete",
          "eighteen achtzehn dezoito",
          "nineteen neunzehn dezanove dezenove",
          "twenty zwanzig vinte");

  static final Map<String, Integer> TENS =
      Map.of(
          "twenty",
          20,
          "thirty",
          30,
          "forty",
          40,
          "fifty",
          50,
          "sixty",
          60,
          "ninety",
          90,
          "dreissig",
          30,
          "dreißig",
          30,
          "trinta",
          30);

  static final Map<String, Integer> ORDINALS =
      numbered(
          1,
          "first erste ersten erster erstes primeiro primeira",
          "second zweite zweiten zweiter zweites segundo segunda",
          "third dritte dritten dritter drittes terceiro terceira",
          "fourth vierte vierten vierter viertes quarto quarta",
          "fifth funfte funften funfter quinto quinta",
          "sixth sechste sechsten sechster sexto sexta",
          "seventh siebte siebten siebter setimo",
          "eighth achte achten achter oitavo",
          "ninth neunte neunten nono",
          "tenth zehnte zehnten decimo",
          "eleventh elfte elften",
          "twelfth zwolfte zwolften",
          "thirteenth dreizehnte dreizehnten",
          "fourteenth vierzehnte vierzehnten",
          "fifteenth funfzehnte funfzehnten",
          "sixteenth sechzehnte sechzehnten",
          "seventeenth siebzehnte siebzehnten",
          "eighteenth achtzehnte achtzehnten",
          "nineteenth neunzehnte neunzehnten",
          "twentieth zwanzigste zwanzigsten");

  static final Map<String, Unit> UNITS = units();

  /** Words before a unit or a weekday, as the number of units from the current one. */
  static final Map<String, Integer> MODIFIERS = modifiers();

  static final Set<String> LAST_WORDS =
      words("last final letzte letzten letzter letztes ultimo ultima");

  static final Set<String> COMING_WORDS =
      words(
          "coming upcoming kommende kommenden kommender kommendes proximo proxima proximos "
              + "proximas");

  static final Map<String, DayPart> PARTS = parts();

  static final Map<String, SeasonName> SEASONS = seasons();

  static final Map<String, Holiday> HOLIDAYS = holidays();

  /** Every word with which a time can begin. */
  static final Set<String> STARTS = starts();

  /** The words of the longest name of a holiday. */
  static final int LONGEST_HOLIDAY = 4;

  private LatinVocabulary() {}

  /** Returns the words of a text; an underscore stands for a space within one. */
  static Set<String> words(String words) {
    Set<String> set = new HashSet<>();
    for (String word : words.split(" ", -1)) {
      set.add(word.replace('_', ' '));
    }
    return Set.copyOf(set);
  }

  static DayOfWeek weekday(int number) {
    return DayOfWeek.of(number);
  }

  private static Set<String> starts() {
    Set<String> starts =
        new HashSet<>(
            words(
                "today tonight tonite tomorrow tomorow tommorow tmrw tmr tomo yesterday heute"
                    + " morgen ubermorgen uebermorgen gestern vorgestern hoje amanha ontem"
                    + " anteontem depois antes now jetzt agora noon midday midnight mitternacht"
                    + " meio meia half halb quarter viertel at um gegen around about as pelas in on"
                    + " the der die das dem den des o a os no na do da de an am from between von"
                    + " vom zwischen entre desde before after since seit until till til bis ate"
                    + " through by up vor nach apos ab starting every each jeden jede jedes toda"
                    + " todo todas todos cada alle weekdays werktags wochentags weekends early late"
                    + " mid middle beginning start end anfang mitte ende inicio comeco meados fim"
                    + " final fins penultimate penultima penultimo q kw cw kalenderwoche calendar"
                    + " within over during for innerhalb binnen nos nas dentro em daqui ha faz"
                    + " couple few several einige einigen paar alguns algumas para pra logo"
                    + " fortnight halbe vespera dia thirtieth"));
    starts.addAll(MONTHS.keySet());
    starts.addAll(WEEKDAYS.keySet());
    starts.addAll(PLURAL_WEEKDAYS.keySet());
    starts.addAll(GERMAN_SHORT_WEEKDAYS.keySet());
    starts.addAll(NUMBERS.keySet());
    starts.addAll(TENS.keySet());
    starts.addAll(ORDINALS.keySet());
    starts.addAll(UNITS.keySet());
    starts.addAll(MODIFIERS.keySet());
    starts.addAll(LAST_WORDS);
    starts.addAll(PARTS.keySet());
    starts.addAll(SEASONS.keySet());
    for (String holiday : HOLIDAYS.keySet()) {
      int end = holiday.indexOf(' ');
      int hyphen = holiday.indexOf('-');
      int cut = end < 0 ? holiday.length() : end;
      starts.add(holiday.substring(0, hyphen > 0 && hyphen < cut ? hyphen : cut));
    }
    return Set.copyOf(starts);
  }

  private static Map<String, Integer> numbered(int first, String... rows) {
    Map<String, Integer> map = new HashMap<>();
    int number = first;
    for (String row : rows) {
      for (String word : row.split(" ", -1)) {
        map.put(word, number);
      }
      number++;
    }
    return Map.copyOf(map);
  }

  private static <T> void put(Map<String, T> map, T value, String words) {
    for (String word : words.split(" ", -1)) {
      map.put(word.replace('_', ' '), value);
    }
  }

  private static Map<String, Unit> units() {
    Map<String, Unit> map = new HashMap<>();
    put(map, Unit.SECOND, "second seconds sec secs sekunde sekunden segundos");
    put(map, Unit.MINUTE, "minute minutes min mins minuten minuto minutos");
    put(map, Unit.HOUR, "hour hours hr hrs h stunde stunden std hora horas");
    put(
        map,
        Unit.DAY,
        "day days night nights tag tage tagen tages nacht nachte nachten dia dias noite noites");
    put(
        map,
        Unit.WEEKEND,
        "weekend weekends wochenende wochenenden wochenendes fim_de_semana fins_de_semana");
    put(map, Unit.WEEK, "week weeks wk wks woche wochen semana semanas");
    put(map, Unit.MONTH, "month months monat monate monaten monats mes meses");
    put(map, Unit.QUARTER, "quarter quarters quartal quartale quartals trimestre trimestres");
    put(map, Unit.YEAR, "year years yr yrs jahr jahre jahren jahres ano anos");
    put(map, Unit.DECADE, "decade decades jahrzehnt jahrzehnte decada decadas");
    return Map.copyOf(map);
  }

  private static Map<String, Integer> modifiers() {
    Map<String, Integer> map = new HashMap<>();
    put(
        map,
        0,
        "this current diese dieser dieses diesen diesem aktuelle aktuellen laufenden este esta"
            + " neste nesta deste desta esse essa nesse nessa desse dessa");
    put(
        map,
        1,
        "next following coming upcoming nachste nachsten nachster nachstes nachstem naechste"
            + " naechsten naechster naechstes kommende kommenden kommender kommendes proximo"
            + " proxima proximos proximas");
    put(
        map,
        -1,
        "last previous past letzte letzten letzter letztes letztem vorige vorigen voriger voriges"
            + " vergangene vergangenen vergangener vergangenes ultimo ultima ultimos ultimas");
    put(map, 2, "ubernachste ubernachsten ubernachster ubernachstes uebernaechste");
    put(map, -2, "vorletzte vorletzten vorletzter vorletztes penultima penultimo");
    return Map.copyOf(map);
  }

  private static Map<String, DayPart> parts() {
    Map<String, DayPart> map = new HashMap<>();
    put(map, DayPart.MORNING, "morning mornings vormittag vormittags morgens manha fruh frueh");
    put(map, DayPart.NOON, "lunchtime mittag mittags");
    put(map, DayPart.AFTERNOON, "afternoon afternoons arvo nachmittag nachmittags tarde");
    put(map, DayPart.EVENING, "evening evenings abend abends");
    put(map, DayPart.NIGHT, "night nights nacht nachts noite");
    put(map, DayPart.SMALL_HOURS, "madrugada");
    return Map.copyOf(map);
  }

  private static Map<String, SeasonName> seasons() {
    Map<String, SeasonName> map = new HashMap<>();
    put(map, SeasonName.SPRING, "spring springtime fruhling fruhjahr fruehling primavera");
    put(map, SeasonName.SUMMER, "summer summertime sommer verao");
    put(map, SeasonName.AUTUMN, "autumn fall herbst outono");
    put(map, SeasonName.WINTER, "winter wintertime inverno");
    return Map.copyOf(map);
  }

  private static Map<String, Holiday> holidays() {
    Map<String, Holiday> map = new HashMap<>();
    put(
        map,
        Holiday.NEW_YEAR,
        "new_year new_years new_year_day new_years_day neujahr ano_novo ano-novo");
    put(map, Holiday.EPIPHANY, "epiphany dreikonige dia_de_reis");
    put(
        map,
        Holiday.VALENTINES_DAY,
        "valentine_day valentines_day valentinstag valentines" + " dia_dos_namorados sao_valentim");
    put(map, Holiday.WOMENS_DAY, "women_day womens_day frauentag dia_da_mulher");
    put(map, Holiday.APRIL_FOOLS, "april_fools april_fools_day april_fool_day");
    put(map, Holiday.LABOUR_DAY, "may_day tag_der_arbeit dia_do_trabalhador dia_do_trabalho");
    put(map, Holiday.PORTUGAL_DAY, "dia_de_portugal");
    put(map, Holiday.GERMAN_UNITY_DAY, "tag_der_deutschen_einheit german_unity_day");
    put(map, Holiday.HALLOWEEN, "halloween dia_das_bruxas");
    put(
        map,
        Holiday.ALL_SAINTS,
        "all_saints all_saints_day allerheiligen todos_os_santos dia_de_todos_os_santos");
    put(map, Holiday.SAINT_NICHOLAS, "nikolaus nikolaustag");
    put(
        map,
        Holiday.CHRISTMAS_EVE,
        "christmas_eve xmas_eve heiligabend heilig_abend vespera_de_natal consoada"
            + " noite_de_natal");
    put(map, Holiday.CHRISTMAS, "christmas xmas christmas_day xmas_day weihnachten natal");
    put(map, Holiday.BOXING_DAY, "boxing_day");
    put(
        map,
        Holiday.NEW_YEARS_EVE,
        "new_year_eve new_years_eve nye silvester sylvester reveillon vespera_de_ano_novo"
            + " passagem_de_ano noite_de_ano_novo");
    put(
        map,
        Holiday.CARNIVAL,
        "carnaval entrudo terca-feira_de_carnaval shrove_tuesday mardi_gras faschingsdienstag");
    put(map, Holiday.ASH_WEDNESDAY, "ash_wednesday aschermittwoch quarta-feira_de_cinzas");
    put(map, Holiday.PALM_SUNDAY, "palm_sunday palmsonntag domingo_de_ramos");
    put(map, Holiday.GOOD_FRIDAY, "good_friday karfreitag sexta-feira_santa sexta_santa");
    put(map, Holiday.EASTER, "easter easter_sunday ostern ostersonntag pascoa domingo_de_pascoa");
    put(map, Holiday.EASTER_MONDAY, "easter_monday ostermontag segunda-feira_de_pascoa");
    put(map, Holiday.ASCENSION, "ascension ascension_day himmelfahrt christi_himmelfahrt ascensao");
    put(
        map,
        Holiday.PENTECOST,
        "pentecost whit_sunday whitsun pfingsten pfingstsonntag pentecostes");
    put(map, Holiday.WHIT_MONDAY, "whit_monday pfingstmontag");
    put(map, Holiday.CORPUS_CHRISTI, "corpus_christi fronleichnam corpo_de_deus corpo_de_cristo");
    put(map, Holiday.MOTHERS_DAY, "mother_day mothers_day muttertag dia_das_maes");
    put(map, Holiday.MOTHERS_DAY_IN_PORTUGAL, "dia_da_mae");
    put(map, Holiday.FATHERS_DAY_IN_PORTUGAL, "dia_do_pai");
    put(map, Holiday.THANKSGIVING, "thanksgiving thanksgiving_day");
    put(map, Holiday.FIRST_ADVENT, "first_advent erster_advent");
    put(
        map,
        Holiday.LUNAR_NEW_YEAR,
        "chinese_new_year lunar_new_year spring_festival chinesisches_neujahr"
            + " chinesische_neujahr ano_novo_chines");
    put(map, Holiday.LANTERN_FESTIVAL, "lantern_festival");
    put(map, Holiday.DRAGON_BOAT_FESTIVAL, "dragon_boat_festival");
    put(map, Holiday.MID_AUTUMN_FESTIVAL, "mid_autumn_festival mid-autumn_festival moon_festival");
    put(map, Holiday.QINGMING, "qingming tomb_sweeping_day");
    return Map.copyOf(map);
  }
}
