/**
 * Checks an exported ledger or a proof from it. Uses the JDK only, and shares no code with the
 * program that writes ledgers, so that an error there is not repeated here.
 */
@NullMarked
package dev.sotto.ledger.verifier;

import org.jspecify.annotations.NullMarked;
