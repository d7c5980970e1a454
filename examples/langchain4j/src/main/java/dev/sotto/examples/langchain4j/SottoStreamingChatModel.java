package dev.sotto.examples.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.sotto.model.LanguageModel;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A language model in this process as a streaming chat model of LangChain4j: pieces of text come as
 * they are written, and the handle of each cancels the rest. For what it refuses see {@link
 * SottoChatModel}.
 */
public final class SottoStreamingChatModel implements StreamingChatModel {
  private final LanguageModel model;
  private final ChatRequestParameters defaults;
  private final Executor executor;

  /**
   * @param model answers; not closed by this
   * @param defaults count where a request says nothing
   * @param executor writes the answers and calls the handlers
   */
  public SottoStreamingChatModel(
      LanguageModel model, ChatRequestParameters defaults, Executor executor) {
    this.model = model;
    this.defaults = defaults;
    this.executor = executor;
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    LocalRequest local = LocalRequest.of(request);
    Handle handle = new Handle(new AtomicBoolean());
    executor.execute(() -> answer(local, handler, handle));
  }

  private void answer(LocalRequest request, StreamingChatResponseHandler handler, Handle handle) {
    ChatResponse response;
    try {
      response =
          request.run(
              model,
              piece -> {
                if (!handle.isCancelled()) {
                  handler.onPartialResponse(
                      new PartialResponse(piece), new PartialResponseContext(handle));
                }
              },
              handle::isCancelled);
    } catch (RuntimeException e) {
      handler.onError(e);
      return;
    }
    if (!handle.isCancelled()) {
      handler.onCompleteResponse(response);
    }
  }

  /** Stops an answer; no further call of its handler follows. */
  private record Handle(AtomicBoolean cancelled) implements StreamingHandle {
    @Override
    public void cancel() {
      cancelled.set(true);
    }

    @Override
    public boolean isCancelled() {
      return cancelled.get();
    }
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
    return "SottoStreamingChatModel[" + model.description().name() + "]";
  }
}
