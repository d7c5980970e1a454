package dev.sotto.record;

/**
 * The labels of a record, given at import, carried by every passage of it and joined upwards.
 *
 * @param integrity who could have written it
 * @param confidentiality how far it may travel
 */
public record Labels(Integrity integrity, Confidentiality confidentiality) {
  /** The labels of a text about which nothing is known. */
  public static final Labels UNLABELLED = new Labels(Integrity.EXTERNAL, Confidentiality.PERSONAL);

  /** The labels of the person's own notes. */
  public static final Labels OWN = new Labels(Integrity.OWN, Confidentiality.PERSONAL);

  /**
   * Returns the labels of a text made from both: the lesser integrity, the greater confidentiality.
   */
  public Labels join(Labels other) {
    return new Labels(integrity.join(other.integrity), confidentiality.join(other.confidentiality));
  }
}
