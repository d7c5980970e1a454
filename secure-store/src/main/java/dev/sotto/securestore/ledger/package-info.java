/**
 * Merkle trees of RFC 6962 and the texts of C2SP about them: signed notes, checkpoints, proofs. No
 * files, no secrets but the signing key.
 */
@NullMarked
package dev.sotto.securestore.ledger;

import org.jspecify.annotations.NullMarked;
