package dev.sotto.index.directory;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseLiveDocsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for deleted documents, over the encrypted directory. */
public final class EncryptedLiveDocumentsSuite extends BaseLiveDocsFormatTestCase {
  @Override
  protected Codec getCodec() {
    return TestUtil.getDefaultCodec();
  }
}
