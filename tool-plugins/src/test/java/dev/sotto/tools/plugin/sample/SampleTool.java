package dev.sotto.tools.plugin.sample;

import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plugin's tool as its author writes it: a bean with a helper. */
@ApplicationScoped
public class SampleTool implements Tool<SampleTool.Nothing> {
  /** No arguments. */
  public record Nothing() {}

  private Greeting greeting;

  /** For the container's proxy. */
  protected SampleTool() {}

  @Inject
  public SampleTool(Greeting greeting) {
    this.greeting = greeting;
  }

  @Override
  public ToolManifest manifest() {
    LocalizedText text = new LocalizedText("greets", "问候");
    return new ToolManifest(
        new ToolId("sample"),
        "0.1",
        text,
        text,
        List.of(
            new Endpoint(
                "greeting",
                URI.create("https://greetings.example"),
                "/",
                Optional.empty(),
                List.of(),
                "text/plain",
                100)),
        new ToolManifest.Retention(text, Optional.empty()),
        List.of("greeting"));
  }

  @Override
  public Class<Nothing> argumentType() {
    return Nothing.class;
  }

  @Override
  public ToolStep proceed(Nothing arguments, List<ToolResponse> responses, ToolContext context) {
    return responses.isEmpty()
        ? new EgressRequest("greeting", Map.of())
        : new ToolFindings(
            List.of(new ToolFindings.Finding("greeting", greeting.text())), "from the sample");
  }
}
