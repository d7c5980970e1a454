package dev.sotto.tools.pdf;

import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;

/** Why a document or a page of it can't be read. */
final class PdfFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Cause kind;

  /** What stands in the way. */
  enum Cause {
    PASSWORD,
    TIME,
    STREAM,
    STEPS,
    TEXT,
    DAMAGED
  }

  PdfFailure(Cause kind, @Nullable Throwable cause) {
    super(kind.name(), cause);
    this.kind = kind;
  }

  /** Returns what a failure of the library means. */
  static PdfFailure of(@Nullable Throwable failure, PdfBudget budget) {
    Cause kind =
        switch (budget.excess()) {
          case TIME -> Cause.TIME;
          case STREAM -> Cause.STREAM;
          case STEPS -> Cause.STEPS;
          case TEXT -> Cause.TEXT;
          case NONE ->
              failure instanceof InvalidPasswordException || failure instanceof LinkageError
                  ? Cause.PASSWORD
                  : Cause.DAMAGED;
        };
    return new PdfFailure(kind, failure);
  }

  /** Tells whether no further page can be read. */
  boolean endsDocument() {
    return kind == Cause.TIME || kind == Cause.TEXT;
  }

  /** Returns what is wrong and what to do. */
  String reason(PdfLimits limits) {
    return switch (kind) {
      case PASSWORD ->
          "The PDF is encrypted and asks for a password or certificate. Save it without and sync"
              + " again.";
      case TIME ->
          "Reading the PDF takes longer than the "
              + limits.maxTime().toSeconds()
              + " seconds that one may take. Print it to a new PDF, or split it, and sync again.";
      case STREAM ->
          "A part of it decompresses to more than the "
              + limits.maxStreamBytes()
              + " bytes that are read. Print it to a new PDF and sync again.";
      case STEPS ->
          "A page has more than the "
              + limits.maxPageSteps()
              + " drawing steps that are read. Print it to a new PDF and sync again.";
      case TEXT ->
          "The PDF has more than the "
              + limits.maxTextCharacters()
              + " characters of text that are kept; the rest was left out. Split it and sync"
              + " again.";
      case DAMAGED ->
          "It is damaged, or no PDF. Open it in another program, save it anew and sync again.";
    };
  }
}
