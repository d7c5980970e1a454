package dev.sotto.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.StopFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * How each field's text becomes terms.
 *
 * <ul>
 *   <li>{@code *_en}: UAX 29 words, possessive cut, folded (UTR 30), common words dropped, Porter
 *       stems
 *   <li>{@code *_zh}: SmartCN words, folded
 *   <li>{@code *_pt}, {@code *_de}, {@code *_es}, {@code *_fr}, {@code *_it}: UAX 29 words, common
 *       words dropped, light stems of that language, folded
 *   <li>all others: UAX 29 words, folded, German ae/oe/ue as a/o/u; Han, kana and hangul as pairs
 *       of characters
 * </ul>
 */
final class FieldAnalyzer extends AnalyzerWrapper {
  private final Analyzer english = new EnglishChain();
  private final Analyzer chinese = new ChineseChain();
  private final Analyzer folded = new FoldedChain();
  private final Analyzer keyword = new KeywordAnalyzer();
  private final Map<String, Analyzer> stems = new HashMap<>();

  FieldAnalyzer() {
    super(PER_FIELD_REUSE_STRATEGY);
    for (StemLanguage language : StemLanguage.values()) {
      Analyzer chain = new StemChain(language);
      stems.put(language.textField(), chain);
      stems.put(language.titleField(), chain);
    }
  }

  /** A term and where it stands in the text. */
  record Term(String text, int start, int end) {
    @Override
    public String toString() {
      return "Term[" + start + "-" + end + "]";
    }
  }

  /** Returns the terms of a text as this field has them. */
  List<Term> terms(String field, String text) {
    List<Term> terms = new ArrayList<>();
    try (TokenStream stream = tokenStream(field, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(new Term(term.toString(), offset.startOffset(), offset.endOffset()));
      }
      stream.end();
    } catch (IOException e) {
      throw new IllegalStateException("Analysing a text in memory does no input or output", e);
    }
    return terms;
  }

  @Override
  protected Analyzer getWrappedAnalyzer(String field) {
    return switch (field) {
      case IndexFields.TEXT_ENGLISH, IndexFields.TITLE_ENGLISH -> english;
      case IndexFields.TEXT_CHINESE, IndexFields.TITLE_CHINESE -> chinese;
      case IndexFields.CODES -> keyword;
      default -> stems.getOrDefault(field, folded);
    };
  }

  @Override
  public int getPositionIncrementGap(String field) {
    return field.equals(IndexFields.PERSON_NAME) || field.equals(IndexFields.AUTHOR_NAME)
        ? IndexFields.PERSON_GAP
        : 0;
  }

  private static final class EnglishChain extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new ICUTokenizer(new DefaultICUTokenizerConfig(false, true));
      TokenFilter plain = new ICUFoldingFilter(new EnglishPossessiveFilter(words));
      TokenFilter content = new StopFilter(plain, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
      return new TokenStreamComponents(words, new PorterStemFilter(content));
    }
  }

  private static final class StemChain extends Analyzer {
    private final StemLanguage language;

    private StemChain(StemLanguage language) {
      this.language = language;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new ICUTokenizer(new DefaultICUTokenizerConfig(false, true));
      TokenStream content =
          new StopFilter(
              language.withoutArticles(new LowerCaseFilter(words)), language.stopWords());
      return new TokenStreamComponents(words, new ICUFoldingFilter(language.stems(content)));
    }
  }

  private static final class ChineseChain extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new HMMChineseTokenizer();
      TokenFilter content = new StopFilter(words, SmartChineseAnalyzer.getDefaultStopSet());
      return new TokenStreamComponents(words, new ICUFoldingFilter(content));
    }
  }

  private static final class FoldedChain extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new ICUTokenizer(new DefaultICUTokenizerConfig(false, true));
      TokenFilter pairs = new CJKBigramFilter(words);
      return new TokenStreamComponents(
          words, new GermanNormalizationFilter(new ICUFoldingFilter(pairs)));
    }
  }
}
