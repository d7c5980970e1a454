/** Rules by which a person labels records beyond what importers know. */
@NullMarked
package dev.sotto.labels;

import org.jspecify.annotations.NullMarked;
