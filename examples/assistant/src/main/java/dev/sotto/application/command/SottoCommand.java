package dev.sotto.application.command;

import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.model.ModelFolder;
import dev.sotto.application.plugin.Plugins;
import dev.sotto.application.plugin.RunningPlugins;
import dev.sotto.application.supervisor.OneProcess;
import dev.sotto.application.supervisor.Processes;
import dev.sotto.application.terminal.AttendedTerminal;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.PassphraseEntry;
import dev.sotto.application.terminal.Style;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.terminal.ToolScreen;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.tool.ToolConversation;
import dev.sotto.application.vault.KeptVault;
import dev.sotto.application.vault.Locations;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.StartPhases;
import dev.sotto.application.vault.Vault;
import dev.sotto.consent.CardLimit;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.GateLimits;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.redaction.PersonalDataRedactor;
import dev.sotto.securestore.Access;
import dev.sotto.securestore.AgeCheck;
import dev.sotto.securestore.Anchor;
import dev.sotto.securestore.AnchorFolder;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.text.SafeText;
import dev.sotto.tool.Places;
import dev.sotto.tool.ToolId;
import dev.sotto.tools.ShippedTools;
import dev.sotto.tools.place.Gazetteer;
import dev.sotto.tools.service.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command that holds all others, with the options that every one takes. */
@Command(
    name = "sotto",
    version = "sotto 0.1.0",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    scope = ScopeType.INHERIT)
public final class SottoCommand implements Runnable {
  private final Surroundings surroundings;
  private final Interruption interruption;
  private final Processes processes;
  private final Messages messages;
  private final @Nullable KeptVault kept;
  private final Optional<AttendedTerminal> attended;
  private final AtomicBoolean preparationTold = new AtomicBoolean();

  @Option(names = "--home", paramLabel = "FOLDER", scope = ScopeType.INHERIT)
  private @Nullable Path home;

  @Option(names = "--passphrase-file", paramLabel = "FILE", scope = ScopeType.INHERIT)
  private @Nullable Path passphraseFile;

  @Option(names = "--json", scope = ScopeType.INHERIT)
  private boolean json;

  @Option(names = "--restored", scope = ScopeType.INHERIT)
  private boolean restored;

  /** Read before all others, by {@link #messages(Surroundings, String...)}. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--lang", paramLabel = "en|zh", scope = ScopeType.INHERIT)
  private @Nullable String language;

  private SottoCommand(
      Surroundings surroundings,
      Interruption interruption,
      Processes processes,
      Messages messages,
      @Nullable KeptVault kept,
      Optional<AttendedTerminal> attended) {
    this.kept = kept;
    this.attended = attended;
    this.processes = processes;
    this.surroundings = surroundings;
    this.interruption = interruption;
    this.messages = messages;
  }

  /** Runs one command in this process alone and returns its exit status. */
  public static int run(Surroundings surroundings, Interruption interruption, String... arguments) {
    return run(surroundings, interruption, new OneProcess(surroundings.userHome()), arguments);
  }

  /** Runs one command and returns its exit status. */
  public static int run(
      Surroundings surroundings,
      Interruption interruption,
      Processes processes,
      String... arguments) {
    return run(
        new SottoCommand(
            surroundings,
            interruption,
            processes,
            messages(surroundings, arguments),
            null,
            Optional.empty()),
        SottoCommand::commandsWithoutVault,
        arguments);
  }

  /**
   * Runs one command with a vault that is open already, and returns its exit status.
   *
   * @param attended where a person can be asked, who is not at the command's own terminal
   */
  static int runWith(
      KeptVault kept,
      Optional<AttendedTerminal> attended,
      Surroundings surroundings,
      Interruption interruption,
      Processes processes,
      String... arguments) {
    return run(
        new SottoCommand(
            surroundings,
            interruption,
            processes,
            messages(surroundings, arguments),
            kept,
            attended),
        _ -> List.of(),
        arguments);
  }

  /** Returns the commands that open a store themselves, or none. */
  private static List<Object> commandsWithoutVault(SottoCommand sotto) {
    return List.of(
        new DemoCommand(sotto),
        new InitCommand(sotto),
        new UnlockCommand(sotto),
        new LockCommand(sotto),
        new StatusCommand(sotto),
        new EvalCommand(sotto),
        new CheckCommand(sotto),
        new PassphraseCommand(sotto),
        new KeysCommand(sotto),
        new RestoreCommand(sotto),
        new ModelCommand(sotto));
  }

