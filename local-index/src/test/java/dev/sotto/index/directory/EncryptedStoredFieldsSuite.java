package dev.sotto.index.directory;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseStoredFieldsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for stored fields, over the encrypted directory. */
public final class EncryptedStoredFieldsSuite extends BaseStoredFieldsFormatTestCase {
  @Override
  protected Codec getCodec() {
    return TestUtil.getDefaultCodec();
  }
}
