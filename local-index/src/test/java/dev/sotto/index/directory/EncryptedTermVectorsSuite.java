package dev.sotto.index.directory;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseTermVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for term vectors, over the encrypted directory. */
public final class EncryptedTermVectorsSuite extends BaseTermVectorsFormatTestCase {
  @Override
  protected Codec getCodec() {
    return TestUtil.getDefaultCodec();
  }
}
