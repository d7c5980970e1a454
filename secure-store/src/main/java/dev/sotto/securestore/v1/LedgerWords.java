package dev.sotto.securestore.v1;

import dev.sotto.ledger.Actor;
import dev.sotto.ledger.LedgerEntry.Change;
import dev.sotto.ledger.LedgerEntry.GrantExtent;
import dev.sotto.ledger.LedgerEntry.Result;
import dev.sotto.ledger.Method;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The words that stand for constants in the ledger. They stay when constants are renamed, reordered
 * or added.
 */
final class LedgerWords {
  private LedgerWords() {}

  static String of(Actor actor) {
    return switch (actor) {
      case PERSON -> "person";
      case SOTTO -> "sotto";
    };
  }

  static String of(Method method) {
    return switch (method) {
      case KEY_PRESS -> "key-press";
      case PAGE -> "page";
      case COMMAND -> "command";
      case SITTING_GRANT -> "sitting-grant";
      case STANDING_GRANT -> "standing-grant";
      case RULE -> "rule";
      case ABSENCE -> "absence";
      case CLOCK -> "clock";
    };
  }

  static String of(Result result) {
    return switch (result) {
      case ANSWERED -> "answered";
      case FAILED -> "failed";
      case NOT_SENT -> "not-sent";
    };
  }

  static String of(GrantExtent extent) {
    return switch (extent) {
      case SITTING -> "sitting";
      case STANDING -> "standing";
    };
  }

  static String of(Change change) {
    return switch (change) {
      case INSTALLED -> "installed";
      case UPDATED -> "updated";
      case REMOVED -> "removed";
    };
  }

  static String of(Integrity integrity) {
    return switch (integrity) {
      case TYPED -> "typed";
      case OWN -> "own";
      case EXTERNAL -> "external";
    };
  }

  static String of(Confidentiality confidentiality) {
    return switch (confidentiality) {
      case PUBLIC -> "public";
      case PERSONAL -> "personal";
      case SENSITIVE -> "sensitive";
      case LOCAL_ONLY -> "local-only";
    };
  }

  /** Returns the constant that a word stands for. */
  static <T> T read(T[] constants, Function<T, String> words, String word) {
    return Arrays.stream(constants)
        .filter(constant -> words.apply(constant).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("A word stands for nothing"));
  }
}
