package dev.sotto.index.directory;

import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.tests.search.SearchEquivalenceTestBase;

/**
 * Lucene's equivalences of searches over a random index in the encrypted directory, which is the
 * one that the suites get.
 */
public final class EncryptedSearchTest extends SearchEquivalenceTestBase {
  public void testTheSuitesGetTheEncryptedDirectory() throws Exception {
    try (Directory directory = newDirectory()) {
      assertEquals(LuceneSuiteDirectory.class.getName(), TEST_DIRECTORY);
      assertTrue(FilterDirectory.unwrap(directory) instanceof EncryptedDirectory);
    }
  }

  public void testBothIsASubsetOfEither() throws Exception {
    Term one = randomTerm();
    Term other = randomTerm();

    assertSubsetOf(all(one, other), either(one, other));
    assertSubsetOf(new TermQuery(one), either(one, other));
  }

  public void testBestOfAllFindsWhatEitherFinds() throws Exception {
    Term one = randomTerm();
    Term other = randomTerm();

    assertSameSet(
        either(one, other),
        new DisjunctionMaxQuery(List.of(new TermQuery(one), new TermQuery(other)), 0.25f));
  }

  public void testAPhraseIsASubsetOfBoth() throws Exception {
    Term one = randomTerm();
    Term other = randomTerm();

    assertSubsetOf(new PhraseQuery(one.field(), one.bytes(), other.bytes()), all(one, other));
  }

  private static Query either(Term one, Term other) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(one), Occur.SHOULD)
        .add(new TermQuery(other), Occur.SHOULD)
        .build();
  }

  private static Query all(Term one, Term other) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(one), Occur.MUST)
        .add(new TermQuery(other), Occur.MUST)
        .build();
  }
}
