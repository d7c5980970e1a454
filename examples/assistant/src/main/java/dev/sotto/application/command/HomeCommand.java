package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.ToolScreen;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Vault;
import dev.sotto.text.SafeText;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where the person lives, for tools that look around there. */
@Command(name = "home")
final class HomeCommand implements Callable<Integer> {
  private static final String DEGREES = "-?\\d{1,3}(?:\\.\\d{1,12})?";

  private final SottoCommand sotto;

  @Parameters(arity = "0..*", paramLabel = "PLACE", descriptionKey = "home.place")
  private List<String> words = new ArrayList<>();

  @Option(names = "--at", paramLabel = "LAT,LON")
  private @Nullable String at;

  @Option(names = "--forget")
  private boolean forget;

  HomeCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    String name = String.join(" ", words).strip();
    if (forget) {
      return sotto.withVaultForChanges(vault -> set(vault, Optional.empty()));
    }
    if (name.isEmpty()) {
      return sotto.withVaultForReading(this::show);
    }
    Place place = place(name);
    return sotto.withVaultForChanges(vault -> set(vault, Optional.of(place)));
  }

  private Place place(String name) {
    String point = at;
    if (point == null) {
      return sotto.places().find(name).stream()
          .findFirst()
          .map(known -> new Place(name, Optional.of(known.point())))
          .orElseThrow(() -> new UsageException(sotto.messages().of("home.unknown", name)));
    }
    if (!point.matches(DEGREES + "," + DEGREES)) {
      throw new UsageException(sotto.messages().of("home.at", point));
    }
    String[] degrees = point.split(",");
    try {
      return new Place(
          name,
          Optional.of(
              new GeoPoint(Double.parseDouble(degrees[0]), Double.parseDouble(degrees[1]))));
    } catch (IllegalArgumentException e) {
      throw new UsageException(sotto.messages().of("home.at", point));
    }
  }

  private int set(Vault vault, Optional<Place> home) throws IOException {
    vault.setHome(home);
    return home.isPresent() ? show(vault) : told("home.forgotten");
  }

  private int show(Vault vault) {
    Optional<Place> home = vault.profile().home();
    if (home.isEmpty()) {
      return told("home.none");
    }
    Messages messages = sotto.messages();
    GeoPoint point = home.get().point().orElseThrow();
    sotto.say(
        messages.of(
            "home.is",
            SafeText.line(label(home.get().name(), point)),
            degrees(point.latitude()),
            degrees(point.longitude())));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("home", home.get().name());
      json.put("latitude", point.latitude());
      json.put("longitude", point.longitude());
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }

  /** Returns a name as it is known at this point, with its country; else the name. */
  private String label(String name, GeoPoint point) {
    TextLanguage language = ToolScreen.language(sotto.messages());
    return sotto.places().find(name).stream()
        .filter(known -> known.point().equals(point))
        .findFirst()
        .map(known -> known.label(language))
        .orElse(name);
  }

  private static String degrees(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private int told(String message) {
    sotto.say(sotto.messages().of(message));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.putNull("home");
      ResultJson.print(json, sotto.surroundings().out());
    }
    return ExitStatus.OK;
  }
}
