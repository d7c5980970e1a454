package dev.sotto.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageDetectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what time is dinner with Anna | ENGLISH
          frame number of tora | ENGLISH
          wo ist die Rechnung für den Boiler | OTHER
          quando é que o canalizador não veio | OTHER
          我们到底哪天去看熊猫？ | CHINESE
          陈薇: OK 好的 see you | CHINESE
          猫はどこですか | OTHER
          где мой ключ | OTHER
          12345 | ENGLISH
          """)
  void tellsTheLanguage(String text, TextLanguage expected) {
    assertThat(LanguageDetector.detect(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what do I do as a guest",
        "no one told me so",
        "remind me to call mum",
        "who will come to the party",
        "was the rent paid",
        "did the plant die",
        "meeting 3 o'clock",
        "O'Brien phone number",
        "blood type O negative",
        "vitamin E dose",
        "price of la cucina",
        "flight to sao paulo",
        "um, when is the dentist",
        "is it a no or a maybe",
        "do I owe Tom money",
        "as a member do I pay less",
        "has Ada sent me the form",
        "café where we met",
        "when is the da Vinci exhibition",
        "wifi password",
        "passport number",
        "boiler service",
        "how much was the deposit"
      })
  void anEnglishQuestionIsEnglish(String question) {
    assertThat(LanguageDetector.detect(question)).isEqualTo(TextLanguage.ENGLISH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qual e o codigo da porta",
        "quando e a consulta",
        "quanto custa a renda",
        "quanto paguei de luz",
        "onde deixei o passaporte",
        "onde estao as chaves",
        "quem tem a chave suplente",
        "a que horas e o jantar",
        "qual a password do wifi",
        "o pin do cartao",
        "tenho de pagar a conta",
        "o que e que a medica me disse",
        "como se chama o gato do Rui",
        "quantos dias faltam para as ferias",
        "quantas vacinas tomou a Ines",
        "preciso de marcar dentista",
        "em que dia vem o tecnico",
        "ja paguei o condominio",
        "quais sao os meus voos",
        "a reunião",
        "o meu nif",
        "numero do cartao de cidadao da mae",
        "nao encontro o recibo",
        "que roupa e que eu devo levar",
        "o carro esta na oficina",
        "cade meu celular",
        "que horas sai o trem"
      })
  void aPortugueseQuestionIsNotEnglishWithOrWithoutItsAccents(String question) {
    assertThat(LanguageDetector.detect(question)).isEqualTo(TextLanguage.OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wann ist der Termin",
        "was kostet die Miete",
        "was muss ich mitbringen",
        "wer hat den Schlüssel",
        "wo wohnt Tante Erna",
        "wie lautet das Passwort",
        "ich will wissen wann er kommt",
        "welche Nummer hat mein Pass",
        "hat Jonas bezahlt und wieviel",
        "was ist in der roten Kiste",
        "bis wann muss es fertig sein",
        "donde esta mi pasaporte",
        "cual es el codigo de la puerta",
        "cuando es la cita con el dentista",
        "cuanto cuesta el alquiler",
        "quién tiene las llaves",
        "a qué hora sale el tren",
        "como se llama el perro",
        "où est mon passeport",
        "quand est le rendez-vous",
        "dove sono le chiavi",
        "quanto costa il biglietto"
      })
  void aQuestionInAnotherLanguageOfLatinScriptIsNotEnglish(String question) {
    assertThat(LanguageDetector.detect(question)).isEqualTo(TextLanguage.OTHER);
  }
}
