package dev.sotto.importing;

import dev.sotto.record.ItemKey;
import java.io.IOException;

/**
 * A scan ended before its end, and what it has handed over so far is good: the process that read
 * the files died, say. The next scan may get further.
 */
public final class BrokenOffScanException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient ItemKey item;
  private final String reason;

  /**
   * Creates the exception.
   *
   * @param item the item that was read last; {@code .} where that is not known
   * @param reason what happened and what to do, without content
   */
  public BrokenOffScanException(ItemKey item, String reason) {
    super(reason);
    this.item = item;
    this.reason = reason;
  }

  public ItemKey item() {
    return item;
  }

  public String reason() {
    return reason;
  }
}
