/**
 * Zip archives as a source: their members are shown to the other importers as files of a read-only
 * file system in memory, so that nothing is unpacked to a disk.
 */
@NullMarked
package dev.sotto.tools.archive;

import org.jspecify.annotations.NullMarked;
