package dev.sotto.application.plugin;

import dev.sotto.consent.RegisteredTool;
import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.ToolIdentity;
import dev.sotto.record.Fingerprint;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.tool.ToolId;
import dev.sotto.tools.plugin.PluginArchive;
import dev.sotto.tools.plugin.PluginFolder;
import dev.sotto.tools.plugin.PluginFolder.Entry;
import dev.sotto.tools.plugin.UnusablePluginException;
import dev.sotto.tools.plugin.cdi.PluginContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The plugins of one person. Code runs only if the person accepted exactly these bytes; a file that
 * is new or changed is listed and not loaded. For one thread.
 */
public final class Plugins {
  static {
    // Without this, JBoss Logging prints what Weld does to standard error.
    System.setProperty("org.jboss.logging.provider", "slf4j");
  }

  private final PluginFolder folder;
  private final SealedDocuments documents;
  private final Path temporaryFolder;

  /** Whether a file's code runs. */
  public enum State {
    /** The person accepted this code. */
    ACCEPTED,
    /** The person accepted other code under this name. */
    CHANGED,
    /** The person was not asked yet, or said no. */
    NOT_ACCEPTED,
    /** The file can't be used as it is. */
    REFUSED,
    /** The person accepted code that isn't there any more. */
    MISSING
  }

  /**
   * A file in the folder, or one that should be there.
   *
   * @param fileName its name
   * @param state whether it runs
   * @param code SHA-256 of what is there; of what was accepted if it is missing
   * @param tools ids of its tools, if it was accepted
   * @param reason why it is refused; empty if it isn't
   */
  public record Found(
      String fileName, State state, Optional<Fingerprint> code, List<String> tools, String reason) {
    public Found {
      tools = List.copyOf(tools);
    }

    @Override
    public String toString() {
      return "Found[" + state + ", " + tools.size() + " tools]";
    }
  }

  private Plugins(PluginFolder folder, SealedDocuments documents, Path temporaryFolder) {
    this.folder = folder;
    this.documents = documents;
    this.temporaryFolder = temporaryFolder;
  }

