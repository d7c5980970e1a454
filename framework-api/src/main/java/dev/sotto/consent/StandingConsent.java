package dev.sotto.consent;

import dev.sotto.tool.DataClass;
import dev.sotto.tool.ToolId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A consent beyond one request: for one tool in one version of its code, one purpose, one host and
 * no more than some classes of data. It never covers a request into which something went that
 * others could have written, or that is sensitive.
 *
 * @param number of the grant's entry in the ledger, by which a person withdraws it
 * @param tool whose requests
 * @param codeHash SHA-256 of the tool's archive: an update voids the consent
 * @param purpose the manifest's purpose, in English
 * @param host where to, with the port if it isn't 443
 * @param dataClasses the most that may be told
 * @param given when
 * @param expires until when, not including it
 * @param mostPerDay how many requests within 24 hours
 */
public record StandingConsent(
    long number,
    ToolId tool,
    String codeHash,
    String purpose,
    String host,
    Set<DataClass> dataClasses,
    Instant given,
    Instant expires,
    int mostPerDay) {
  /** The longest that a consent stands. */
  public static final Duration LONGEST = Duration.ofDays(90);

  /** The most requests a day. */
  public static final int MOST_PER_DAY = 100;

  public StandingConsent {
    EnumSet<DataClass> classes = EnumSet.noneOf(DataClass.class);
    classes.addAll(dataClasses);
    dataClasses = Collections.unmodifiableSet(classes);
    if (mostPerDay < 1 || mostPerDay > MOST_PER_DAY) {
      throw new IllegalArgumentException(
          "A consent stands for 1 to " + MOST_PER_DAY + " requests a day");
    }
    if (Duration.between(given, expires).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A consent stands for at most " + LONGEST.toDays() + " days");
    }
  }

  /** Returns the same under another number. */
  StandingConsent numbered(long other) {
    return new StandingConsent(
        other, tool, codeHash, purpose, host, dataClasses, given, expires, mostPerDay);
  }

  /** Returns whether a request with these classes of data is covered at this time. */
  boolean covers(RegisteredTool<?> asking, CanonicalRequest request, Instant now) {
    return asking.manifest().id().equals(tool)
        && asking.codeHash().equals(codeHash)
        && asking.manifest().purpose().english().equals(purpose)
        && request.endpoint().origin().getAuthority().equals(host)
        && dataClasses.containsAll(DataClasses.of(request))
        && !now.isBefore(given)
        && now.isBefore(expires);
  }
}
