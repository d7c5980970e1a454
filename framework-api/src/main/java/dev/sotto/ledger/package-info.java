/**
 * The ledger of what left this computer, what was asked to and did not, and what was allowed: its
 * entries, and the port to whatever keeps them so that tampering shows.
 */
@NullMarked
package dev.sotto.ledger;

import org.jspecify.annotations.NullMarked;
