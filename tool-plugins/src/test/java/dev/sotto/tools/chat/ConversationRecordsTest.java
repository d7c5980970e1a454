package dev.sotto.tools.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportSink;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordContent;
import dev.sotto.tools.ItemKeys;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class ConversationRecordsTest {
  private static final LocalDate DAY = LocalDate.parse("2026-03-15");

  @Test
  void makesNoMoreRecordsThanAllowedOfDaysThatJump() throws IOException {
    CountingSink sink = new CountingSink(false);
    ConversationRecords records = records(sink);

    for (int i = 0; i < ConversationRecords.MAX_RECORDS + 7; i++) {
      add(records, DAY.plusDays(i * 5L % 11), "hi");
    }
    records.finish();

    assertThat(sink.offered).isEqualTo(ConversationRecords.MAX_RECORDS);
    assertThat(records.leftOut()).isEqualTo(7);
  }

  @Test
  void boundsARecordInCharactersToo() throws IOException {
    CountingSink sink = new CountingSink(true);
    ConversationRecords records = records(sink);

    for (int i = 0; i < 20; i++) {
      add(records, DAY, "x".repeat(50_000));
    }
    records.finish();

    assertThat(sink.offered).isEqualTo(10);
    assertThat(sink.longest).isBetween(100_000, 140_000);
    assertThat(records.leftOut()).isZero();
  }

  private static ConversationRecords records(ImportSink sink) {
    return new ConversationRecords(
        sink, new ItemKeys(), new ConversationRecords.Conversation("chat", "chat.txt", "Bea", ""));
  }

  private static void add(ConversationRecords records, LocalDate day, String text)
      throws IOException {
    records.add(
        new ChatEntry(Instant.EPOCH, day, "Bea", text, ChatEntry.Authorship.OTHERS), new byte[0]);
  }

  private static final class CountingSink implements ImportSink {
    private final boolean wanting;
    private int offered;
    private int longest;

    CountingSink(boolean wanting) {
      this.wanting = wanting;
    }

    @Override
    public boolean wants(ItemKey key, Fingerprint fingerprint) {
      offered++;
      return wanting;
    }

    @Override
    public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content) {
      longest = Math.max(longest, content.text().length());
    }

    @Override
    public void problem(ItemKey key, String reason) {}

    @Override
    public void progress(long done, long total) {}
  }
}
