/** The ledger for people and other programs: as text, JSON, a table, and consent records. */
@NullMarked
package dev.sotto.application.audit;

import org.jspecify.annotations.NullMarked;
