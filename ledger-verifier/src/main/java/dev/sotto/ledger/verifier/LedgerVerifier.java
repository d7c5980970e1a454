package dev.sotto.ledger.verifier;

import dev.sotto.ledger.verifier.Verification.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** The program {@code java -jar sotto-ledger-verifier.jar}. */
public final class LedgerVerifier {
  /** The file is right. */
  static final int VERIFIED = 0;

  /** The file is not right, or contradicts what is remembered. */
  static final int NOT_VERIFIED = 1;

  /** The command is not right, or a file can't be read. */
  static final int NOT_CHECKED = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final ResourceBundle messages;
  private final List<Path> remembered = new ArrayList<>();
  private Optional<VerifierKey> key = Optional.empty();
  private Optional<Path> file = Optional.empty();
  private boolean listing;
  private boolean helping;

  private LedgerVerifier(PrintStream out, PrintStream err, Locale locale) {
    this.out = out;
    this.err = err;
    messages = ResourceBundle.getBundle("dev.sotto.ledger.verifier.messages", locale);
  }

  /** Checks a file and ends with 0 if it is right, 1 if not, 2 if it could not be checked. */
  public static void main(String... arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, Locale.getDefault(), arguments));
  }

  /** Does what {@link #main} does, and returns the status. */
  public static int run(PrintStream out, PrintStream err, Locale locale, String... arguments) {
    return new LedgerVerifier(out, err, locale).run(arguments);
  }

  private int run(String... arguments) {
    if (!read(arguments)) {
      err.println(message("usage"));
      return NOT_CHECKED;
    }
    if (helping) {
      out.println(message("usage"));
      out.println();
      out.println(message("help"));
      return VERIFIED;
    }
    try {
      Verification verification =
          new Verification(key, listing ? this::list : Verification.EntryListener.NONE);
      for (Path checkpoint : remembered) {
        try (InputStream in = Files.newInputStream(checkpoint)) {
          verification.remember(in);
        }
      }
      try (InputStream in = Files.newInputStream(file.orElseThrow())) {
        tell(verification.check(in));
      }
      return VERIFIED;
    } catch (InvalidLedgerException e) {
      err.println(message("notVerified." + e.reason(), e.finding()));
      return NOT_VERIFIED;
    } catch (IOException e) {
      err.println(message("unreadable", e));
      return NOT_CHECKED;
    }
  }

  private boolean read(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      boolean last = i == arguments.length - 1;
      switch (arguments[i]) {
        case "--help", "-h" -> {
          helping = true;
          return true;
        }
        case "--list" -> listing = true;
        case "--since" -> {
          if (last) {
            return false;
          }
          remembered.add(Path.of(arguments[++i]));
        }
        case "--key" -> {
          if (last) {
            return false;
          }
          try {
            key = Optional.of(VerifierKey.parse(arguments[++i]));
          } catch (InvalidLedgerException e) {
            err.println(message("notAKey", e.finding()));
            return false;
          }
        }
        default -> {
          if (arguments[i].startsWith("-") || file.isPresent()) {
            return false;
          }
          file = Optional.of(Path.of(arguments[i]));
        }
      }
    }
    return file.isPresent();
  }

  private void list(long number, List<String> lines) {
    out.println(lines.isEmpty() ? message("erased", number) : message("entry", number));
    lines.stream().skip(1).forEach(line -> out.println("  " + line));
  }

  private void tell(Finding finding) {
    switch (finding) {
      case Finding.Whole whole -> {
        out.println(message("whole", whole.entries(), whole.erased()));
        out.println(message("requests", whole.requests(), whole.matching(), whole.unknown()));
        out.println(message("key", whole.key()));
        out.println(
            whole.rememberedCheckpoints() == 0
                ? message("nothingRemembered")
                : message(
                    "remembered",
                    whole.rememberedCheckpoints(),
                    whole.rememberedUpTo(),
                    whole.entries() - whole.rememberedUpTo()));
        out.println(message("limits"));
      }
      case Finding.Grown grown -> {
        out.println(message("grown", grown.from(), grown.to(), grown.to() - grown.from()));
        out.println(message("key", grown.key()));
        out.println(message("limitsOfGrowth"));
      }
      case Finding.Included included -> {
        out.println(
            message(
                included.lines().isEmpty() ? "includedErased" : "included",
                included.number(),
                included.entries()));
        if (!listing) {
          included.lines().stream().skip(1).forEach(line -> out.println("  " + line));
        }
        out.println(message("key", included.key()));
        out.println(message("limitsOfAProof"));
      }
    }
  }

  private String message(String name, Object... arguments) {
    Object[] texts = Stream.of(arguments).map(Object::toString).toArray();
    return new MessageFormat(messages.getString(name), Locale.ROOT).format(texts);
  }
}
