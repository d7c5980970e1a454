package dev.sotto.consent;

import dev.sotto.search.Passage;

/** Where an argument's value comes from, as the card tells it. */
public sealed interface Origin {
  /** The person's words of just now, or what code made of them. */
  record Typed() implements Origin {}

  /** What the person told Sotto about themselves, such as where they live. */
  record Profile() implements Origin {}

  /** A record. */
  record FromRecord(Passage passage) implements Origin {
    @Override
    public String toString() {
      return "FromRecord[" + passage + "]";
    }
  }

  /** The response to an earlier request of the same call. */
  record FromResponse(String host) implements Origin {
    @Override
    public String toString() {
      return "FromResponse[]";
    }
  }
}
