package dev.sotto.plan;

import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.Origin;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.text.Words;
import dev.sotto.time.EventTimes;
import dev.sotto.time.Tense;
import dev.sotto.time.TimeMention;
import dev.sotto.time.TimeRange;
import dev.sotto.time.TimeReader;
import dev.sotto.tool.ArgumentType;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.KnownPlace;
import dev.sotto.tool.Place;
import dev.sotto.tool.Places;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plans by rules: a tool's own words in a request that looks at the world and not at the person's
 * records, or the tool's name behind a slash. Days and times are computed by code; places are read
 * behind prepositions or by their names. A plan is no permission: the gate still asks. Safe for all
 * threads.
 *
 * <p>Rules misread: what they take for a request of a tool may be a question to the records. The
 * person sees the plan before anything leaves.
 */
public final class ToolPlanner {
  private static final Labels TYPED = new Labels(Integrity.TYPED, Confidentiality.PERSONAL);
  private static final Labels OF_PROFILE = new Labels(Integrity.OWN, Confidentiality.PERSONAL);
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
  private static final Pattern BY_NAME = Pattern.compile("/([a-z][a-z0-9_]{1,31})(?:\\s+(.*))?");
  private static final Pattern OF_RECORDS =
      Pattern.compile(
          "\\b(?:said|says?|wrote|writes?|written|told|mails?|e-?mails?|notes?|messages?|chats?"
              + "|invoices?|bills?|paid|booked|bookings?|receipts?|disse|escreveu|notas?"
              + "|mensage(?:m|ns)|faturas?|sagte|schrieb|notiz(?:en)?|nachricht(?:en)?"
              + "|rechnung(?:en)?)\\b|说|写|邮件|笔记|消息|发票|账单|预订",
          FLAGS);
  private static final String OWNERS =
      "my|our|mine|meine?[nrms]?|unsere?[nrms]?|meus?|minhas?|nosso?s?|nossas?";
  private static final Pattern HERE =
      Pattern.compile(
          "\\b(?:here|nearby|near me|around me|close by|aqui|perto de mim|hier|in der nähe)\\b"
              + "|这里|这儿|附近|我家",
          FLAGS);
  private static final Pattern THERE =
      Pattern.compile("\\b(?:there|lá|ali|dort|da)\\b|那里|那儿|那边|当地", FLAGS);
  private static final Pattern HOME =
      Pattern.compile("(?:my )?home|(?:zu )?hause|daheim|heim|(?:minha )?casa|我?家里?", FLAGS);
  private static final Pattern AT_HOME =
      Pattern.compile(
          "\\b(?:at|near|around) (?:my )?home\\b|\\b(?:zu hause|daheim|em casa)\\b|在家|家里|家附近|我家",
          FLAGS);
  private static final Map<String, Pattern> ON_THE_WAY =
      Map.of(
          "from",
          Pattern.compile(
              "\\bfrom (?:my )?home\\b|\\b(?:von|ab) (?:zu )?(?:hause|daheim)\\b"
                  + "|\\b(?:de|desde) (?:minha )?casa\\b|从我?家",
              FLAGS),
          "to",
          Pattern.compile(
              "(?<!from |from my |at |near )\\bhome\\b|\\b(?:nach hause|heim(?:wärts)?)\\b"
                  + "|\\b(?:para|a) casa\\b|[回到去至]我?家",
              FLAGS));
  private static final Pattern CHINESE_START =
      Pattern.compile("从(\\p{IsHan}{2,8}?)(?:出发)?(?=(?:该?怎么|如何)?回我?家)");
  private static final Pattern QUOTED = Pattern.compile("[\"“„«「]([^\"”“»」]{1,120})[\"”“»」]");
  private static final Pattern HAN_RUN = Pattern.compile("\\p{IsHan}{2,}");
  private static final Pattern CHINESE_WAY =
      Pattern.compile(
          "从(\\p{IsHan}{1,8}?)(?:出发)?(?:到|去|至)(\\p{IsHan}{2,8}?)(?=的|怎|坐|有|[^\\p{IsHan}]|$)");
  private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}.'’-]*";
  private static final Pattern WORD = Pattern.compile(NAME);
  private static final int LONGEST_NAME = 5;

  private static final Map<String, String> INTRODUCED_BY =
      Map.of(
          "from", "from|von|ab|de|desde",
          "to", "to|nach|bis|para|até",
          "", "in|at|near|around|for|to|of|em|no|na|nos|nas|perto d[eao]|para|bei|nach|für");

  private static final Pattern STOPS =
      Pattern.compile(
          "\\b(?:from|to|in|at|near|around|for|of|on|by|with|and|or|please|today|the|is|it|will|be"
              + "|von|ab|nach|bis|in|im|bei|für|am|um|und|bitte|de|do|da|desde|para|até|em|no|na"
              + "|nos|nas|às|e|por favor|do|i|me|there|here|nearby|how|what|when|like)\\b",
          FLAGS);

  private final List<RegisteredTool<?>> tools;
  private final Places places;
  private final TimeReader times;

  /**
   * Creates a planner.
   *
   * @param tools the tools on offer, the preferred ones first
   * @param places knows places by name
   * @param times reads days and times
   */
  public ToolPlanner(List<RegisteredTool<?>> tools, Places places, TimeReader times) {
    this.tools = List.copyOf(tools);
    this.places = places;
    this.times = times;
  }

  /** Returns a plan, or nothing where no tool is called for. */
  public Optional<ToolPlan> plan(String text, PlanContext context) {
    Matcher named = BY_NAME.matcher(text.strip());
    if (named.matches()) {
      String words = Optional.ofNullable(named.group(2)).orElse("");
      return tools.stream()
          .filter(tool -> tool.manifest().id().value().equals(named.group(1)))
          .findFirst()
          .map(tool ->
              filled(tool, new Request(words, Way.NAMED, context), ToolPlan.Choice.BY_NAME));
    }
    Optional<ToolPlan> chosen = chosen(text, context);
    return chosen.isPresent() ? chosen : continued(text, context);
  }

  /** Returns whether a text names a tool behind a slash, known or not. */
  public static boolean namesTool(String text) {
    return BY_NAME.matcher(text.strip()).matches();
  }

  private Optional<ToolPlan> chosen(String text, PlanContext context) {
    if (OF_RECORDS.matcher(text).find()) {
      return Optional.empty();
    }
    List<String> said = Words.of(text);
    RegisteredTool<?> best = null;
    String bestWord = "";
    for (RegisteredTool<?> tool : tools) {
      for (String word : tool.manifest().words()) {
        if (word.length() > bestWord.length()
            && Collections.indexOfSubList(said, Words.of(word)) >= 0
            && !isOwned(text, word)) {
          best = tool;
          bestWord = word;
        }
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    Request request = new Request(text, Way.CHOSEN, context);
    if (request.looksBack()) {
      return Optional.empty();
    }
    ToolPlan plan = filled(best, request, ToolPlan.Choice.BY_WORDS);
    return isServed(plan) ? Optional.of(plan) : Optional.empty();
  }

  private static boolean isServed(ToolPlan plan) {
    return plan.tool().argumentType().parameters().stream()
        .noneMatch(parameter ->
            plan.missing().contains(parameter.name())
                && parameter.kind() != ArgumentType.Kind.PLACE);
  }

  private static boolean isOwned(String text, String word) {
    return Pattern.compile("\\b(?:" + OWNERS + ")\\s+(?:\\p{L}+\\s+)?" + Pattern.quote(word), FLAGS)
            .matcher(text)
            .find()
        || Pattern.compile("我们?的" + Pattern.quote(word)).matcher(text).find();
  }

  /** "And tomorrow?", "and in Faro?" after a call. */
  private Optional<ToolPlan> continued(String text, PlanContext context) {
    if (context.lastPlan().isEmpty() || Words.of(text).size() > 8) {
      return Optional.empty();
    }
    ToolPlan last = context.lastPlan().get();
    Request request = new Request(text, Way.CONTINUED, context);
    if (!request.isOnlyTimesAndPlaces()) {
      return Optional.empty();
    }
    ToolPlan now = filled(last.tool(), request, last.asked());
    Map<String, LabelledArgument> joined = new LinkedHashMap<>();
    for (ArgumentType.Parameter parameter : last.tool().argumentType().parameters()) {
      LabelledArgument said = now.arguments().get(parameter.name());
      LabelledArgument before = last.arguments().get(parameter.name());
      boolean saysIt =
          switch (parameter.kind()) {
            case DAY, TIME -> request.mention().isPresent();
            case PLACE, WORDS ->
                said != null
                    && (said.origin() instanceof Origin.Typed
                        || request.saysHome(parameter.name()));
            case CHOICE -> said != null;
          };
      LabelledArgument argument = saysIt || before == null ? said : before;
      if (argument != null) {
        joined.put(parameter.name(), argument);
      }
    }
    return Optional.of(new ToolPlan(last.tool(), joined, List.of(), last.asked()))
        .filter(plan -> missing(plan.tool(), plan.arguments()).isEmpty());
  }

  private ToolPlan filled(RegisteredTool<?> tool, Request request, ToolPlan.Choice choice) {
    Map<String, LabelledArgument> arguments = new LinkedHashMap<>();
    for (ArgumentType.Parameter parameter : tool.argumentType().parameters()) {
      argument(parameter, request).ifPresent(value -> arguments.put(parameter.name(), value));
    }
    if (isHome(arguments.get("from")) && isHome(arguments.get("to"))) {
      arguments.remove("from");
    }
    return new ToolPlan(tool, arguments, missing(tool, arguments), choice);
  }

  private static boolean isHome(@Nullable LabelledArgument argument) {
    return argument != null && argument.origin() instanceof Origin.Profile;
  }

  private static List<String> missing(
      RegisteredTool<?> tool, Map<String, LabelledArgument> arguments) {
    return tool.argumentType().parameters().stream()
        .filter(parameter -> parameter.required() && !arguments.containsKey(parameter.name()))
        .map(ArgumentType.Parameter::name)
        .toList();
  }

  private Optional<LabelledArgument> argument(ArgumentType.Parameter parameter, Request request) {
    return switch (parameter.kind()) {
      case DAY -> day(parameter, request).map(ToolPlanner::typed);
      case TIME ->
          request
              .mention()
              .filter(mention -> mention.range().grain() == TimeRange.Grain.MINUTE)
              .map(m -> typed(new ArgumentValue.Time(m.range().from().toLocalTime())));
      case CHOICE -> choice(parameter, request).map(ToolPlanner::typed);
      case PLACE -> place(parameter, request);
      case WORDS -> words(parameter, request).map(w -> typed(new ArgumentValue.Words(w)));
    };
  }

  private static LabelledArgument typed(ArgumentValue value) {
    return new LabelledArgument(value, TYPED, new Origin.Typed());
  }

  private static Optional<ArgumentValue> day(ArgumentType.Parameter parameter, Request request) {
    Optional<ArgumentValue> said =
        request.mention().map(m -> new ArgumentValue.Day(m.range().from().toLocalDate()));
    return said.isPresent() || !parameter.required()
        ? said
        : Optional.of(new ArgumentValue.Day(request.context().now().toLocalDate()));
  }

  private static Optional<ArgumentValue> choice(ArgumentType.Parameter parameter, Request request) {
    List<String> said = Words.of(request.text());
    return parameter.choices().stream()
        .flatMap(constant ->
            constant.words().stream()
                .filter(word -> Collections.indexOfSubList(said, Words.of(word)) >= 0)
                .map(word -> Map.entry(word, constant.name())))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(entry -> new ArgumentValue.Choice(entry.getValue()));
  }

  private Optional<LabelledArgument> place(ArgumentType.Parameter parameter, Request request) {
    Optional<String> name = name(parameter, request);
    if (name.isPresent()) {
      Optional<GeoPoint> point =
          places.find(name.get()).stream().findFirst().map(KnownPlace::point);
      return Optional.of(typed(new ArgumentValue.Where(new Place(name.get(), point))));
    }
    boolean saysHome = request.saysHome(parameter.name());
    if (!saysHome && THERE.matcher(request.text()).find()) {
      Optional<LabelledArgument> there = there(request.context());
      if (there.isPresent()) {
        return there;
      }
    }
    if (!saysHome && parameter.name().equals("to")) {
      return Optional.empty();
    }
    return request
        .context()
        .home()
        .map(home ->
            new LabelledArgument(new ArgumentValue.Where(home), OF_PROFILE, new Origin.Profile()));
  }

  private Optional<LabelledArgument> there(PlanContext context) {
    if (context.lastPlan().isPresent()) {
      return context.lastPlan().get().arguments().values().stream()
          .filter(argument -> argument.value() instanceof ArgumentValue.Where)
          .findFirst();
    }
    Optional<LabelledArgument> typed =
        context
            .lastTyped()
            .flatMap(text -> knownName(new Request(text, Way.CONTINUED, context).withoutTimes()))
            .map(name ->
                new Place(name, places.find(name).stream().findFirst().map(KnownPlace::point)))
            .map(place -> typed(new ArgumentValue.Where(place)));
    return typed.isPresent() ? typed : context.lastPlace();
  }

  private Optional<String> words(ArgumentType.Parameter parameter, Request request) {
    if (INTRODUCED_BY.containsKey(parameter.name())) {
      return name(parameter, request);
    }
    Matcher quoted = QUOTED.matcher(request.text());
    if (quoted.find()) {
      return Optional.of(quoted.group(1));
    }
    return Optional.of(request.withoutTimes().strip())
        .filter(rest -> request.way() == Way.NAMED && !rest.isEmpty());
  }

  /** The name of a place as the words give it, behind its preposition or by itself. */
  private Optional<String> name(ArgumentType.Parameter asked, Request request) {
    String parameter = asked.name();
    String text = request.withoutTimes();
    Matcher way = CHINESE_WAY.matcher(text);
    if (way.find() && (parameter.equals("from") || parameter.equals("to"))) {
      return Optional.of(way.group(parameter.equals("from") ? 1 : 2))
          .filter(name -> !HOME.matcher(name).matches());
    }
    Matcher start = CHINESE_START.matcher(text);
    if (parameter.equals("from") && start.find()) {
      return Optional.of(start.group(1));
    }
    boolean plain = !INTRODUCED_BY.containsKey(parameter);
    Pattern introduced =
        Pattern.compile(
            "\\b(?:"
                + INTRODUCED_BY.getOrDefault(parameter, INTRODUCED_BY.get(""))
                + ")\\s+(?:the\\s+)?",
            FLAGS);
    Matcher matcher = introduced.matcher(text);
    while (matcher.find()) {
      Optional<String> name = nameAt(text, matcher.end(), asked.kind());
      if (name.isPresent()
          && !HERE.matcher(name.get()).matches()
          && !HOME.matcher(name.get()).matches()) {
        return name;
      }
    }
    if (!plain || request.saysHome(parameter)) {
      return Optional.empty();
    }
    Optional<String> known = knownName(text);
    if (known.isPresent() || request.way() != Way.NAMED) {
      return known;
    }
    String rest = text.strip();
    return rest.isEmpty() || HERE.matcher(rest).find() || THERE.matcher(rest).find()
        ? Optional.empty()
        : Optional.of(rest);
  }

  /** The words from an offset: as many as make a known name, or as are written like a name. */
  private Optional<String> nameAt(String text, int start, ArgumentType.Kind kind) {
    List<int[]> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    int at = start;
    while (words.size() < LONGEST_NAME && word.find(at)) {
      String between = text.substring(words.isEmpty() ? start : words.getLast()[1], word.start());
      if (!between.isBlank() || STOPS.matcher(word.group()).matches()) {
        break;
      }
      words.add(new int[] {word.start(), word.end()});
      at = word.end();
    }
    for (int count = words.size(); count > 0 && kind == ArgumentType.Kind.PLACE; count--) {
      String name = text.substring(start, words.get(count - 1)[1]);
      if (isKnown(name)) {
        return Optional.of(name);
      }
    }
    int capitalised = 0;
    while (capitalised < words.size()
        && Character.isUpperCase(text.codePointAt(words.get(capitalised)[0]))) {
      capitalised++;
    }
    return capitalised == 0
        ? Optional.empty()
        : Optional.of(text.substring(start, words.get(capitalised - 1)[1]));
  }

  /** The longest known name anywhere in the text. */
  private Optional<String> knownName(String text) {
    Optional<String> best = Optional.empty();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (Character.UnicodeScript.of(word.group().codePointAt(0)) != Character.UnicodeScript.HAN
          && Character.isUpperCase(word.group().codePointAt(0))) {
        Optional<String> name =
            nameAt(text, word.start(), ArgumentType.Kind.PLACE).filter(found -> isKnown(found));
        best = longer(best, name);
      }
    }
    Matcher run = HAN_RUN.matcher(text);
    while (run.find()) {
      String characters = run.group();
      for (int from = 0; from < characters.length() - 1; from++) {
        for (int to = from + 2; to <= Math.min(characters.length(), from + 6); to++) {
          String name = characters.substring(from, to);
          if (isKnown(name)) {
            best = longer(best, Optional.of(name));
          }
        }
      }
    }
    return best;
  }

  private boolean isKnown(String name) {
    return !places.find(name).isEmpty();
  }

  private static Optional<String> longer(Optional<String> one, Optional<String> other) {
    return other.isPresent() && (one.isEmpty() || other.get().length() > one.get().length())
        ? other
        : one;
  }

  /** How a request came to its tool. */
  private enum Way {
    NAMED,
    CHOSEN,
    CONTINUED
  }

  /** One request, with its times read once. */
  private final class Request {
    private static final Pattern FILLER =
        Pattern.compile(
            "\\b(?:and|und|e|what|how|about|the|then|in|at|for|on|to|from|near|is|it|da|do|para|em|wie|ist|es|am|there|ok|please)\\b"
                + "|那么?|呢|怎么样|还有|的|[\\p{Punct}，。？！、\\s]",
            FLAGS);

    private final String text;
    private final Way way;
    private final PlanContext context;
    private final List<TimeMention> mentions;

    Request(String text, Way way, PlanContext context) {
      this.text = text;
      this.way = way;
      this.context = context;
      this.mentions = times.read(text, context.now(), EventTimes.NONE, Tense.FUTURE);
    }

    String text() {
      return text;
    }

    Way way() {
      return way;
    }

    PlanContext context() {
      return context;
    }

    Optional<TimeMention> mention() {
      return mentions.stream().findFirst();
    }

    /** Returns whether the words name the person's home for a parameter. */
    boolean saysHome(String parameter) {
      return ON_THE_WAY.getOrDefault(parameter, AT_HOME).matcher(text).find();
    }

    boolean looksBack() {
      boolean past =
          mentions.stream()
              .anyMatch(
                  m -> !m.range().until().isAfter(context.now().toLocalDate().atStartOfDay()));
      return past || (Tense.of(text) == Tense.PAST && mentions.isEmpty());
    }

    String withoutTimes() {
      StringBuilder rest = new StringBuilder(text);
      for (TimeMention mention : mentions) {
        for (int i = mention.span().start(); i < mention.span().end(); i++) {
          rest.setCharAt(i, ',');
        }
      }
      return rest.toString().replaceAll(",{2,}", " , ").replaceAll("^[\\s,]+|[\\s,?？!！.。]+$", "");
    }

    boolean isOnlyTimesAndPlaces() {
      String rest = withoutTimes();
      Optional<String> name = knownName(rest);
      if (mentions.isEmpty() && name.isEmpty() && !saysHome("")) {
        return false;
      }
      String left = name.map(n -> withoutFirst(withoutTimes(), n)).orElse(rest);
      return FILLER.matcher(AT_HOME.matcher(left).replaceAll("")).replaceAll("").isEmpty();
    }

    private static String withoutFirst(String text, String name) {
      int at = text.indexOf(name);
      return text.substring(0, at) + text.substring(at + name.length());
    }
  }

  @Override
  public String toString() {
    return "ToolPlanner[" + tools.size() + " tools]";
  }
}
