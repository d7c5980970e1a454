package dev.sotto.securestore.key;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id, version 1.3 (RFC 9106). */
final class Argon2id {
  private Argon2id() {}

  static byte[] derive(byte[] password, byte[] salt, KeyDerivationPreset preset, int length) {
    return derive(
        password,
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(preset.memoryKibibytes())
            .withIterations(preset.iterations())
            .withParallelism(preset.parallelism())
            .withSalt(salt)
            .build(),
        length);
  }

  static byte[] derive(byte[] password, Argon2Parameters parameters, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] output = new byte[length];
    generator.generateBytes(password, output);
    return output;
  }
}
