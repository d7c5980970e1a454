package dev.sotto.benchmarks;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** Draws lines over logarithmic axes as a plain SVG, without scripts, fonts or links. */
final class ScalePlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 130;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final List<String> COLORS = List.of("#b33a3a", "#2f5d8a", "#4a7d3a");

  private ScalePlot() {}

  /** A place on a line; both numbers are above zero. */
  record Point(double x, double y) {}

  /** A line with its name. */
  record Line(String name, List<Point> points) {}

  /** Returns the picture. */
  static String of(String title, List<Line> lines) {
    double[] x =
        decades(
            lines.stream()
                .flatMapToDouble(line -> line.points().stream().mapToDouble(Point::x))
                .toArray());
    double[] y =
        decades(
            lines.stream()
                .flatMapToDouble(line -> line.points().stream().mapToDouble(Point::y))
                .toArray());
    Formatter svg = new Formatter(Locale.ROOT);
    svg.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">\n",
        WIDTH, HEIGHT);
    svg.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", WIDTH, HEIGHT);
    svg.format("<text x=\"%d\" y=\"24\" font-size=\"14\">%s</text>\n", LEFT, title);
    for (double decade = x[0]; decade <= x[1]; decade *= 10) {
      double at = horizontal(decade, x);
      svg.format(
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>\n",
          at, TOP, at, HEIGHT - BOTTOM);
      svg.format(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>\n",
          at, HEIGHT - BOTTOM + 20, decade);
    }
    for (double decade = y[0]; decade <= y[1]; decade *= 10) {
      double at = vertical(decade, y);
      svg.format(
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
          LEFT, at, WIDTH - RIGHT, at);
      svg.format(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT - 8, at + 4, decade);
    }
    for (int i = 0; i < lines.size(); i++) {
      String color = COLORS.get(i % COLORS.size());
      StringBuilder points = new StringBuilder();
      for (Point point : lines.get(i).points()) {
        double atX = horizontal(point.x(), x);
        double atY = vertical(point.y(), y);
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", atX, atY));
        svg.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", atX, atY, color);
      }
      svg.format(
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n",
          points.toString().strip(), color);
      svg.format(
          "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n",
          WIDTH - RIGHT + 12, TOP + 16 + 18 * i, color, lines.get(i).name());
    }
    svg.format("</svg>\n");
    return svg.toString();
  }

  private static double horizontal(double value, double[] range) {
    return LEFT + share(value, range) * (WIDTH - LEFT - RIGHT);
  }

  private static double vertical(double value, double[] range) {
    return HEIGHT - BOTTOM - share(value, range) * (HEIGHT - TOP - BOTTOM);
  }

  private static double share(double value, double[] range) {
    return Math.log(value / range[0]) / Math.log(range[1] / range[0]);
  }

  private static double[] decades(double[] values) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    double low = Math.pow(10, Math.floor(Math.log10(least)));
    double high = Math.pow(10, Math.ceil(Math.log10(most)));
    return new double[] {low, Math.max(high, low * 10)};
  }
}
