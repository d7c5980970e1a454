package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerShapeTest {
  @ParameterizedTest
  @CsvSource({
    "what did the paint cost, MONEY",
    "when is the boiler service, TIME",
    "who keeps the spare key, NAME",
    "serial no of the trombone, IDENTIFIER",
    "how high is the ceiling, QUANTITY",
    "房租多少钱, MONEY",
    "什么时候出发, TIME",
    "wann kommt der Zug, TIME",
    "flight no?, IDENTIFIER",
    "quanto custa a creche, MONEY",
    "quanto e a renda, MONEY",
    "quanto paguei ao canalizador, MONEY",
    "qual foi o preço do frigorífico, MONEY",
    "quando é a consulta, TIME",
    "a que horas sai o comboio, TIME",
    "em que dia vem o técnico, TIME",
    "qual e a data da festa, TIME",
    "até quando é válida a carta, TIME",
    "quando é que a Rita faz anos, TIME",
    "qual o prazo para o IRS, TIME",
    "quem tem a chave, NAME",
    "como se chama o veterinário, NAME",
    "qual é o nome da professora, NAME",
    "qual o numero do passaporte, IDENTIFIER",
    "codigo da porta, IDENTIFIER",
    "qual a senha do wifi, IDENTIFIER",
    "qual é o telefone da clínica, IDENTIFIER",
    "qual é a matrícula do carro, IDENTIFIER",
    "quantos ovos leva o bolo, QUANTITY",
    "quanto tempo demora a viagem, QUANTITY",
    "quanto pesa o gato, QUANTITY",
    "que altura tem o armário, QUANTITY",
    "was hat das Sofa gekostet, MONEY",
    "wie hoch ist die Kaution, MONEY",
    "um wie viel Uhr ist das Essen, TIME",
    "an welchem Tag ist die Feier, TIME",
    "wie heißt der Hausmeister, NAME",
    "wem gehört das Rad, NAME",
    "wie ist die Telefonnummer der Praxis, IDENTIFIER",
    "das WLAN-Passwort, IDENTIFIER",
    "wie oft muss ich gießen, QUANTITY",
    "我的车牌是什么, IDENTIFIER",
    "护照的截止日期, TIME",
    "到车站有多远, QUANTITY"
  })
  void aQuestionTellsTheShapeOfItsAnswer(String question, AnswerShape shape) {
    assertThat(AnswerShape.of(question)).contains(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "quando é a consulta no dentista, IDENTIFIER",
    "onde está o sofá no sótão, IDENTIFIER",
    "quanto tempo demora a viagem, MONEY",
    "quanto pesa o gato, MONEY",
    "um wie viel Uhr kommt er, MONEY",
    "how much mobile data is left, TIME"
  })
  void aQuestionDoesNotTellAShapeByAWordOfAnotherMeaning(String question, AnswerShape shape) {
    assertThat(AnswerShape.of(question)).doesNotContain(shape);
  }

  @Test
  void aQuestionThatAsksInOtherWordsHasNoShape() {
    assertThat(AnswerShape.of("tell me about the moths")).isEmpty();
    assertThat(AnswerShape.anyIn(AnswerShape.of("tell me about the moths"), "at 19:30")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "what did it cost | I paid 85 € for it. | I paid a lot.",
        "when is dinner | Dinner is at 19:30. | Dinner is at the harbour.",
        "when is dinner | Dinner is on Friday. | Dinner is for five.",
        "who has the key | Hanna has it. | it is in the tin.",
        "code of the gate | 6143, then the hash key | the one by the yard",
        "reference number of the order | Your order WK-22-903 is on its way. | The van costs 1,380"
            + " EUR a week.",
        "number of the meter | It is 18233. | Reading on 29 May: 38,914 kWh, at 16:30.",
        "o número de contribuinte | É o 123.456.789. | São € 150 por mês.",
        "telephone number of the baker | 912 334 870 | 250 g of flour, 45 min at 190 °",
        "how many seats | There are twelve. | There are enough.",
        "quanto custou | Paguei 85 euros. | Foi caro.",
        "quanto custa no Brasil | São 40 reais. | É barato lá.",
        "quando é o jantar | É na sexta às 20h. | É no porto.",
        "quando é o jantar | É no dia 14 de maio. | É em casa da Rita.",
        "a que horas é | Começa às 10h30. | Começa cedo.",
        "quantos lugares | São doze. | São bastantes.",
        "quem tem a chave | A Hanna tem. | está na lata.",
        "wann ist das Essen | Um 19 Uhr. | Am Hafen.",
        "wann war es | Das war gestern. | Das war schön."
      })
  void anAnswerHoldsTheShapeThatIsAskedFor(String question, String holds, String lacks) {
    assertThat(AnswerShape.anyIn(AnswerShape.of(question), holds)).isTrue();
    assertThat(AnswerShape.anyIn(AnswerShape.of(question), lacks)).isFalse();
  }
}
