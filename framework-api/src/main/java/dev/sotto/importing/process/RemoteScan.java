package dev.sotto.importing.process;

import dev.sotto.importing.BrokenOffScanException;
import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.UnknownSourceException;
import dev.sotto.process.ProtocolException;
import dev.sotto.process.Received;
import dev.sotto.process.StalledPeerException;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One scan by another process, as the vault sees it. What the process sends is taken only in turn
 * and within bounds; a process that breaks the rules is ended, and nothing it sends afterwards is
 * looked at. One that dies is started again without what it has read already; an item at which two
 * died is left out. For one use, by one thread.
 */
final class RemoteScan {
  /** Stands for an item where it is not known which was being read. */
  static final ItemKey SOMEWHERE = new ItemKey(".");

  private static final Duration A_LOOK = Duration.ofMillis(100);
  private static final Pattern LINE_BREAKS = Pattern.compile("\\R");
  private static final int MAX_EXTENSIONS = 10_000;
  private static final int OUT_OF_MEMORY_STATUS = 3;

  private final ImporterProcesses processes;
  private final ImportLimits limits;
  private final String importer;
  private final Labels most;
  private final Path path;
  private final ImportContext context;
  private final byte[] salt;
  private final ImportSink sink;

  private final ItemDigest.Maker digests;
  private final List<Map.Entry<ItemKey, Fingerprint>> stored;
  private final List<ItemDigest> accepted = new ArrayList<>();
  private final Set<ItemDigest> problems = new HashSet<>();
  private final Map<ItemDigest, Boolean> unfinished = new HashMap<>();
  private final Set<ItemDigest> skipped = new LinkedHashSet<>();
  private final Set<String> extensions = new HashSet<>();
  private final BitSet unchanged = new BitSet();

  private long items;
  private long keyCharacters;
  private long characters;
  private long done;
  private long total;
  private @Nullable ItemKey suspect;

  private @Nullable ItemKey offered;
  private Fingerprint fingerprint = Fingerprint.of();
  private boolean wanted;

  /** How one process ended, short of the end of the scan. */
  private sealed interface End {
    record Whole() implements End {}

    /** It died or hung: another one may do better. */
    record Died(String reason, boolean hung) implements End {
      @Override
      public String toString() {
        return "Died[" + hung + "]";
      }
    }
  }

  RemoteScan(
      ImporterProcesses processes,
      ImportLimits limits,
      String importer,
      Labels most,
      Path path,
      ImportContext context,
      byte[] salt,
      ImportSink sink) {
    this.processes = processes;
    this.limits = limits;
    this.importer = importer;
    this.most = most;
    this.path = path;
    this.context = context;
    this.salt = salt.clone();
    this.sink = sink;
    this.digests = new ItemDigest.Maker(salt);
    this.stored =
        sink.stored().entrySet().stream()
            .map(item -> Map.entry(item.getKey(), item.getValue()))
            .toList();
  }

  /** Reads until the end of the source, with as many processes as that takes. */
  void run() throws IOException {
    for (int restarts = 0; ; restarts++) {
      long itemsBefore = items;
      switch (readByOneProcess(restarts > 0)) {
        case End.Whole whole -> {
          return;
        }
        case End.Died(String reason, boolean hung) -> {
          sink.progress(done, total);
          boolean gotFurther = items > itemsBefore;
          boolean secondTime = offered != null && offered.equals(suspect);
          suspect = offered;
          if (offered != null && (hung || secondTime)) {
            leaveOut(offered, reason);
          } else if (!gotFurther || hung) {
            throw new BrokenOffScanException(
                offered == null ? SOMEWHERE : offered, reason + " Sync again to go on.");
          }
          if (restarts == limits.maxRestarts()) {
            throw new BrokenOffScanException(
                offered == null ? SOMEWHERE : offered,
                reason + " It was started again " + restarts + " times. Sync again to go on.");
          }
        }
      }
    }
  }

  private ImporterConnection startAgain() throws IOException {
    try {
      return processes.start(List.of(path));
    } catch (IOException e) {
      BrokenOffScanException brokenOff =
          new BrokenOffScanException(
              SOMEWHERE,
              "The process that reads files ended, and could not be started again. Sync again to"
                  + " go on.");
      brokenOff.initCause(e);
      throw brokenOff;
    }
  }