  /**
   * Opens them.
   *
   * @param folder where they lie
   * @param home the folder of the person's store, whose owner they must have
   * @param documents hold what was accepted
   */
  public static Plugins open(Path folder, Path home, SealedDocuments documents) throws IOException {
    return new Plugins(
        new PluginFolder(folder, Files.getOwner(home)),
        documents,
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Returns what is in the folder, and what was accepted and is gone. */
  public List<Found> found() throws IOException {
    List<AcceptedPlugin> accepted = AcceptedPlugins.read(documents);
    List<Found> found = new ArrayList<>();
    Set<String> present = new HashSet<>();
    for (Entry entry : folder.entries()) {
      present.add(entry.fileName());
      Optional<AcceptedPlugin> known = named(accepted, entry.fileName());
      List<String> tools = known.map(AcceptedPlugin::tools).orElse(List.of());
      found.add(
          switch (entry) {
            case Entry.Refused refused ->
                new Found(
                    refused.fileName(), State.REFUSED, Optional.empty(), tools, refused.reason());
            case Entry.Readable readable -> {
              Fingerprint code = readable.archive().hash();
              State state =
                  known.isEmpty()
                      ? State.NOT_ACCEPTED
                      : known.get().code().equals(code) ? State.ACCEPTED : State.CHANGED;
              yield new Found(readable.fileName(), state, Optional.of(code), tools, "");
            }
          });
    }
    for (AcceptedPlugin plugin : accepted) {
      if (!present.contains(plugin.fileName())) {
        found.add(
            new Found(
                plugin.fileName(), State.MISSING, Optional.of(plugin.code()), plugin.tools(), ""));
      }
    }
    return found;
  }

  private static Optional<AcceptedPlugin> named(List<AcceptedPlugin> plugins, String fileName) {
    return plugins.stream().filter(plugin -> plugin.fileName().equals(fileName)).findFirst();
  }

  /**
   * Starts the accepted ones. Where there are none, no container is started.
   *
   * @param taken ids that plugins can't have
   */
  public RunningPlugins start(Set<ToolId> taken) throws IOException {
    List<AcceptedPlugin> accepted = AcceptedPlugins.read(documents);
    List<PluginContainer> containers = new ArrayList<>();
    List<UnusablePluginException> problems = new ArrayList<>();
    if (accepted.isEmpty()) {
      return new RunningPlugins(containers, problems);
    }
    Set<ToolId> ids = new HashSet<>(taken);
    for (Entry entry : folder.entries()) {
      if (entry instanceof Entry.Readable(PluginArchive archive)
          && named(accepted, archive.fileName())
              .filter(plugin -> plugin.code().equals(archive.hash()))
              .isPresent()) {
        try {
          containers.add(started(archive, ids));
        } catch (UnusablePluginException e) {
          problems.add(e);
        }
      }
    }
    return new RunningPlugins(containers, problems);
  }

  private PluginContainer started(PluginArchive archive, Set<ToolId> taken) throws IOException {
    PluginContainer container = PluginContainer.start(archive, temporaryFolder);
    Set<ToolId> own = new HashSet<>();
    for (RegisteredTool<?> tool : container.tools()) {
      if (!own.add(tool.manifest().id()) || taken.contains(tool.manifest().id())) {
        container.close();
        throw new UnusablePluginException(
            archive.fileName(),
            "there is another tool with the id " + tool.manifest().id() + "; remove one of them");
      }
    }
    taken.addAll(own);
    return container;
  }

  /**
   * Starts an archive that the person was told about, to see its tools. Its code runs from here on.
   *
   * @param taken ids that it can't have
   */
  public PluginContainer examine(PluginArchive archive, Set<ToolId> taken) throws IOException {
    Set<ToolId> ids = new HashSet<>(taken);
    return started(archive, ids);
  }

  /**
   * Keeps that the person accepted an archive, in the ledger too, and puts it into the folder.
   *
   * @param tools its tools
   * @return the number of the ledger's entry
   */
  public long accept(
      PluginArchive archive, List<RegisteredTool<?>> tools, ConsentLedger ledger, Instant now)
      throws IOException {
    List<AcceptedPlugin> accepted = new ArrayList<>(AcceptedPlugins.read(documents));
    Optional<AcceptedPlugin> before = named(accepted, archive.fileName());
    AcceptedPlugin plugin =
        new AcceptedPlugin(
            archive.fileName(),
            archive.hash(),
            tools.stream().map(tool -> tool.manifest().id().value()).toList(),
            tools.getFirst().manifest().version());
    folder.put(archive);
    long number =
        ledger.append(
            new LedgerEntry.PluginChange(
                now,
                before.isPresent() ? LedgerEntry.Change.UPDATED : LedgerEntry.Change.INSTALLED,
                identity(plugin),
                before.map(AcceptedPlugin::code),
                Decision.byPerson(Method.COMMAND)));
    accepted.removeIf(other -> other.fileName().equals(plugin.fileName()));
    accepted.add(plugin);
    AcceptedPlugins.write(accepted, documents);
    return number;
  }

  /**
   * Takes a plugin back: it is not loaded again, and its file is removed.
   *
   * @param name the name of its file or the id of one of its tools
   * @return the number of the ledger's entry; nothing if no accepted plugin has this name
   */
  public Optional<Long> remove(String name, ConsentLedger ledger, Instant now) throws IOException {
    List<AcceptedPlugin> accepted = new ArrayList<>(AcceptedPlugins.read(documents));
    Predicate<AcceptedPlugin> meant =
        plugin -> plugin.fileName().equals(name) || plugin.tools().contains(name);
    Optional<AcceptedPlugin> plugin = accepted.stream().filter(meant).findFirst();
    if (plugin.isEmpty()) {
      return Optional.empty();
    }
    accepted.remove(plugin.get());
    AcceptedPlugins.write(accepted, documents);
    folder.remove(plugin.get().fileName());
    return Optional.of(
        ledger.append(
            new LedgerEntry.PluginChange(
                now,
                LedgerEntry.Change.REMOVED,
                identity(plugin.get()),
                Optional.empty(),
                Decision.byPerson(Method.COMMAND))));
  }

  private static ToolIdentity identity(AcceptedPlugin plugin) {
    return new ToolIdentity(plugin.fileName(), plugin.version(), plugin.code());
  }

  @Override
  public String toString() {
    return "Plugins[]";
  }
}
