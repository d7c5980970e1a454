package dev.sotto.tools.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;

/** A file in an archive. */
interface ArchiveMember {
  /** Returns its size when unpacked, in bytes. */
  long size();

  FileTime modified();

  /** Opens its unpacked bytes; the stream fails where they are more than {@link #size}. */
  InputStream open() throws IOException;
}