  private void leaveOut(ItemKey item, String reason) throws IOException {
    if (skipped.size() < ToImporterCodec.MAX_SKIPPED && skipped.add(digests.of(item))) {
      sink.problem(item, reason + " It was left out.");
    }
  }

  private End readByOneProcess(boolean again) throws IOException {
    offered = null;
    try (ImporterConnection connection = again ? startAgain() : processes.start(List.of(path))) {
      try {
        ask(connection);
      } catch (StalledPeerException e) {
        return new End.Died("The process that reads files did not listen and was ended.", true);
      } catch (IOException e) {
        // Its end, and perhaps a reason, is what will be received.
      }
      Duration silent = Duration.ZERO;
      while (true) {
        Received<FromImporter> received;
        try {
          received = connection.channel().receive(A_LOOK);
        } catch (ProtocolException e) {
          throw refused(e);
        } catch (IOException e) {
          return died(connection);
        }
        switch (received) {
          case Received.Message<FromImporter>(FromImporter message) -> {
            silent = Duration.ZERO;
            if (taken(message)) {
              return new End.Whole();
            }
          }
          case Received.Silence<FromImporter> silence -> {
            sink.progress(done, total);
            silent = silent.plus(A_LOOK);
            if (silent.compareTo(limits.silence()) >= 0) {
              return new End.Died(
                  "The process that reads files got no further for "
                      + limits.silence().toSeconds()
                      + " s and was ended.",
                  true);
            }
          }
          case Received.Ended<FromImporter> ended -> {
            return died(connection);
          }
        }
      }
    }
  }

  /** Asks for the scan; where the process is gone, its end is what will be received. */
  private void ask(ImporterConnection connection) throws IOException {
    int known = Math.min(ToImporterCodec.MAX_KNOWN, stored.size() + accepted.size());
    connection
        .channel()
        .send(
            new ToImporter.Scan(
                importer, path.toString(), context, salt, known, List.copyOf(skipped)));
    List<ItemDigest> batch = new ArrayList<>();
    for (int i = 0; i < known; i++) {
      batch.add(
          i < stored.size()
              ? digests.of(stored.get(i).getKey(), stored.get(i).getValue())
              : accepted.get(i - stored.size()));
      if (batch.size() == ToImporterCodec.MAX_KNOWN_IN_A_MESSAGE || i == known - 1) {
        connection.channel().send(new ToImporter.Known(batch));
        batch.clear();
      }
    }
  }

  private End died(ImporterConnection connection) {
    boolean outOfMemory = connection.exitStatus().orElse(0) == OUT_OF_MEMORY_STATUS;
    return new End.Died(
        outOfMemory
            ? "Reading it took more memory than the process that reads files may have."
            : "The process that reads files ended unexpectedly.",
        false);
  }

  /** Takes a message; returns whether it was the last. */
  private boolean taken(FromImporter message) throws IOException {
    switch (message) {
      case FromImporter.Offered(ItemKey key, Fingerprint state) -> offered(key, state);
      case FromImporter.Item(RecordContent content) -> item(content);
      case FromImporter.Unchanged(List<Integer> known) -> unchanged(known);
      case FromImporter.Problem(ItemKey key, String reason) -> problem(key, reason);
      case FromImporter.Progress(long newDone, long newTotal) -> {
        done = Math.max(done, newDone);
        total = newTotal;
        sink.progress(done, total);
      }
      case FromImporter.LeftOut leftOut -> {
        extensions.addAll(leftOut.files().byExtension().keySet());
        require(extensions.size() <= MAX_EXTENSIONS, "more kinds of files than there can be");
        sink.leaveOut(leftOut.files());
      }
      case FromImporter.Done done -> {
        return true;
      }
      case FromImporter.Failed(FromImporter.Failure kind) -> throw failure(kind);
      case FromImporter.Importers importers -> throw outOfTurn();
      case FromImporter.Matched matched -> throw outOfTurn();
      case FromImporter.Surveyed surveyed -> throw outOfTurn();
    }
    return false;
  }

