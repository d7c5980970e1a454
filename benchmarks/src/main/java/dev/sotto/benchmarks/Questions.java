package dev.sotto.benchmarks;

import java.util.List;

/** Questions that the notes and mails of the sample life answer. */
final class Questions {
  static final List<String> ENGLISH =
      List.of(
          "What did I pay for Tora?",
          "What is the frame number of the vintage bike?",
          "How long do the spokes of the front wheel have to be?",
          "What was broken when the heating died in the old flat?",
          "How high are the rooms in the new flat?",
          "What is the Wi-Fi password at my place?",
          "What brightness is allowed on the workers' clothes in the exhibition?",
          "How many people came to the opening of the amber show?",
          "What is the microchip number of the cat?",
          "When do I need my next tetanus vaccination?",
          "What is the reference number of the van hire?",
          "How much is the deposit for Lerchenstieg?");

  private Questions() {}
}
