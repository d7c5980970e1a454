package dev.sotto.securestore.v1;

import dev.sotto.record.Confidentiality;
import dev.sotto.record.EventDetails;
import dev.sotto.record.Integrity;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordKind;
import dev.sotto.securestore.key.KeyPurpose;

/**
 * The numbers that stand for constants on disk. They stay when constants are renamed, reordered or
 * added.
 */
final class Codes {
  private Codes() {}

  static int of(RecordKind kind) {
    return switch (kind) {
      case NOTE -> 1;
      case EMAIL -> 2;
      case CHAT -> 3;
      case EVENT -> 4;
      case RECEIPT -> 5;
      case BOOKING -> 6;
      case LOG -> 7;
      case DOC -> 8;
      case CONTACT -> 9;
    };
  }

  static RecordKind kind(int code) {
    return switch (code) {
      case 1 -> RecordKind.NOTE;
      case 2 -> RecordKind.EMAIL;
      case 3 -> RecordKind.CHAT;
      case 4 -> RecordKind.EVENT;
      case 5 -> RecordKind.RECEIPT;
      case 6 -> RecordKind.BOOKING;
      case 7 -> RecordKind.LOG;
      case 8 -> RecordKind.DOC;
      case 9 -> RecordKind.CONTACT;
      default -> throw unknown("kind", code);
    };
  }

  static int of(Participant.Role role) {
    return switch (role) {
      case AUTHOR -> 1;
      case RECIPIENT -> 2;
    };
  }

  static Participant.Role role(int code) {
    return switch (code) {
      case 1 -> Participant.Role.AUTHOR;
      case 2 -> Participant.Role.RECIPIENT;
      default -> throw unknown("role", code);
    };
  }

  static int of(EventDetails.Status status) {
    return switch (status) {
      case CONFIRMED -> 1;
      case TENTATIVE -> 2;
      case CANCELLED -> 3;
    };
  }

  static EventDetails.Status eventStatus(int code) {
    return switch (code) {
      case 1 -> EventDetails.Status.CONFIRMED;
      case 2 -> EventDetails.Status.TENTATIVE;
      case 3 -> EventDetails.Status.CANCELLED;
      default -> throw unknown("event status", code);
    };
  }

  static int of(Integrity integrity) {
    return switch (integrity) {
      case TYPED -> 1;
      case OWN -> 2;
      case EXTERNAL -> 3;
    };
  }

  static Integrity integrity(int code) {
    return switch (code) {
      case 1 -> Integrity.TYPED;
      case 2 -> Integrity.OWN;
      case 3 -> Integrity.EXTERNAL;
      default -> throw unknown("integrity", code);
    };
  }

  static int of(Confidentiality confidentiality) {
    return switch (confidentiality) {
      case PUBLIC -> 1;
      case PERSONAL -> 2;
      case SENSITIVE -> 3;
      case LOCAL_ONLY -> 4;
    };
  }

  static Confidentiality confidentiality(int code) {
    return switch (code) {
      case 1 -> Confidentiality.PUBLIC;
      case 2 -> Confidentiality.PERSONAL;
      case 3 -> Confidentiality.SENSITIVE;
      case 4 -> Confidentiality.LOCAL_ONLY;
      default -> throw unknown("confidentiality", code);
    };
  }

  static int of(KeyPurpose purpose) {
    return switch (purpose) {
      case INDEX -> 1;
      case SOURCE -> 2;
      case CATALOGUE -> 3;
      case DOCUMENTS -> 4;
      case LEDGER -> 5;
      case BACKUP ->
          throw new IllegalArgumentException("A key of backups does not stand in the key table");
    };
  }

  static KeyPurpose purpose(int code) {
    return switch (code) {
      case 1 -> KeyPurpose.INDEX;
      case 2 -> KeyPurpose.SOURCE;
      case 3 -> KeyPurpose.CATALOGUE;
      case 4 -> KeyPurpose.DOCUMENTS;
      case 5 -> KeyPurpose.LEDGER;
      default -> throw unknown("key purpose", code);
    };
  }

  private static IllegalArgumentException unknown(String what, int code) {
    return new IllegalArgumentException("No " + what + " has the number " + code);
  }
}
