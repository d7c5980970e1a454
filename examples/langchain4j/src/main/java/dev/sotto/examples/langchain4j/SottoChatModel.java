package dev.sotto.examples.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.sotto.model.Cancellation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.LanguageModel;
import java.util.Set;

/**
 * A language model in this process as a chat model of LangChain4j. Takes text and answers text, or
 * JSON held to a schema while it is written. One answer at a time: a second thread waits.
 *
 * <p>The model stays its owner's, who closes it. What it can't do (tools, pictures, stop sequences,
 * penalties) is refused by an {@link UnsupportedFeatureException}, never left out silently.
 */
public final class SottoChatModel implements ChatModel {
  private final LanguageModel model;
  private final ChatRequestParameters defaults;

  /**
   * @param model answers; not closed by this
   * @param defaults count where a request says nothing
   */
  public SottoChatModel(LanguageModel model, ChatRequestParameters defaults) {
    this.model = model;
    this.defaults = defaults;
  }

  /** Answers by the most likely words, with at most {@link LocalRequest#USUAL_TOKENS} tokens. */
  public SottoChatModel(LanguageModel model) {
    this(model, ChatRequestParameters.builder().build());
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    return LocalRequest.of(request).run(model, GenerationListener.SILENT, Cancellation.NEVER);
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return defaults;
  }

  @Override
  public Set<Capability> supportedCapabilities() {
    return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
  }

  @Override
  public String toString() {
    return "SottoChatModel[" + model.description().name() + "]";
  }
}
