package dev.sotto.importing.process;

import dev.sotto.process.Protocol;
import dev.sotto.process.Role;

/** What vault and importer speak: {@code docs/format/process-messages-v1.md}. */
public final class ImporterProtocol {
  /** The vault's end. */
  public static final Protocol<ToImporter, FromImporter> VAULT =
      new Protocol<>(1, 1, Role.STARTER, new ToImporterCodec(), new FromImporterCodec());

  /** The importer's end. */
  public static final Protocol<FromImporter, ToImporter> IMPORTER =
      new Protocol<>(1, 1, Role.STARTED, new FromImporterCodec(), new ToImporterCodec());

  private ImporterProtocol() {}
}
