package dev.sotto.consent;

import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolFindings;
import java.util.List;

/** What became of a call. */
public sealed interface ToolOutcome {
  /** Returns receipts for all that left, in order. */
  List<SentRequest> sent();

  /** The tool found this; text that others wrote. */
  record Found(ToolFindings findings, List<SentRequest> sent) implements ToolOutcome {
    public Found {
      sent = List.copyOf(sent);
    }
  }

  /** A request was refused; nothing of it left. */
  record Refused(GateOutcome.Reason reason, List<SentRequest> sent) implements ToolOutcome {
    public Refused {
      sent = List.copyOf(sent);
    }
  }

  /**
   * A service gave no usable answer.
   *
   * @param failure why
   * @param status its status; 0 where there was none
   */
  record NotAnswered(Delivery.Failure failure, int status, List<SentRequest> sent)
      implements ToolOutcome {
    public NotAnswered {
      sent = List.copyOf(sent);
    }
  }

  /** The tool can't serve this, in its own words. */
  record Unable(LocalizedText explanation, List<SentRequest> sent) implements ToolOutcome {
    public Unable {
      sent = List.copyOf(sent);
    }
  }

  /** The tool broke its rules or failed. */
  record Broken(List<SentRequest> sent) implements ToolOutcome {
    public Broken {
      sent = List.copyOf(sent);
    }
  }
}
