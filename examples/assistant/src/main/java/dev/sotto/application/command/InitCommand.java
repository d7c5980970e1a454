package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Profile;
import dev.sotto.securestore.NewStore;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates the encrypted store. */
@Command(name = "init")
final class InitCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  @Option(names = "--me", paramLabel = "NAME|ADDRESS")
  private List<String> me = new ArrayList<>();

  @Option(names = "--zone", paramLabel = "ZONE")
  private @Nullable String zone;

  InitCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    Messages messages = sotto.messages();
    Path folder = sotto.locations().store();
    if (PersonalStore.exists(folder)) {
      throw new UsageException(messages.of("init.exists", folder));
    }
    if (me.isEmpty()) {
      me = askedNames(messages);
    }
    Profile profile = Profile.of(me, askedZone(messages));
    Files.createDirectories(sotto.locations().home());
    try (Passphrase passphrase = sotto.passphrases().chosen()) {
      NewStore made =
          PersonalStore.create(
              folder,
              passphrase,
              KeyDerivationPreset.INTERACTIVE,
              sotto.surroundings().random(),
              sotto.anchor());
      try (PersonalStore store = made.store();
          var code = made.recoveryCode()) {
        profile.write(store.documents());
        char[] revealed = code.reveal();
        show(messages, folder, revealed);
        Arrays.fill(revealed, '\0');
      }
    }
    return ExitStatus.OK;
  }

  private void show(Messages messages, Path folder, char[] code) {
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("store", folder.toString());
      json.put("recoveryCode", String.valueOf(code));
      ResultJson.print(json, sotto.surroundings().out());
      return;
    }
    sotto.say(messages.of("init.created", folder));
    sotto.say("");
    sotto.say(messages.of("init.recovery"));
    sotto.say("    " + sotto.style().strong(String.valueOf(code)));
    sotto.say(messages.of("init.recoveryKeep"));
    sotto.say("");
    sotto.say(messages.of("init.next"));
  }

  private List<String> askedNames(Messages messages) throws IOException {
    Surroundings surroundings = sotto.surroundings();
    if (!surroundings.isTerminal()) {
      throw new UsageException(messages.of("init.needsMe"));
    }
    surroundings.out().print(messages.of("init.askMe"));
    surroundings.out().flush();
    String line = surroundings.in().readLine();
    return line == null || line.isBlank() ? List.of() : List.of(line);
  }

  private ZoneId askedZone(Messages messages) throws IOException {
    Surroundings surroundings = sotto.surroundings();
    String wanted = zone;
    if (wanted == null && surroundings.isTerminal()) {
      surroundings.out().print(messages.of("init.askZone", ZoneId.systemDefault()));
      surroundings.out().flush();
      wanted = surroundings.in().readLine();
    }
    if (wanted == null || wanted.isBlank()) {
      return ZoneId.systemDefault();
    }
    try {
      return ZoneId.of(wanted.strip());
    } catch (DateTimeException e) {
      throw new UsageException(messages.of("init.unknownZone", wanted.strip()));
    }
  }
}
