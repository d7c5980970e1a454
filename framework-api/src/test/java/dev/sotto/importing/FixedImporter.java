package dev.sotto.importing;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An importer whose items are given to it: any path is its own, and no file is read. */
public final class FixedImporter implements Importer {
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  /** Adds an item, or changes its text. */
  public FixedImporter with(String key, String text) {
    texts.put(key, text);
    return this;
  }

  /** Adds an item that can't be read. */
  public FixedImporter withProblem(String key, String reason) {
    problems.put(key, reason);
    return this;
  }

  /** Removes an item. */
  public FixedImporter without(String key) {
    texts.remove(key);
    problems.remove(key);
    return this;
  }

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public Match match(Path path) {
    return Match.POSSIBLE;
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    long done = 0;
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      sink.problem(new ItemKey(problem.getKey()), problem.getValue());
    }
    for (Map.Entry<String, String> item : texts.entrySet()) {
      ItemKey key = new ItemKey(item.getKey());
      Fingerprint fingerprint = Fingerprint.of(item.getValue().getBytes(StandardCharsets.UTF_8));
      if (sink.wants(key, fingerprint)) {
        sink.accept(key, fingerprint, content(item.getKey(), item.getValue()));
      }
      sink.progress(++done, texts.size());
    }
  }

  private static RecordContent content(String key, String text) {
    return new RecordContent(
        RecordKind.NOTE, key, Instant.EPOCH, List.of(), "", text, Labels.OWN, key);
  }
}
