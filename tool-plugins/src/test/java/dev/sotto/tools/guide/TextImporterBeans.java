package dev.sotto.tools.guide;

import dev.sotto.importing.Importer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Produces the importer of plain text. */
@ApplicationScoped
public class TextImporterBeans {
  @Produces
  @ApplicationScoped
  public Importer textImporter() {
    return new TextImporter();
  }
}
