package dev.sotto.llm;

/** Sums over vectors, for tests. */
public final class Vectors {
  private Vectors() {}

  /** Returns the cosine of two vectors. */
  public static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(squareA * squareB);
  }

  /** Returns the vector less its mean. */
  public static float[] centred(float[] a) {
    double sum = 0;
    for (float value : a) {
      sum += value;
    }
    float[] centred = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      centred[i] = (float) (a[i] - sum / a.length);
    }
    return centred;
  }
}
