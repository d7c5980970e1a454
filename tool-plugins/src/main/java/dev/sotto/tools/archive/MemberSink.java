package dev.sotto.tools.archive;

import dev.sotto.importing.ImportSink;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordContent;
import dev.sotto.tools.ItemKeys;
import java.io.IOException;

/**
 * Takes what an importer reads of an archive and hands it on under the archive's own name. For one
 * thread.
 */
final class MemberSink implements ImportSink {
  private final ImportSink sink;
  private final String archive;
  private final String place;
  private final long done;
  private final long total;

  /** The real sink failed, as opposed to the archive. */
  static final class SinkFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException failure;

    SinkFailure(IOException failure) {
      super(failure);
      this.failure = failure;
    }

    IOException failure() {
      return failure;
    }
  }

  /**
   * Creates a sink over another one.
   *
   * @param archive begins the keys
   * @param place begins the locations
   */
  MemberSink(ImportSink sink, String archive, String place, long done, long total) {
    this.sink = sink;
    this.archive = archive;
    this.place = place;
    this.done = done;
    this.total = total;
  }

  @Override
  public boolean wants(ItemKey key, Fingerprint fingerprint) throws IOException {
    try {
      return sink.wants(within(key), fingerprint);
    } catch (IOException e) {
      throw new SinkFailure(e);
    }
  }

  @Override
  public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content)
      throws IOException {
    try {
      sink.accept(within(key), fingerprint, placed(content));
    } catch (IOException e) {
      throw new SinkFailure(e);
    }
  }

  @Override
  public void problem(ItemKey key, String reason) throws IOException {
    try {
      sink.problem(within(key), reason);
    } catch (IOException e) {
      throw new SinkFailure(e);
    }
  }

  @Override
  public void progress(long memberDone, long memberTotal) throws IOException {
    try {
      sink.progress(done, total);
    } catch (IOException e) {
      throw new SinkFailure(e);
    }
  }

  @Override
  public void leaveOut(UnreadFiles files) throws IOException {
    try {
      sink.leaveOut(files);
    } catch (IOException e) {
      throw new SinkFailure(e);
    }
  }

  private ItemKey within(ItemKey key) {
    return ItemKeys.of(archive + "/" + key.value());
  }

  private RecordContent placed(RecordContent content) {
    return new RecordContent(
        content.kind(),
        content.title(),
        content.time(),
        content.participants(),
        content.thread(),
        content.text(),
        content.labels(),
        place + "/" + content.location(),
        content.tags(),
        content.details());
  }
}
