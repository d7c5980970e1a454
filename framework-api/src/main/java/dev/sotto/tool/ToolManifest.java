package dev.sotto.tool;

import java.net.URI;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a tool is and all that it may ever wish to send. It is shown before the tool is used, and
 * its hash stands in the ledger.
 *
 * @param id its name
 * @param version its version, as its author counts
 * @param summary what it does, in a few words
 * @param purpose what data is sent for, as consents name it
 * @param endpoints the forms of its requests
 * @param retention what the services say they keep
 * @param words words of a request that call for this tool, in lower case, each 2 to 40 characters
 */
public record ToolManifest(
    ToolId id,
    String version,
    LocalizedText summary,
    LocalizedText purpose,
    List<Endpoint> endpoints,
    Retention retention,
    List<String> words) {
  /**
   * What a service says about keeping what it is sent. Nobody checks this.
   *
   * @param statement in short
   * @param page where it says so
   */
  public record Retention(LocalizedText statement, Optional<URI> page) {
    @Override
    public String toString() {
      return "Retention[" + statement + "]";
    }
  }

  private static final int MAX_SUMMARY = 200;
  private static final int MAX_STATEMENT = 500;
  private static final int MAX_WORDS = 1_000;
  private static final int MAX_WORD = 40;

  public ToolManifest {
    endpoints = List.copyOf(endpoints);
    words = List.copyOf(words);
    if (!version.matches("[0-9A-Za-z.+-]{1,32}")) {
      throw new IllegalArgumentException(
          "A version has 1 to 32 letters, digits, dots, pluses and hyphens");
    }
    requirePlain(summary, MAX_SUMMARY);
    requirePlain(purpose, MAX_SUMMARY);
    requirePlain(retention.statement(), MAX_STATEMENT);
    if (words.size() > MAX_WORDS
        || !words.stream().allMatch(w -> w.length() >= 2 && PlainText.is(w, MAX_WORD))) {
      throw new IllegalArgumentException(
          "A tool is called for by at most " + MAX_WORDS + " words of 2 to 40 characters");
    }
    Set<String> ids = new HashSet<>();
    if (endpoints.isEmpty() || !endpoints.stream().allMatch(e -> ids.add(e.id()))) {
      throw new IllegalArgumentException("A tool has at least one endpoint, each with its own id");
    }
  }

  private static void requirePlain(LocalizedText text, int maxCharacters) {
    if (!text.isPlain(maxCharacters)) {
      throw new IllegalArgumentException(
          "Summary, purpose and retention are text on one line of 1 to "
              + maxCharacters
              + " characters that can all be seen, in both languages");
    }
  }

  /** Returns the endpoint of this id. */
  public Optional<Endpoint> endpoint(String endpointId) {
    return endpoints.stream().filter(endpoint -> endpoint.id().equals(endpointId)).findFirst();
  }

  /** Returns the hosts that its requests go to, in order. */
  public List<String> hosts() {
    return endpoints.stream().map(e -> e.origin().getHost()).distinct().sorted().toList();
  }

  /** Returns what its requests can tell about a person. */
  public Set<DataClass> dataClasses() {
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    endpoints.forEach(e -> e.fields().forEach(field -> classes.add(field.dataClass())));
    return classes;
  }

  /**
   * Returns how many bits of information a tool can choose in one request, at most: which endpoint,
   * and the values for it.
   */
  public double bits() {
    double requests = endpoints.stream().mapToDouble(e -> Math.pow(2, e.bits())).sum();
    return Math.log(requests) / Math.log(2);
  }

  @Override
  public String toString() {
    return "ToolManifest[" + id + ", " + endpoints.size() + " endpoints]";
  }
}
