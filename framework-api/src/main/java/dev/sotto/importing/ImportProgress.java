package dev.sotto.importing;

import dev.sotto.record.SourceId;

/**
 * How far an import is.
 *
 * @param source the source
 * @param done how much was read, in the importer's unit
 * @param total how much there is, 0 when unknown
 * @param records records taken so far
 * @param problems items that could not be read so far
 */
public record ImportProgress(SourceId source, long done, long total, long records, long problems) {}
