package dev.sotto.calendar;

import dev.sotto.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of an event's title, or of a question that names an event, in a form that can be
 * compared across English, Chinese and Portuguese: what people call the same kind of appointment is
 * one word. Stateless.
 */
final class EventWords {
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}+");
  private static final Pattern CHINESE_ADDRESS =
      Pattern.compile("(\\p{IsHan})(老师|先生|女士|小姐|太太|医生|教练|师傅|阿姨|叔叔)");

  /** What stands for a Chinese surname, so that a teacher is found by surname and title. */
  static final String SURNAME = "surname:";

  private static final List<String> SAME =
      List.of(
          "class lesson course tutorial 课程 上课 课 aula curso lição stunde unterricht kurs",
          "chinese mandarin 中文 汉语 普通话 mandarim chinês",
          "english 英语 英文 inglês",
          "german deutsch 德语 德文 alemão",
          "portuguese português 葡萄牙语 葡语",
          "spanish español 西班牙语 espanhol",
          "french français 法语 francês",
          "dentist dental 牙医 看牙 牙科 洗牙 dentista zahnarzt zahnärztin zahnarzttermin",
          "doctor gp physician doc 医生 看医生 看病 médico médica arzt ärztin hausarzt",
          "vet 兽医 veterinário veterinária tierarzt tierärztin",
          "pill tablet 药片 吃药 药 comprimido tablette",
          "worm deworm 驱虫 desparasitação",
          "vaccination vaccine jab 疫苗 打针 接种 vacina vacinação impfung impftermin geimpft impfen",
          "flight plane fly flying aeroplane airplane 航班 飞机 voo avião flug flieger abflug fliege"
              + " fliegen",
          "train 火车 高铁 comboio trem zug bahn",
          "ferry sail 渡轮 balsa fähre",
          "move moving removal 搬家 mudança umzug umgezogen umziehen",
          "meeting 会议 开会 reunião besprechung sitzung",
          "call phonecall 电话 chamada ligação anruf telefonat",
          "birthday bday 生日 aniversário geburtstag",
          "party 聚会 派对 festa feier",
          "dinner supper 晚饭 晚餐 jantar abendessen",
          "lunch 午饭 午餐 almoço mittagessen",
          "breakfast brunch 早饭 早餐 frühstück",
          "concert gig 音乐会 演唱会 concerto konzert",
          "cinema film movie 电影 看电影 filme kino",
          "theatre theater play 剧院 话剧 teatro",
          "exam test 考试 exame prova prüfung klausur",
          "wedding 婚礼 casamento hochzeit",
          "trip travel journey vacation holiday 旅行 度假 假期 férias viagem reise urlaub",
          "rehearsal 排练 ensaio probe",
          "workout gym fitness 健身房 健身 ginásio academia",
          "yoga 瑜伽 ioga",
          "swimming swim 游泳 natação schwimmen",
          "haircut hairdresser barber 理发 剪头发 cabeleireiro friseur friseurin friseurtermin",
          "interview 面试 entrevista vorstellungsgespräch bewerbungsgespräch",
          "deadline 截止 prazo frist",
          "opening vernissage 开幕 abertura inauguração",
          "choir 合唱团 合唱 coro chor",
          "football soccer 足球 futebol fußball",
          "piano 钢琴 klavier",
          "school 学校 escola schule",
          "passport 护照 passaporte reisepass",
          "key 钥匙 chave schlüssel",
          "viewing 看房",
          "housewarming 乔迁 暖房 einweihungsfeier einweihung",
          "market 市场 feira markt",
          "museum 博物馆 museu",
          "conference 大会 conferência konferenz tagung",
          "checkup 体检",
          "physio physiotherapy physiotherapist 理疗 fisioterapia physiotherapie krankengymnastik",
          "bike bicycle 自行车 bicicleta fahrrad",
          "graduation 毕业典礼 formatura",
          "workshop 工作坊 oficina",
          "parcel package 包裹 encomenda",
          "coffee 咖啡 café",
          "walk hike 散步 徒步 caminhada",
          "run running jog 跑步 corrida",
          "depart departure leave leaving 出发 动身 启程 partida partir abreise abfahrt");

  private static final Set<String> TRAVELS = Set.of("flight", "train", "ferry", "trip");

  /** Words that people add to the name of what is in their calendar: yoga class, birthday party. */
  static final Set<String> KINDS = Set.of("party", "class", "trip");

  /** The word for setting off, which every journey answers to. */
  static final String DEPARTURE = "depart";

  private static final Map<String, String> CONCEPTS = new HashMap<>();

  /** Words of which German makes longer ones: a Klavierstunde is a piano lesson. */
  private static final Map<String, String> PARTS = new HashMap<>();

  private static final List<String> CHINESE_WORDS = new ArrayList<>();
  private static final Set<String> WEAK =
      Set.copyOf(
          Words.of(
              "day date time event appointment session visit visited visiting see saw seen go went"
                  + " gone going take took taken taking meet met attend attended start begin end"
                  + " finish happen happening plan planned schedule scheduled calendar next last"
                  + " previous upcoming come coming came again due need left remaining another"
                  + " other still now ever most recently recent latest actually be exactly"
                  + " currently until till before after since between during when go going"
                  + " scheduled set fall falls take place lie lies pass passed left to entry"
                  + " entries diary agenda hold held o a os as um uma de da do das dos para com em"
                  + " no na nos nas que meu minha meus minhas ate e ao aos foi sera dia data hora"
                  + " proximo proxima ultimo ultima ir fui vou ver vi ter tenho tive vez vezes"
                  + " consulta marcacao compromisso evento quando qual falta faltam ha pelo pela"
                  + " sessao sessoes estar estive esteve estivemos tivemos teve tinha temos leva"
                  + " levar levo levou encontro encontros ida idas volta voltar volto marcar haver"
                  + " houve vai vamos vou sera acontece aconteceu fica fomos foram vez marcacoes"
                  + " proximos proximas ultimos ultimas agendado marcado marcada outra der die das"
                  + " den dem des ein eine einen mein meine meinen meinem meiner unser ich wir mir"
                  + " habe hab haben hatte hatten bin war waren ist sind findet fand statt termin"
                  + " termine stattfinden wieder muss geh gehe gehen wird werden fahre beim bei im"
                  + " zum zur am vom in nächste nächsten nächster nächstes letzte letzten letzter"
                  + " letztes mal noch beginnt beginnen fängt startet geht uhr gewesen gehabt"
                  + " angesetzt geplant bekommt kriegt dran trifft traf sich getroffen es treffen"
                  + " treffe"));
  private static final Set<String> WEAK_CHINESE =
      Set.of(
          "天", "日", "次", "下", "上", "去", "看", "见", "离", "还", "前", "回", "号", "时", "候", "点", "过", "开",
          "又", "再", "来", "最", "近", "节", "场", "跟", "与", "从", "距", "剩", "已", "经", "今", "年", "做", "参",
          "加", "得", "共", "总", "持", "续", "待", "吃");

  static {
    for (String line : SAME) {
      String[] words = line.split(" ");
      for (String word : words) {
        if (HAN.matcher(word).matches()) {
          CONCEPTS.put(word, words[0]);
          CHINESE_WORDS.add(word);
        } else {
          CONCEPTS.put(Words.of(word).getFirst(), words[0]);
        }
      }
    }
    for (String part :
        Words.of(
            "klavier chor stunde unterricht kurs probe konzert konferenz termin zahnarzt tierarzt"
                + " impf impfung prüfung feier reise flug geburtstag umzug besprechung")) {
      PARTS.put(part, CONCEPTS.getOrDefault(part, part));
    }
    CHINESE_WORDS.sort((one, other) -> other.length() - one.length());
  }

  private EventWords() {}

  /** Returns the words of a text; function words left out. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    Matcher address = CHINESE_ADDRESS.matcher(text);
    StringBuilder rest = new StringBuilder();
    while (address.find()) {
      words.add(SURNAME + address.group(1));
      address.appendReplacement(rest, " ");
    }
    address.appendTail(rest);
    String left = rest.toString();
    for (String chinese : CHINESE_WORDS) {
      if (left.contains(chinese)) {
        words.add(CONCEPTS.getOrDefault(chinese, chinese));
        left = left.replace(chinese, " ");
      }
    }
    for (String word : Words.contentOf(left)) {
      words.add(CONCEPTS.getOrDefault(word, word));
    }
    return words;
  }

  /** Returns the words that tell which event is meant; all words where none tells more. */
  static List<String> telling(String phrase) {
    List<String> all = of(phrase);
    List<String> telling =
        all.stream()
            .filter(word -> !WEAK.contains(word) && !WEAK_CHINESE.contains(word))
            .distinct()
            .toList();
    return telling.equals(List.of("飞")) ? List.of("flight") : telling;
  }

  /** Returns the words under which something that holds these words is found. */
  static List<String> findable(String text) {
    List<String> words = new ArrayList<>(of(text));
    for (String word : List.copyOf(words)) {
      PARTS.forEach((part, concept) -> {
        if (word.length() > part.length() + 2 && (word.startsWith(part) || word.endsWith(part))) {
          words.add(concept);
        }
      });
    }
    if (words.stream().anyMatch(TRAVELS::contains)) {
      words.add(DEPARTURE);
    }
    return words;
  }

  /** Returns what a participant's name is found by. */
  static List<String> ofName(String name) {
    List<String> words = new ArrayList<>(Words.contentOf(name));
    Matcher han = HAN.matcher(name);
    while (han.find()) {
      if (han.group().length() <= 4) {
        words.add(SURNAME + han.group().substring(0, 1));
      }
    }
    return words;
  }

  /** Returns whether two words are one, allowing a slip of the pen in a long one. */
  static boolean same(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    int shorter = Math.min(one.length(), other.length());
    if (shorter < 5 || !isLetters(one) || !isLetters(other)) {
      return false;
    }
    if (shorter >= 6 && (one.startsWith(other) || other.startsWith(one))) {
      return true;
    }
    return shorter >= 6 && (isSwapped(one, other) || lacksOne(one, other) || lacksOne(other, one));
  }

  private static boolean isLetters(String word) {
    return word.chars().allMatch(c -> Character.isLetter(c) && c < 0x250);
  }

  private static boolean isSwapped(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    int i = 0;
    while (i < one.length() && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i + 1 < one.length()
        && one.charAt(i) == other.charAt(i + 1)
        && one.charAt(i + 1) == other.charAt(i)
        && one.substring(i + 2).equals(other.substring(i + 2));
  }

  private static boolean lacksOne(String longer, String shorter) {
    if (longer.length() != shorter.length() + 1) {
      return false;
    }
    int i = 0;
    while (i < shorter.length() && longer.charAt(i) == shorter.charAt(i)) {
      i++;
    }
    return longer.substring(i + 1).equals(shorter.substring(i));
  }
}
