/**
 * The one way out: a request in its exact bytes, the card that shows them, the person's decision,
 * and the gate that sends nothing without one. Ports to who is asked, who carries the bytes and who
 * keeps the ledger.
 */
@NullMarked
package dev.sotto.consent;

import org.jspecify.annotations.NullMarked;
