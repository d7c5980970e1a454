package dev.sotto.securestore;

/**
 * What a backup holds, or what was restored from one.
 *
 * @param files how many files of the store
 * @param records how many records
 * @param bytes the size of the backup
 */
public record BackupReport(int files, long records, long bytes) {}
