package dev.sotto.index.directory;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseNormsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for lengths of fields, over the encrypted directory. */
public final class EncryptedNormsSuite extends BaseNormsFormatTestCase {
  @Override
  protected Codec getCodec() {
    return TestUtil.getDefaultCodec();
  }
}
