package dev.sotto.storage;

final class PlainFileEncryptionTest extends FileEncryptionContract {
  @Override
  protected FileEncryption create() {
    return new PlainFileEncryption();
  }
}
