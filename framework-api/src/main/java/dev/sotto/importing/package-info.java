/**
 * Sources: the importer service-provider interface and the incremental ingestion that brings what
 * importers read into the record store and the search index.
 */
@NullMarked
package dev.sotto.importing;

import org.jspecify.annotations.NullMarked;
