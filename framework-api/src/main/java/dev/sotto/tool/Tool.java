package dev.sotto.tool;

import java.util.List;

/**
 * Something that answers from a service in the world: a weather forecast, a connection by train.
 *
 * <p>A tool has no network object. It is asked to {@linkplain #proceed proceed} with its arguments
 * and the responses so far and returns either a request in one of the forms that its manifest
 * declares, or what it found. Each request needs a consent of its own. Tools keep nothing between
 * calls and are safe for all threads.
 *
 * <p>What a tool can put into a request is bounded by its manifest: values of typed fields at
 * marked places of a fixed text. Nothing here keeps a tool from encoding something in those values;
 * {@code docs/threat-model.md} says how much fits.
 *
 * @param <A> the arguments: a record of the component types that {@link ArgumentType} lists
 */
public interface Tool<A extends Record> {
  /** The most requests of one call. */
  int MAX_REQUESTS = 3;

  /** Returns what this tool is and may ask for; always the same. */
  ToolManifest manifest();

  /** Returns the class of the arguments. */
  Class<A> argumentType();

  /**
   * Takes the next step of a call.
   *
   * @param arguments what is asked for
   * @param responses the responses to the requests returned so far in this call, in their order;
   *     each had a status of 200 to 299 and a media type that its endpoint declares
   * @param context when and for whom
   * @throws ToolException if the arguments can't be served or a response is not what the service
   *     documents
   */
  ToolStep proceed(A arguments, List<ToolResponse> responses, ToolContext context)
      throws ToolException;
}
