package dev.sotto.tools.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes PDF files object by object (ISO 32000-1, 7.5), so that tests can write bad ones too. */
final class RawPdf {
  private final List<byte[]> objects = new ArrayList<>();
  private String trailer = "";

  /** Adds the next object; the first one, number 1, is the catalogue. */
  RawPdf object(String body) {
    objects.add(body.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Adds a stream with more entries in its dictionary. */
  RawPdf stream(String entries, byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        ("<< /Length " + data.length + " " + entries + " >>\nstream\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.write(data);
    out.write("\nendstream".getBytes(StandardCharsets.ISO_8859_1));
    objects.add(out.toByteArray());
    return this;
  }

  RawPdf trailer(String entries) {
    trailer = entries;
    return this;
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1));
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      offsets.add(out.size());
      out.write(((i + 1) + " 0 obj\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(objects.get(i));
      out.write("\nendobj\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    int xref = out.size();
    StringBuilder table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n");
    table.append("0000000000 65535 f \n");
    offsets.forEach(offset -> table.append("%010d 00000 n \n".formatted(offset)));
    table.append("trailer\n<< /Size ").append(objects.size() + 1);
    table.append(" /Root 1 0 R ").append(trailer).append(" >>\nstartxref\n").append(xref);
    table.append("\n%%EOF\n");
    out.write(table.toString().getBytes(StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }

  /** Returns a document with one page for each text. */
  static RawPdf of(String... texts) throws IOException {
    return withCatalog("", texts);
  }

  /** Returns a document with more entries in its catalogue; objects from 4 on are its pages. */
  static RawPdf withCatalog(String entries, String... texts) throws IOException {
    StringBuilder kids = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      kids.append(4 + 2 * i).append(" 0 R ");
    }
    RawPdf pdf =
        new RawPdf()
            .object("<< /Type /Catalog /Pages 2 0 R " + entries + " >>")
            .object("<< /Type /Pages /Kids [" + kids + "] /Count " + texts.length + " >>")
            .object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    for (int i = 0; i < texts.length; i++) {
      pdf.object(page((5 + 2 * i) + " 0 R"));
      pdf.stream("", text(texts[i]));
    }
    return pdf;
  }

  static String page(String contents) {
    return "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
        + " /Resources << /Font << /F1 3 0 R >> >> /Contents "
        + contents
        + " >>";
  }

  /** Returns a document with one page, which is drawn by object 5; add that one. */
  static RawPdf withContents() {
    return new RawPdf()
        .object("<< /Type /Catalog /Pages 2 0 R >>")
        .object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>")
        .object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        .object(page("5 0 R"));
  }

  static byte[] text(String text) {
    StringBuilder drawing = new StringBuilder("BT /F1 12 Tf 72 720 Td 14 TL\n");
    for (String line : text.split("\n", -1)) {
      drawing.append('(').append(line).append(") Tj T*\n");
    }
    return drawing.append("ET").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns deflated data that starts with a text and goes on with spaces. */
  static byte[] bomb(byte[] start, long spaces) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
      deflated.write(start);
      byte[] block = " ".repeat(1 << 16).getBytes(StandardCharsets.ISO_8859_1);
      for (long written = 0; written < spaces; written += block.length) {
        deflated.write(block);
      }
    }
    return out.toByteArray();
  }
}
