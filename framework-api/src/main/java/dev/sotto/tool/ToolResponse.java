package dev.sotto.tool;

/**
 * What a service answered: text that a stranger wrote.
 *
 * @param endpoint id of the endpoint that was asked
 * @param status 200 to 299
 * @param mediaType type and subtype in lower case, without parameters
 * @param body the body as it came, at most what the endpoint allows; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record ToolResponse(String endpoint, int status, String mediaType, byte[] body) {
  @Override
  public String toString() {
    return "ToolResponse[" + status + ", " + body.length + " bytes]";
  }
}
