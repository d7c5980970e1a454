/** Tables of dated numbers, such as step counts, bank statements and mileage logs, as a source. */
@NullMarked
package dev.sotto.tools.measurement;

import org.jspecify.annotations.NullMarked;
