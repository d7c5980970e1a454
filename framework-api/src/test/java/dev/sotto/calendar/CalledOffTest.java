package dev.sotto.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CalledOffTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CANCELLED: Choir rehearsal",
        "[Canceled] Yoga",
        "Yoga cancelled",
        "Yoga (called off)",
        "CANCELADO jantar com a Rita",
        "Cancelada: reunião",
        "Reunião de condomínio - cancelada",
        "Jantar (desmarcado)",
        "Abgesagt: Chorprobe",
        "Chorprobe fällt aus",
        "【取消】聚餐",
        "聚餐（已取消）",
        "取消：合唱团排练"
      })
  void tellsWhatWasCancelled(String title) {
    assertThat(CalledOff.of(title)).contains(Occurrence.State.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Postponed: dentist",
        "Jantar (adiado)",
        "Reunião adiada",
        "ADIADO - consulta",
        "Zahnarzt (verschoben)",
        "牙医 改期",
        "【推迟】钢琴课"
      })
  void tellsWhatWasPutOff(String title) {
    assertThat(CalledOff.of(title)).contains(Occurrence.State.POSTPONED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cancel gym membership",
        "Cancelled flight refund call",
        "Cancelar a assinatura",
        "Ask whether yoga is cancelled on Friday",
        "取消健身卡",
        "取消",
        "Chorprobe",
        "Adiantar o relógio",
        "Concert: The Scrap"
      })
  void leavesOthersAsTheyAre(String title) {
    assertThat(CalledOff.of(title)).isEmpty();
  }
}
