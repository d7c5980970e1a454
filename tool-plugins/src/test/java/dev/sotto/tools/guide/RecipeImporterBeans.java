package dev.sotto.tools.guide;

import dev.sotto.importing.Importer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Produces the importer of recipes. */
@ApplicationScoped
public class RecipeImporterBeans {
  @Produces
  @ApplicationScoped
  public Importer recipeImporter() {
    return new RecipeImporter();
  }
}
