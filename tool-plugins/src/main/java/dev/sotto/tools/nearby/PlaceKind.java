package dev.sotto.tools.nearby;

import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.NamedChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A kind of place: a value of OpenStreetMap's keys {@code amenity}, {@code shop}, {@code tourism}
 * or {@code cuisine}.
 */
public enum PlaceKind implements NamedChoice {
  STEAK_HOUSE("Steakhouse", "牛排馆", "steakhouse", "steak house", "churrascaria", "steak"),
  PIZZA("Pizzeria", "比萨店", "pizzeria", "pizza place", "比萨"),
  SUSHI("Sushi restaurant", "寿司店", "sushi restaurant", "sushi place", "寿司"),
  CHINESE("Chinese restaurant", "中餐馆", "chinese restaurant", "中餐", "restaurante chinês"),
  INDIAN("Indian restaurant", "印度餐馆", "indian restaurant", "印度菜", "restaurante indiano"),
  ITALIAN("Italian restaurant", "意大利餐馆", "italian restaurant", "意大利菜"),
  RESTAURANT("Restaurant", "餐馆", "restaurante", "餐厅", "饭馆", "饭店"),
  FAST_FOOD("Fast food", "快餐店", "fast food place", "imbiss", "快餐"),
  CAFE("Café", "咖啡馆", "café", "coffee shop", "coffee place", "咖啡店", "konditorei"),
  BAR("Bar", "酒吧", "cocktail bar"),
  PUB("Pub", "英式酒馆", "kneipe"),
  BAKERY("Bakery", "面包店", "bäckerei", "padaria"),
  SUPERMARKET("Supermarket", "超市", "supermarkt", "supermercado", "grocery store"),
  PHARMACY("Pharmacy", "药店", "chemist", "drugstore", "apotheke", "farmácia", "药房"),
  DOCTORS("Doctor", "诊所", "doctor", "arzt", "médico", "医生"),
  DENTIST("Dentist", "牙医", "zahnarzt", "dentista", "牙科"),
  HOSPITAL("Hospital", "医院", "krankenhaus", "emergency room"),
  HOTEL("Hotel", "酒店", "旅馆", "宾馆"),
  ATM("Cash machine", "自动取款机", "cash machine", "cashpoint", "geldautomat", "multibanco", "取款机"),
  BANK("Bank", "银行", "bank branch"),
  POST_OFFICE("Post office", "邮局", "postamt", "correios"),
  FUEL("Petrol station", "加油站", "petrol station", "gas station", "tankstelle"),
  CHARGING_STATION("Charging station", "充电站", "ev charger", "ladestation"),
  LIBRARY("Library", "图书馆", "bibliothek", "biblioteca"),
  CINEMA("Cinema", "电影院", "movie theater", "kino"),
  MUSEUM("Museum", "博物馆", "museu"),
  TOILETS("Toilets", "厕所", "toilet", "restroom", "casa de banho", "洗手间"),
  PARKING("Car park", "停车场", "car park", "parking lot", "parkplatz", "estacionamento");

  private final LocalizedText title;
  private final List<String> words;

  PlaceKind(String english, String chinese, String... otherWords) {
    this.title = new LocalizedText(english, chinese);
    List<String> all = new ArrayList<>(List.of(otherWords));
    for (String word : List.of(english.toLowerCase(Locale.ROOT), chinese)) {
      if (!all.contains(word)) {
        all.add(word);
      }
    }
    this.words = List.copyOf(all);
  }

  /** Returns how people are told of one whose name isn't known. */
  LocalizedText title() {
    return title;
  }

  /** Returns the value of the key. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> words() {
    return words;
  }
}
