package dev.sotto.model;

final class ScriptedLanguageModelTest extends LanguageModelContract {
  private final ScriptedLanguageModel model = new ScriptedLanguageModel("The sea.");

  @Override
  protected LanguageModel model() {
    return model;
  }
}