  private static int run(
      SottoCommand sotto, Function<SottoCommand, List<Object>> others, String... arguments) {
    Surroundings surroundings = sotto.surroundings;
    Messages messages = sotto.messages;
    CommandLine line = new CommandLine(sotto);
    List<Object> commands = new ArrayList<>(others.apply(sotto));
    commands.addAll(
        List.of(
            new AddCommand(sotto),
            new SyncCommand(sotto),
            new AskCommand(sotto),
            new ChatCommand(sotto),
            new SearchCommand(sotto),
            new ShowCommand(sotto),
            new ListCommand(sotto),
            new ForgetCommand(sotto),
            new RotateKeysCommand(sotto),
            new BackupCommand(sotto),
            new PeopleCommand(sotto),
            new LabelCommand(sotto),
            new HistoryCommand(sotto),
            new ToolsCommand(sotto),
            new ConsentCommand(sotto),
            new AuditCommand(sotto),
            new HomeCommand(sotto),
            new DoctorCommand(sotto)));
    commands.forEach(line::addSubcommand);
    line.setResourceBundle(messages.bundle());
    line.getSubcommands().values().forEach(sub -> sub.setResourceBundle(messages.bundle()));
    line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            surroundings.isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setExecutionExceptionHandler(
        (failure, command, result) -> new FailureReport(surroundings, messages).report(failure));
    return line.execute(arguments);
  }

