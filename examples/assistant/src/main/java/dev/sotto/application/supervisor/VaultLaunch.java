package dev.sotto.application.supervisor;

import dev.sotto.application.agent.AgentListener;
import dev.sotto.application.agent.AgentPlace;
import dev.sotto.application.agent.CommandWords;
import dev.sotto.application.model.EnergyMeter;
import dev.sotto.application.vault.Locations;
import dev.sotto.llm.onnx.NativeLibrary;
import dev.sotto.securestore.confinement.Allowance;
import dev.sotto.securestore.confinement.ConfinedCommand;
import dev.sotto.securestore.confinement.Confinement;
import dev.sotto.securestore.confinement.ConfinementSupport;
import dev.sotto.securestore.confinement.StandardStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the vault is started for one command line: its virtual machine, its variables, and what it
 * can reach. That is the program itself, the store's folder, the prepared models, a folder of
 * temporary files, and what the person names for the vault itself to read or write: a file with the
 * passphrase, questions to measure with, the folder they are about and a model to answer them, a
 * report, checkpoints of the ledger, a plugin or a model to add.
 *
 * @param arguments the person's command line
 * @param variables the variables of the supervisor
 * @param program the vault's
 * @param runtimeFolder for pipes, the run's alone
 * @param temporaryFolder for temporary files, the run's alone
 * @param support what the kernel can
 * @param agent where it listens to later commands, if it does
 * @param natives the folder of the native libraries that it loads; read by it, never written
 */
