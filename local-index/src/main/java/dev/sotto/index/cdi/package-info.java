/** The beans of the search index, for applications that wire with CDI. */
@NullMarked
package dev.sotto.index.cdi;

import org.jspecify.annotations.NullMarked;