  private static Messages messages(Surroundings surroundings, String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith("--lang=")) {
        return Messages.forLanguage(arguments[i].substring("--lang=".length()));
      }
      if (arguments[i].equals("--lang") && i + 1 < arguments.length) {
        return Messages.forLanguage(arguments[i + 1]);
      }
    }
    return Messages.of(surroundings);
  }

  @Override
  public void run() {
    CommandLine.usage(this, surroundings.out());
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Interruption interruption() {
    return interruption;
  }

  Processes processes() {
    return processes;
  }

  OpenImporters openImporters() throws IOException {
    return processes.openImporters();
  }

  Messages messages() {
    return messages;
  }

  Style style() {
    return Style.of(surroundings);
  }

  boolean wantsJson() {
    return json;
  }

  Locations locations() {
    KeptVault open = kept;
    return open != null
        ? open.locations()
        : Locations.of(home, surroundings.variables(), surroundings.userHome());
  }

  PassphraseEntry passphrases() {
    return new PassphraseEntry(surroundings, messages, passphraseFile);
  }

  /** Returns the folder of the models that the person added. */
  ModelFolder modelFolder() {
    return new ModelFolder(locations().addedModels());
  }

  /** Returns what opens the language model that the person chose. */
  Models.Writer writer() {
    return modelFolder().writer();
  }

  /** Returns what remembers which form of each store was seen last. */
  Anchor anchor() {
    return new AnchorFolder(locations().state());
  }

  /** Returns what a store is held against when it is opened. */
  AgeCheck ageCheck() {
    return new AgeCheck(anchor(), this::isRestored, surroundings.clock());
  }

  /** Returns whether the command line says that older files were put back on purpose. */
  boolean saysRestored() {
    return restored;
  }

  private boolean isRestored(long lastSeen, long found) throws IOException {
    if (restored) {
      return true;
    }
    if (!surroundings.personPresent() || !surroundings.isTerminal()) {
      return false;
    }
    surroundings.err().println(messages.of("age.older", found, lastSeen));
    return confirms(messages.of("age.ask"), "");
  }

  /** Says what was found when a store was held against what was seen of it before. */
  PersonalStore told(PersonalStore store) {
    switch (store.age()) {
      case FIRST_SEEN -> note(messages.of("age.firstSeen"));
      case NEWER -> note(messages.of("age.newer"));
      case RESTORED -> note(messages.of("age.restored"));
      case AS_LAST_SEEN, UNKNOWN, OLDER -> {}
    }
    return store;
  }

  private void note(String text) {
    surroundings.err().println(style().faint(text));
  }

  /** Returns who knows places by their names. */
  Places places() {
    return Gazetteer.ofTheWorld();
  }

  /** Begins a sitting with tools; the caller closes it. */
  ToolConversation toolConversation(Vault vault, ConsentPrompt prompt) throws IOException {
    Places places = places();
    List<RegisteredTool<?>> tools =
        new ArrayList<>(ShippedTools.registered(Services.PUBLIC, places));
    RunningPlugins plugins = plugins(vault).start(ids(tools));
    plugins.problems().forEach(problem -> warn(SafeText.of(String.valueOf(problem.getMessage()))));
    tools.addAll(plugins.tools());
    return new ToolConversation(
        new ToolConversation.Parts(
            tools,
            places,
            prompt,
            attended
                .filter(_ -> !prompt.equals(ConsentPrompt.NOBODY))
                .map(AttendedTerminal::limit)
                .orElseGet(() -> new CardLimit(GateLimits.DEFAULT, surroundings.clock())),
            processes::courier,
            () -> vault.store().ledger(surroundings.clock()),
            vault.store().documents(),
            () -> new PersonalDataRedactor(vault.people().directory()),
            surroundings.clock(),
            vault.profile().zone(),
            vault.profile().home(),
            Thread.ofPlatform().daemon().name("sotto-tool-", 0).factory()),
        plugins);
  }

  /**
   * Returns who asks where no person is at a terminal of this process: the one at whose terminal
   * the store is kept open, if this command is shown on a terminal too; else nobody.
   */
  ConsentPrompt promptElsewhere(Vault vault) {
    KeptVault open = kept;
    if (attended.isEmpty() || open == null || json || !surroundings.isTerminal()) {
      return ConsentPrompt.NOBODY;
    }
    return card -> {
      say(messages.of("consent.elsewhere"));
      surroundings.out().flush();
      try {
        return open.aside(() -> attended.get().ask(card, vault.profile().zone(), interruption));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("The person could not be asked", e);
      }
    };
  }

  /** Returns what shows how tools are asked. */
  ToolScreen toolScreen() {
    return new ToolScreen(
        surroundings.out(),
        style(),
        messages,
        isServing() ? ToolScreen.Route.THROUGH_AGENT : ToolScreen.Route.DIRECT);
  }

  /** Returns whether this serves a connection to a store that is kept open. */
  boolean isServing() {
    return kept != null;
  }

  /** Returns the plugins of the vault's person. */
  Plugins plugins(Vault vault) throws IOException {
    return Plugins.open(locations().plugins(), locations().store(), vault.store().documents());
  }

  /** Returns the ids of tools. */
  static Set<ToolId> ids(List<RegisteredTool<?>> tools) {
    return tools.stream().map(tool -> tool.manifest().id()).collect(Collectors.toSet());
  }

  void say(String text) {
    if (!json) {
      surroundings.out().println(text);
    }
  }

  void warn(String text) {
    surroundings.err().println(style().warning(text));
  }

  /**
   * Asks for a yes at the terminal.
   *
   * @throws UsageException if there is no terminal
   */
  boolean confirms(String question, String withoutTerminal) throws IOException {
    if (!surroundings.isTerminal()) {
      throw new UsageException(withoutTerminal);
    }
    surroundings.out().print(question);
    surroundings.out().flush();
    String line = surroundings.in().readLine();
    return line != null && line.strip().matches("(?i)y|yes|是");
  }

  /** Work with an open vault; returns an exit status. */
  @FunctionalInterface
  interface VaultWork {
    int run(Vault vault) throws IOException;
  }

  /** Does work that changes the store. */
  int withVaultForChanges(VaultWork work) throws IOException {
    return withVault(Optional.empty(), Access.WRITE, surroundings.clock(), Optional.empty(), work);
  }

  /** Does work that asks; models load while the passphrase is stretched. */
  int withVaultForQuestions(Models.Need need, VaultWork work) throws IOException {
    return withVaultForQuestions(need, surroundings.clock(), Optional.empty(), work);
  }

  /** Does work that asks at another time, and in another zone if one is given. */
  int withVaultForQuestions(Models.Need need, Clock clock, Optional<ZoneId> zone, VaultWork work)
      throws IOException {
    return withVault(
        Optional.of(need),
        Access.READ,
        clock,
        zone,
        vault -> {
          if (vault.indexLagsBehind()) {
            catchUp(vault);
          }
          processes.phases().end(StartPhases.Phase.INDEX);
          return work.run(vault);
        });
  }

  /** Does work that reads originals only. */
  int withVaultForReading(VaultWork work) throws IOException {
    return withVault(Optional.empty(), Access.READ, surroundings.clock(), Optional.empty(), work);
  }

  /** Returns the store's folder, or says how to make one. */
  Path existingStore() {
    Path folder = locations().store();
    if (!PersonalStore.exists(folder)) {
      throw new UsageException(messages.of("failure.noStore", folder));
    }
    return folder;
  }

  /** Opens the vault again and again, with the passphrase that was given once. */
  interface VaultDoor {
    /** Does work that changes the store, and closes it. */
    int withVaultForChanges(VaultWork work) throws IOException;
  }

  /** Work that lasts, between which others may use the store. */
  @FunctionalInterface
  interface LastingWork {
    int run(VaultDoor door) throws IOException;
  }

  /** Does work that lasts; the passphrase stays in memory until it ends. */
  int withVaultNowAndThen(LastingWork work) throws IOException {
    KeptVault open = kept;
    if (open != null) {
      return work.run(change -> with(open, change));
    }
    Path folder = existingStore();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Passphrase passphrase = passphrases().existing();
        Models models =
            new Models(
                locations().modelCache(),
                executor,
                this::preparing,
                writer(),
                processes.phases())) {
      return work.run(change ->
          withVault(
              folder,
              passphrase,
              models,
              Access.WRITE,
              surroundings.clock(),
              Optional.empty(),
              change));
    }
  }

  private int withVault(
      Optional<Models.Need> need, Access access, Clock clock, Optional<ZoneId> zone, VaultWork work)
      throws IOException {
    KeptVault open = kept;
    if (open != null) {
      return with(open, work);
    }
    Path folder = existingStore();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Passphrase passphrase = passphrases().existing();
        Models models =
            new Models(
                locations().modelCache(),
                executor,
                this::preparing,
                writer(),
                processes.phases())) {
      need.ifPresent(models::begin);
      return withVault(folder, passphrase, models, access, clock, zone, work);
    }
  }

  private int with(KeptVault open, VaultWork work) throws IOException {
    return open.use(
        interruption,
        () -> warn(messages.of("agent.waiting")),
        ExitStatus.INTERRUPTED,
        vault -> {
          tellDamage(vault);
          return work.run(vault);
        });
  }

  private void tellDamage(Vault vault) {
    vault
        .profileDamage()
        .ifPresent(
            damage -> warn(messages.of("profile.damaged", String.valueOf(damage.getMessage()))));
  }

  /** Returns the models of a vault that is open already, or nothing. */
  Optional<Models> loadedModels() {
    return Optional.ofNullable(kept).map(KeptVault::models);
  }

  private int withVault(
      Path folder,
      Passphrase passphrase,
      Models models,
      Access access,
      Clock clock,
      Optional<ZoneId> zone,
      VaultWork work)
      throws IOException {
    Vault.Unlocking unlocking =
        wanted -> {
          StartPhases phases = processes.phases();
          phases.end(StartPhases.Phase.COMMAND);
          PersonalStore store =
              told(
                  PersonalStore.unlock(
                      folder,
                      passphrase,
                      wanted,
                      ageCheck(),
                      () -> phases.end(StartPhases.Phase.KEY_DERIVATION)));
          phases.end(StartPhases.Phase.STORE);
          return store;
        };
    try (Vault vault =
        access == Access.WRITE
            ? Vault.openForChanges(unlocking, models, clock)
            : Vault.openForQuestions(unlocking, models, clock, zone)) {
      tellDamage(vault);
      return work.run(vault);
    }
  }

  private void catchUp(Vault vault) throws IOException {
    if (vault.isWritable()) {
      warn(messages.of("index.catchingUp"));
      vault.ingestion(List.of()).catchUp();
    } else {
      warn(messages.of("index.behind"));
    }
  }

  /** Tells once that a model is being prepared; called often, by the loading thread. */
  void preparing(long doneBytes, long totalBytes) {
    if (surroundings.isTerminal() && !preparationTold.getAndSet(true)) {
      surroundings.err().println(style().faint(messages.of("model.preparing")));
    }
  }
}
