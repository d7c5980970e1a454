package dev.sotto.securestore.v1;

/** What sort of file it is; a file of one kind is never taken for one of another. */
public enum FileKind {
  INDEX("index"),
  PACK("pack"),
  CATALOGUE("catalogue"),
  SEGMENT("segment"),
  DOCUMENT("document"),
  BACKUP("backup");

  private final String label;

  FileKind(String label) {
    this.label = label;
  }

  /** Returns the word that is bound to the file. */
  String label() {
    return label;
  }
}
