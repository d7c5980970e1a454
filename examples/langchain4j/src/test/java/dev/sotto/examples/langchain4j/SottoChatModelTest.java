package dev.sotto.examples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.sotto.llm.DefaultModel;
import dev.sotto.model.ChatMessage;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.ScriptedLanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SottoChatModelTest {
  private static final Path CACHE = Path.of("../../llm-runtime/target/model-cache");
  private static final String YES_OR_NO =
      "{\"type\": \"object\", \"properties\": {\"blue\": {\"type\": \"boolean\"}},"
          + " \"required\": [\"blue\"], \"additionalProperties\": false}";

  /** Keeps what it is told. */
  private static final class Recorder implements StreamingChatResponseHandler {
    private final List<String> pieces = new ArrayList<>();
    private final List<ChatResponse> answers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final int most;

    Recorder(int most) {
      this.most = most;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
      pieces.add(piece.text());
      if (pieces.size() == most) {
        context.streamingHandle().cancel();
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      answers.add(response);
    }

    @Override
    public void onError(Throwable failure) {
      failures.add(failure);
    }
  }

  @Test
  void messagesReachTheModelInTheirOrder() {
    ScriptedLanguageModel scripted = new ScriptedLanguageModel("In the drawer.");

    ChatResponse response =
        new SottoChatModel(scripted)
            .chat(
                SystemMessage.from("Be brief."),
                UserMessage.from("Hello"),
                AiMessage.from("Hello."),
                UserMessage.from("Where is the key?"));

    assertThat(response.aiMessage().text()).isEqualTo("In the drawer.");
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(response.tokenUsage().outputTokenCount()).isPositive();
    assertThat(scripted.prompts().getFirst().messages())
        .extracting(ChatMessage::role)
        .containsExactly(
            ChatMessage.Role.SYSTEM,
            ChatMessage.Role.USER,
            ChatMessage.Role.ASSISTANT,
            ChatMessage.Role.USER);
  }

  @Test
  void anAnswerIsHeldToASchemaWhateverTheModelWants() {
    ChatResponse response =
        new SottoChatModel(new ScriptedLanguageModel("The sky is blue."))
            .chat(json(YES_OR_NO).messages(UserMessage.from("Is it blue?")).build());

    assertThat(response.aiMessage().text().replace(" ", "")).matches("\\{\"blue\":(true|false)}");
  }

  @Test
  void whatCannotBeDoneIsRefusedAndNotLeftOut() {
    SottoChatModel model = new SottoChatModel(new ScriptedLanguageModel("Yes."));
    UserMessage question = UserMessage.from("Is it blue?");

    assertThatThrownBy(() ->
            model.chat(
                ChatRequest.builder().messages(question).stopSequences(List.of("\n")).build()))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("stop sequences");
    assertThatThrownBy(() -> model.chat(ChatRequest.builder().messages(question).topK(3).build()))
        .isInstanceOf(UnsupportedFeatureException.class);
    assertThatThrownBy(
            () -> model.chat(UserMessage.from(ImageContent.from("https://example.org/sky.png"))))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("texts alone");
    assertThatThrownBy(() ->
            model.chat(
                ChatRequest.builder()
                    .messages(question)
                    .responseFormat(ResponseFormat.JSON)
                    .build()))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("JsonRawSchema");
  }

  @Test
  void piecesOfAStreamMakeUpTheAnswer() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);

    streaming(new ScriptedLanguageModel("In the drawer.")).chat("Where is the key?", recorder);

    assertThat(recorder.failures).isEmpty();
    assertThat(String.join("", recorder.pieces)).isEqualTo("In the drawer.");
    assertThat(recorder.answers)
        .singleElement()
        .extracting(answer -> answer.aiMessage().text())
        .isEqualTo("In the drawer.");
  }

  @Test
  void aStreamThatIsCancelledSaysNothingMore() {
    Recorder recorder = new Recorder(2);

    streaming(new ScriptedLanguageModel("In the drawer.")).chat("Where is the key?", recorder);

    assertThat(recorder.pieces).hasSize(2);
    assertThat(recorder.answers).isEmpty();
    assertThat(recorder.failures).isEmpty();
  }

  @Test
  void theDefaultModelAnswersWithinTheTokensOfTheRequest() throws IOException {
    try (LanguageModel model = DefaultModel.open(CACHE, 1)) {
      ChatRequestParameters few = ChatRequestParameters.builder().maxOutputTokens(6).build();

      ChatResponse response = new SottoChatModel(model, few).chat(UserMessage.from("Say hello."));

      assertThat(response.aiMessage().text()).isNotBlank();
      assertThat(response.tokenUsage().outputTokenCount()).isBetween(1, 6);
      assertThat(response.modelName()).isEqualTo(model.description().name());
    }
  }

  private static ChatRequest.Builder json(String schema) {
    return ChatRequest.builder()
        .responseFormat(
            ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                    JsonSchema.builder()
                        .name("answer")
                        .rootElement(JsonRawSchema.from(schema))
                        .build())
                .build());
  }

  private static SottoStreamingChatModel streaming(LanguageModel model) {
    return new SottoStreamingChatModel(
        model, ChatRequestParameters.builder().build(), Runnable::run);
  }
}
