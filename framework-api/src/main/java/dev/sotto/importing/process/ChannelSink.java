package dev.sotto.importing.process;

import dev.sotto.importing.ImportCancelledException;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.model.Cancellation;
import dev.sotto.process.MessageChannel;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Hands what an importer reads to the vault. Whether an item is wanted is answered here, from what
 * the vault said is known, so that an unchanged item costs a digest and four bytes and no question.
 * For one thread.
 */
final class ChannelSink implements ImportSink {
  private static final int UNCHANGED_AT_ONCE = 1_024;
  private static final long BETWEEN_PROGRESS_NANOS = 50_000_000;

  private final MessageChannel<FromImporter, ToImporter> channel;
  private final ItemDigest.Maker digests;
  private final KnownItems known;
  private final Set<ItemDigest> skipped;
  private final Cancellation cancellation;
  private final LongSupplier nanoTime;
  private final List<Integer> unchanged = new ArrayList<>();
  private long lastTold;
  private long done;
  private long total;

  /** The vault can't be told anything any more. Not an {@link IOException} of a file. */
  static final class VaultGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final IOException reason;

    VaultGoneException(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  ChannelSink(
      MessageChannel<FromImporter, ToImporter> channel,
      ItemDigest.Maker digests,
      KnownItems known,
      Set<ItemDigest> skipped,
      Cancellation cancellation,
      LongSupplier nanoTime) {
    this.channel = channel;
    this.digests = digests;
    this.known = known;
    this.skipped = skipped;
    this.cancellation = cancellation;
    this.nanoTime = nanoTime;
    this.lastTold = nanoTime.getAsLong();
  }

  @Override
  public boolean wants(ItemKey key, Fingerprint fingerprint) {
    checkCancelled();
    int place = known.find(digests.of(key, fingerprint));
    if (place >= 0) {
      unchanged.add(place);
      if (unchanged.size() == UNCHANGED_AT_ONCE) {
        tellUnchanged();
      }
      tellProgress();
      return false;
    }
    if (!skipped.isEmpty() && skipped.contains(digests.of(key))) {
      return false;
    }
    send(new FromImporter.Offered(key, fingerprint));
    return true;
  }

  @Override
  public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content) {
    checkCancelled();
    try {
      send(new FromImporter.Item(content));
    } catch (IllegalArgumentException e) {
      problem(
          key,
          "What was read of it is more than one record may hold. Divide it into several files and"
              + " sync again.");
    }
  }

  @Override
  public void problem(ItemKey key, String reason) {
    checkCancelled();
    String bounded =
        reason.length() <= FromImporterCodec.MAX_REASON
            ? reason
            : reason.substring(0, FromImporterCodec.MAX_REASON);
    send(new FromImporter.Problem(key, bounded));
  }

  @Override
  public void progress(long newDone, long newTotal) {
    checkCancelled();
    done = newDone;
    total = newTotal;
    tellProgress();
  }

  @Override
  public void leaveOut(UnreadFiles files) {
    send(new FromImporter.LeftOut(withFewExtensions(files)));
  }

  /** Tells what is left to tell, and that this was all. */
  void finish() {
    tellUnchanged();
    send(new FromImporter.Progress(done, total));
    send(new FromImporter.Done());
  }

  /** Returns the same counts, those that a message has no room for without their extension. */
  static UnreadFiles withFewExtensions(UnreadFiles files) {
    Map<String, Long> kept = new HashMap<>();
    files
        .byExtension()
        .forEach((extension, count) -> {
          boolean fits =
              extension.length() <= FromImporterCodec.MAX_EXTENSION
                  && kept.size() < FromImporterCodec.MAX_EXTENSIONS - 1;
          kept.merge(fits ? extension : "", count, Long::sum);
        });
    return new UnreadFiles(kept, files.links());
  }

  private void tellProgress() {
    long now = nanoTime.getAsLong();
    if (now - lastTold >= BETWEEN_PROGRESS_NANOS) {
      lastTold = now;
      tellUnchanged();
      send(new FromImporter.Progress(done, total));
    }
  }

  private void tellUnchanged() {
    if (!unchanged.isEmpty()) {
      send(new FromImporter.Unchanged(unchanged));
      unchanged.clear();
    }
  }

  private void send(FromImporter message) {
    try {
      channel.send(message);
    } catch (IOException e) {
      throw new VaultGoneException(e);
    }
  }

  private void checkCancelled() {
    if (cancellation.requested()) {
      throw new ImportCancelledException();
    }
  }

  @Override
  public String toString() {
    return "ChannelSink[" + known + "]";
  }
}
