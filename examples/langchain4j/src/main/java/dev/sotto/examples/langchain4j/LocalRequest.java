package dev.sotto.examples.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.sotto.llm.json.JsonSchema;
import dev.sotto.model.Cancellation;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.Prompt;
import dev.sotto.model.Sampling;
import dev.sotto.model.TokenFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What LangChain4j asks, as a model in this process is asked.
 *
 * @param prompt the messages
 * @param settings how much, and how words are chosen
 * @param filter what may be written
 */
record LocalRequest(Prompt prompt, GenerationSettings settings, TokenFilter.Factory filter) {
  /** Tokens of an answer whose request names no number. */
  static final int USUAL_TOKENS = 256;

  private static final long SEED = 0;

  /**
   * Reads a request.
   *
   * @throws UnsupportedFeatureException if it asks for what can't be done
   */
  static LocalRequest of(ChatRequest request) {
    refuse(
        request.toolSpecifications() != null && !request.toolSpecifications().isEmpty(), "tools");
    refuse(request.stopSequences() != null && !request.stopSequences().isEmpty(), "stop sequences");
    refuse(request.topK() != null, "a number of candidates (top k)");
    refuse(orZero(request.frequencyPenalty()) != 0, "a penalty for frequency");
    refuse(orZero(request.presencePenalty()) != 0, "a penalty for presence");
    List<ChatMessage> messages = request.messages().stream().map(LocalRequest::message).toList();
    int tokens =
        request.maxOutputTokens() == null ? USUAL_TOKENS : request.maxOutputTokens().intValue();
    return new LocalRequest(
        new Prompt(messages),
        new GenerationSettings(tokens, sampling(request.temperature(), request.topP())),
        filter(request.responseFormat(), tokens));
  }

  private static void refuse(boolean isAsked, String what) {
    if (isAsked) {
      throw new UnsupportedFeatureException(
          "The request asks for "
              + what
              + ", which models in this process don't know. Leave it out.");
    }
  }

  private static double orZero(@Nullable Double number) {
    return number == null ? 0 : number;
  }

  private static ChatMessage message(dev.langchain4j.data.message.ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> new ChatMessage(ChatMessage.Role.SYSTEM, system.text());
      case UserMessage user when user.hasSingleText() ->
          new ChatMessage(ChatMessage.Role.USER, user.singleText());
      case AiMessage answer when !answer.hasToolExecutionRequests() ->
          new ChatMessage(ChatMessage.Role.ASSISTANT, answer.text());
      default ->
          throw new UnsupportedFeatureException(
              "A message of the kind "
                  + message.type()
                  + " holds more than one text. Give texts alone, one a message.");
    };
  }

  private static Sampling sampling(@Nullable Double temperature, @Nullable Double topProbability) {
    return orZero(temperature) != 0
        ? new Sampling.Seeded(
            orZero(temperature), topProbability == null ? 1 : topProbability, SEED)
        : Sampling.GREEDY;
  }

  private static TokenFilter.Factory filter(@Nullable ResponseFormat format, int tokens) {
    if (format == null || format.type() == ResponseFormatType.TEXT) {
      return TokenFilter.Factory.UNRESTRICTED;
    }
    if (format.jsonSchema() != null
        && format.jsonSchema().rootElement() instanceof JsonRawSchema schema) {
      return JsonSchema.parse(schema.schema()).filter(tokens);
    }
    throw new UnsupportedFeatureException(
        "The answer is to be JSON, without a schema as text. Give one: JsonRawSchema.from(text).");
  }

  /** Has a model answer. */
  ChatResponse run(LanguageModel model, GenerationListener listener, Cancellation cancellation) {
    Generation generation = model.generate(prompt, settings, filter, listener, cancellation);
    return ChatResponse.builder()
        .aiMessage(AiMessage.from(generation.text()))
        .modelName(model.description().name())
        .tokenUsage(new TokenUsage(generation.promptTokens(), generation.generatedTokens()))
        .finishReason(
            switch (generation.stop()) {
              case END_OF_TURN -> FinishReason.STOP;
              case TOKEN_LIMIT, CONTEXT_FULL -> FinishReason.LENGTH;
              case CANCELLED -> FinishReason.OTHER;
            })
        .build();
  }

  @Override
  public String toString() {
    return "LocalRequest[" + prompt.messages().size() + " messages]";
  }
}
