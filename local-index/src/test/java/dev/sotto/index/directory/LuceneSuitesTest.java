package dev.sotto.index.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;

/**
 * One telling test of each of Lucene's suites over the encrypted directory; the profile {@code
 * lucene-suites} runs all.
 */
final class LuceneSuitesTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          dev.sotto.index.directory.EncryptedVectorsSuite, testMergingWithDifferentKnnFields
          dev.sotto.index.directory.EncryptedPostingsSuite, testGhosts
          dev.sotto.index.directory.EncryptedStoredFieldsSuite, testNumericField
          dev.sotto.index.directory.EncryptedDocValuesSuite, testSortedSetTermsEnum
          dev.sotto.index.directory.EncryptedPointsSuite, testBasic
          dev.sotto.index.directory.EncryptedTermVectorsSuite, testPostingsEnumFreqs
          dev.sotto.index.directory.EncryptedNormsSuite, testIndependantIterators
          dev.sotto.index.directory.EncryptedCompoundFilesSuite, testRandomAccessClones
          dev.sotto.index.directory.EncryptedLiveDocumentsSuite, testDenseLiveDocs
          """)
  void aTestOfEachSuitePasses(Class<?> suite, String test) {
    Result result = new JUnitCore().run(Request.aClass(suite).filterWith(named(test)));

    assertThat(result.getRunCount()).isEqualTo(1);
    assertThat(result.getFailures()).isEmpty();
  }

  private static Filter named(String test) {
    return new Filter() {
      @Override
      public boolean shouldRun(Description description) {
        return description.isSuite()
            ? description.getChildren().stream().anyMatch(this::shouldRun)
            : test.equals(description.getMethodName());
      }

      @Override
      public String describe() {
        return test;
      }
    };
  }
}