  private void offered(ItemKey key, Fingerprint state) throws IOException {
    items++;
    require(items <= limits.maxItems(), "more items than the " + limits.maxItems() + " allowed");
    countKey(key);
    offered = key;
    fingerprint = state;
    Optional<String> flaw = ItemCheck.flawOf(key);
    if (flaw.isPresent()) {
      wanted = false;
      problem(key, flaw.get());
      offered = key;
    } else {
      Boolean answered = unfinished.get(digests.of(key));
      wanted = answered == null ? sink.wants(key, state) : answered;
      unfinished.put(digests.of(key), wanted);
    }
  }

  private void item(RecordContent content) throws IOException {
    ItemKey key = offered;
    if (key == null) {
      throw outOfTurn();
    }
    characters += content.text().length();
    require(
        characters <= limits.maxCharacters(),
        "more text than the " + limits.maxCharacters() + " characters allowed");
    unfinished.remove(digests.of(key));
    if (wanted) {
      Optional<String> flaw = ItemCheck.flawOf(content);
      if (flaw.isPresent()) {
        sink.problem(key, flaw.get());
      } else {
        sink.accept(key, fingerprint, ItemCheck.withLabelsOfAtMost(most, content));
        accepted.add(digests.of(key, fingerprint));
      }
    }
    offered = null;
  }

  private void unchanged(List<Integer> places) throws IOException {
    for (int place : places) {
      require(
          place >= 0 && place < stored.size() + accepted.size(),
          "an item that is not stored as stored");
      if (place < stored.size() && !unchanged.get(place)) {
        unchanged.set(place);
        sink.wants(stored.get(place).getKey(), stored.get(place).getValue());
      }
    }
  }

  private void problem(ItemKey key, String reason) throws IOException {
    countKey(key);
    if (problems.add(digests.of(key))) {
      require(
          problems.size() <= limits.maxProblems(),
          "more problems than the " + limits.maxProblems() + " allowed");
      String line = LINE_BREAKS.matcher(reason).replaceAll(" ").strip();
      sink.problem(key, line.isEmpty() ? "It could not be read." : line);
    }
    if (key.equals(offered)) {
      offered = null;
    }
  }

  private void countKey(ItemKey key) throws IOException {
    keyCharacters += key.value().length();
    require(
        keyCharacters <= limits.maxKeyCharacters(),
        "names of items with more than the " + limits.maxKeyCharacters() + " characters allowed");
  }

  private static void require(boolean condition, String found) throws BrokenOffScanException {
    if (!condition) {
      throw new BrokenOffScanException(
          SOMEWHERE,
          "The process that reads files sent "
              + found
              + " and was ended. One of the files may be made to attack it; sync the files one by"
              + " one to find it.");
    }
  }

  private static BrokenOffScanException refused(ProtocolException e) {
    BrokenOffScanException refused =
        new BrokenOffScanException(
            SOMEWHERE,
            "The process that reads files broke the rules and was ended. "
                + e.getMessage()
                + " One of the files may be made to attack it; sync the files one by one to find"
                + " it.");
    refused.initCause(e);
    return refused;
  }

  private static BrokenOffScanException outOfTurn() {
    return new BrokenOffScanException(
        SOMEWHERE,
        "The process that reads files sent a message out of turn and was ended. One of the files"
            + " may be made to attack it; sync the files one by one to find it.");
  }

  private IOException failure(FromImporter.Failure kind) {
    return switch (kind) {
      case NOTHING_THERE -> new NoSuchFileException(path.toString());
      case ACCESS_DENIED -> new AccessDeniedException(path.toString());
      case UNREADABLE ->
          new IOException(
              path + " can't be read as a whole. Check that it is what its importer reads.");
      case NO_SUCH_IMPORTER ->
          throw new UnknownSourceException(
              "No importer is named " + importer + " in the process that reads files.");
      case CANCELLED -> outOfTurn();
      case DEFECT ->
          new BrokenOffScanException(
              offered == null ? SOMEWHERE : offered,
              "The importer has a mistake and stopped. Please report it, without the file.");
    };
  }

  @Override
  public String toString() {
    return "RemoteScan[" + items + " items]";
  }
}