record VaultLaunch(
    List<String> arguments,
    Map<String, String> variables,
    String program,
    Path runtimeFolder,
    Path temporaryFolder,
    ConfinementSupport support,
    @Nullable AgentPlace agent,
    @Nullable Path natives) {
  /** Holds the token of the channel to the supervisor; taken out before anything else is done. */
  static final String TOKEN_VARIABLE = "SOTTO_SUPERVISOR_TOKEN";

  /** Names a folder that the vault must not be able to write to, for its attempts. */
  static final String OUTSIDE_PROPERTY = "sotto.outside";

  /** When the supervisor began, in milliseconds since 1970, for {@code --timings}. */
  static final String BEGUN_PROPERTY = "sotto.begun";

  /** When it started the vault, likewise. */
  static final String STARTED_PROPERTY = "sotto.started";

  private static final String PASSPHRASE_VARIABLE = "SOTTO_PASSPHRASE_FILE";

  private static final List<String> FILES_WITH_SECRETS =
      List.of("--passphrase-file", "--new-passphrase-file", "--recovery-code-file");

  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+DisableAttachMechanism",
          "-XX:-EnableDynamicAgentLoading",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "-XX:-UsePerfData",
          "-XX:+UseSerialGC",
          "-Xmx1g",
          "-Xlog:disable",
          "-Dstdin.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-DOPT_OUT_TRACKING=true",
          "-Dai.djl.offline=true");

  /** Commands that end before code compiled with more effort would pay. */
  private static final Set<String> SHORT_COMMANDS =
      Set.of(
          "ask", "search", "show", "list", "people", "label", "history", "audit", "consent",
          "tools", "home", "keys", "doctor");

  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "LD_PRELOAD",
          "LD_LIBRARY_PATH",
          "LD_AUDIT",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "GCONV_PATH",
          "LOCPATH",
          "GLIBC_TUNABLES",
          "CLASSPATH");

  private static final List<String> OPTIONS_WITH_VALUES =
      List.of("--home", "--passphrase-file", "--lang");

  /** What getaddrinfo(3) reads beside what every process may read. */
  private static final List<String> NAME_RESOLUTION =
      List.of("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/gai.conf");

  VaultLaunch {
    arguments = List.copyOf(arguments);
    variables = Map.copyOf(variables);
  }

  /** Returns the command that runs everything in one process without confinement. */
  static List<String> unconfinedCommand(String program, List<String> arguments) {
    List<String> command = virtualMachine(arguments);
    command.addAll(List.of("-cp", classPath(), program));
    command.addAll(arguments);
    return command;
  }

  private static List<String> virtualMachine(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(OPTIONS);
    AotCaches caches = AotCaches.ofThisProgram();
    command.addAll(caches.options(AotCaches.Program.VAULT, 0));
    if (SHORT_COMMANDS.contains(new CommandWords(arguments).command())
        && !caches.isRecorded(AotCaches.Program.VAULT)) {
      command.add(QUICK_COMPILER);
    }
    return command;
  }

  /** Returns the command that runs a supervisor beside this one. */
  static List<String> supervisorCommand(
      String program, List<String> properties, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-Xmx64m", QUICK_COMPILER));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(properties);
    command.addAll(List.of("-cp", classPath(), program));
    command.addAll(arguments);
    return command;
  }

  /** Returns the command that runs the vault. */
  ConfinedCommand command(Path toVault, Path fromVault, String token) {
    List<String> command = virtualMachine(arguments);
    if (natives != null) {
      command.add("-D" + NativeLibrary.PATH_PROPERTY + "=" + natives);
    }
    command.add("-Djava.io.tmpdir=" + temporaryFolder);
    command.add("-Duser.home=" + userHome());
    command.add("-D" + OUTSIDE_PROPERTY + "=" + System.getProperty("java.io.tmpdir"));
    if (agent != null) {
      command.add(AgentListener.option(agent, ProcessHandle.current().pid()));
    }
    Instant now = InstantSource.system().instant();
    Instant begun = ProcessHandle.current().info().startInstant().orElse(now);
    command.add("-D" + BEGUN_PROPERTY + "=" + begun.toEpochMilli());
    command.add("-D" + STARTED_PROPERTY + "=" + now.toEpochMilli());
    command.addAll(
        List.of(
            "-cp",
            classPath(),
            program,
            Long.toString(ProcessHandle.current().pid()),
            toVault.toString(),
            fromVault.toString()));
    command.addAll(arguments);
    Map<String, String> passed = passedOn();
    passed.put(TOKEN_VARIABLE, token);
    return new ConfinedCommand(
        command,
        passed,
        Path.of("").toAbsolutePath(),
        StandardStream.INHERITED,
        StandardStream.INHERITED,
        StandardStream.INHERITED);
  }

  /** Returns what the vault can reach; makes its folders where they are missing. */
  Confinement confinement() throws IOException {
    Locations locations = locations(new CommandWords(arguments), variables);
    ownerOnly(locations.home());
    ownerOnly(locations.state());
    Files.createDirectories(locations.modelCache());
    Confinement confinement =
        ofTheProgram(AotCaches.Program.VAULT)
            .reading(readByTheVault().toArray(Path[]::new))
            .writing(
                locations.home(),
                locations.modelCache(),
                locations.state(),
                runtimeFolder,
                temporaryFolder);
    if (natives != null) {
      confinement = confinement.reading(natives);
    }
    if (agent != null) {
      confinement = confinement.writing(agent.folder()).allowing(Allowance.LISTEN_ON_UNIX_SOCKETS);
    }
    Optional<Path> report = option("--report").map(Path::of).map(Path::toAbsolutePath);
    if (report.isPresent() && !Files.isDirectory(report.get())) {
      confinement = confinement.writing(made(report.get()));
    }
    for (Path written : writtenByTheVault()) {
      confinement = confinement.writing(written);
    }
    return confinement;
  }

  /** Returns the folders in which a backup, or a store that is restored, is to appear. */
  private List<Path> writtenByTheVault() {
    CommandWords words = new CommandWords(arguments);
    List<String> named = new ArrayList<>();
    if (words.command().equals("backup")) {
      arguments.stream().filter(argument -> !argument.startsWith("-")).forEach(named::add);
      named.remove("backup");
      OPTIONS_WITH_VALUES.forEach(name -> named.removeAll(words.options(name)));
    }
    if (words.command().equals("restore")) {
      named.addAll(words.options("--store"));
    }
    return named.stream()
        .map(name -> Path.of(name).toAbsolutePath().normalize().getParent())
        .filter(folder -> folder != null && Files.isDirectory(folder))
        .distinct()
        .toList();
  }

  /** Returns what a process that reads these paths can reach. */
  Confinement importerConfinement(List<Path> readable, List<Path> pipes, Path temporary)
      throws IOException {
    return ofTheProgram(AotCaches.Program.IMPORTER)
        .reading(readable.toArray(Path[]::new))
        .writing(pipes.toArray(Path[]::new))
        .writing(temporary);
  }

  /**
   * Returns what a process that carries requests can reach: hosts, what the C library reads to find
   * their addresses, and no place to write to but its pipe.
   */
  Confinement courierConfinement(List<Path> pipes) throws IOException {
    return ofTheProgram()
        .reading(NAME_RESOLUTION.stream().map(Path::of).filter(Files::exists).toArray(Path[]::new))
        .writing(pipes.toArray(Path[]::new))
        .allowing(Allowance.CONNECT_TO_HOSTS);
  }

  /** Returns the variables that a process gets. */
  Map<String, String> passedOn() {
    Map<String, String> passed = new HashMap<>(variables);
    passed.keySet().removeAll(NOT_PASSED_ON);
    boolean isUtf8 =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(name -> passed.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .filter(value -> value.toLowerCase(Locale.ROOT).contains("utf"))
            .isPresent();
    if (!isUtf8) {
      passed.remove("LC_ALL");
      passed.put("LC_CTYPE", "C.UTF-8");
    }
    return passed;
  }

  static Path java() {
    return Path.of(System.getProperty("java.home")).resolve("bin").resolve("java");
  }

  static String classPath() {
    List<String> places = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      places.add(Path.of(place).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, places);
  }

  private Confinement ofTheProgram(AotCaches.Program program) throws IOException {
    return AotCaches.ofThisProgram().within(ofTheProgram(), program);
  }

  private Confinement ofTheProgram() throws IOException {
    Confinement java = Confinement.ofJava(Path.of(System.getProperty("java.home")));
    Set<Path> code = new LinkedHashSet<>();
    for (String place : classPath().split(File.pathSeparator)) {
      Path path = Path.of(place);
      code.add(path);
      Path libraries = path.resolveSibling("lib");
      if (Files.isRegularFile(path) && Files.isDirectory(libraries)) {
        code.add(libraries);
      }
    }
    code.removeIf(path -> !Files.exists(path));
    Confinement confinement = java.reading(code.toArray(Path[]::new));
    return support.landlockVersion() > 0
        ? confinement
        : confinement.without(Confinement.Layer.FILES);
  }

  private List<Path> readByTheVault() {
    List<String> named = new ArrayList<>();
    FILES_WITH_SECRETS.forEach(name -> option(name).ifPresent(named::add));
    named.add(variables.getOrDefault(PASSPHRASE_VARIABLE, ""));
    CommandWords words = new CommandWords(arguments);
    if (words.command().equals("audit")) {
      named.addAll(words.options("--since"));
    }
    if (words.command().equals("eval")) {
      option("--life").ifPresent(named::add);
      option("--model").ifPresent(named::add);
    }
    if (words.command().equals("model") && words.has("bench")) {
      named.add(EnergyMeter.FOLDER);
    }
    if (words.command().equals("eval")
        || words.command().equals("tools")
        || words.command().equals("restore")
        || addsAModel(words)) {
      arguments.stream().filter(argument -> !argument.startsWith("-")).forEach(named::add);
    }
    return named.stream()
        .filter(name -> !name.isEmpty())
        .flatMap(name -> existing(name).stream())
        .toList();
  }

  private static boolean addsAModel(CommandWords words) {
    return words.command().equals("model") && words.has("add");
  }

  private static Optional<Path> existing(String name) {
    try {
      return Optional.of(Path.of(name).toAbsolutePath()).filter(Files::exists);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns where a command line's store is. */
  static Locations locations(CommandWords words, Map<String, String> variables) {
    return Locations.of(words.option("--home").map(Path::of).orElse(null), variables, userHome());
  }

  private Optional<String> option(String name) {
    return new CommandWords(arguments).option(name);
  }

  private static Path made(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }

  private static void ownerOnly(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  static Path userHome() {
    return Path.of(System.getProperty("user.home"));
  }

  @Override
  public String toString() {
    return "VaultLaunch[" + arguments.size() + " arguments]";
  }
}
