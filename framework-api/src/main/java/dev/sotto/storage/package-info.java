/**
 * Ports of everything that lies on disk: encrypted files, original records, small sealed documents,
 * and the failures that storage reports.
 */
@NullMarked
package dev.sotto.storage;

import org.jspecify.annotations.NullMarked;
