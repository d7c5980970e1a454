package dev.sotto.tools.courier;

import dev.sotto.consent.Delivery;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads one HTTP/1 response (RFC 9112) with a library's parser, within bounds, and refuses what
 * leaves room for two readings. What stands behind the response is not read: the connection is used
 * once. The body of a response that says that the service can't or won't is not read either.
 */
final class ResponseReader {
  private static final int MOST_BYTES_OF_HEADS = 64 << 10;
  private static final int MOST_BYTES_OF_A_LINE = 8 << 10;
  private static final int MOST_FIELDS = 100;
  private static final int MOST_INTERIM_RESPONSES = 4;
  private static final int BUFFER_BYTES = 8 << 10;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int HIGHEST_STATUS = 599;
  private static final String NO_TYPE = "application/octet-stream";

  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setMaxLineLength(MOST_BYTES_OF_A_LINE)
          .setMaxHeaderCount(MOST_FIELDS)
          .setMaxEmptyLineCount(2)
          .build();

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("([A-Za-z0-9!#$&^_.+-]{1,40}/[A-Za-z0-9!#$&^_.+-]{1,40})[ \t]*(?:;.*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private ResponseReader() {}

  /**
   * A response.
   *
   * @param mediaType in lower case, without parameters; {@code application/octet-stream} where none
   *     is named
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Response(int status, String mediaType, byte[] body) {
    @Override
    public String toString() {
      return "Response[" + status + ", " + body.length + " bytes]";
    }
  }

  /**
   * Reads a response.
   *
   * @param mediaType that it must have
   * @param maxBytes of its body
   * @throws IOException if it is broken off or is none
   */
  static Response read(InputStream connection, String mediaType, int maxBytes) throws IOException {
    InputStream in = new BoundedStream(connection, MOST_BYTES_OF_HEADS + 2L * maxBytes);
    SessionInputBuffer buffer = new SessionInputBufferImpl(BUFFER_BYTES, MOST_BYTES_OF_A_LINE);
    try {
      ClassicHttpResponse head = head(buffer, in);
      int status = head.getCode();
      String type = mediaType(head);
      if (status / 100 == 3) {
        throw new CarriageFailedException(Delivery.Failure.REDIRECT);
      }
      if (status / 100 != 2) {
        return new Response(status, type, new byte[0]);
      }
      if (!type.equals(mediaType) || isEncoded(head)) {
        throw new CarriageFailedException(Delivery.Failure.WRONG_TYPE);
      }
      byte[] body = body(head, buffer, in, maxBytes).readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        throw new CarriageFailedException(Delivery.Failure.TOO_LARGE);
      }
      return new Response(status, type, body);
    } catch (MessageConstraintException e) {
      throw new CarriageFailedException(Delivery.Failure.TOO_LARGE, e);
    } catch (HttpException e) {
      throw malformed(e);
    }
  }

  private static ClassicHttpResponse head(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    for (int interim = 0; interim <= MOST_INTERIM_RESPONSES; interim++) {
      ClassicHttpResponse head = new DefaultHttpResponseParser(BOUNDS).parse(buffer, in);
      if (head == null
          || head.getVersion().getMajor() != 1
          || head.getCode() == SWITCHING_PROTOCOLS
          || head.getCode() > HIGHEST_STATUS) {
        break;
      }
      if (head.getCode() >= 200) {
        return head;
      }
    }
    throw new CarriageFailedException(Delivery.Failure.MALFORMED);
  }

  private static InputStream body(
      ClassicHttpResponse head, SessionInputBuffer buffer, InputStream in, int maxBytes)
      throws CarriageFailedException {
    Header[] codings = head.getHeaders("Transfer-Encoding");
    Header[] lengths = head.getHeaders("Content-Length");
    if (codings.length + lengths.length > 1) {
      throw new CarriageFailedException(Delivery.Failure.MALFORMED);
    }
    if (codings.length == 1) {
      if (!codings[0].getValue().equalsIgnoreCase("chunked")) {
        throw new CarriageFailedException(Delivery.Failure.MALFORMED);
      }
      return new ChunkedInputStream(buffer, in, BOUNDS);
    }
    if (lengths.length == 0) {
      return new IdentityInputStream(buffer, in);
    }
    if (!LENGTH.matcher(lengths[0].getValue()).matches()) {
      throw new CarriageFailedException(Delivery.Failure.MALFORMED);
    }
    long length = Long.parseLong(lengths[0].getValue());
    if (length > maxBytes) {
      throw new CarriageFailedException(Delivery.Failure.TOO_LARGE);
    }
    return new ContentLengthInputStream(buffer, in, length);
  }

  private static String mediaType(ClassicHttpResponse head) {
    Header[] types = head.getHeaders("Content-Type");
    if (types.length != 1) {
      return NO_TYPE;
    }
    Matcher type = MEDIA_TYPE.matcher(types[0].getValue());
    return type.matches() ? type.group(1).toLowerCase(Locale.ROOT) : NO_TYPE;
  }

  private static boolean isEncoded(ClassicHttpResponse head) {
    for (Header coding : head.getHeaders("Content-Encoding")) {
      if (!coding.getValue().equalsIgnoreCase("identity")) {
        return true;
      }
    }
    return false;
  }

  private static CarriageFailedException malformed(Exception cause) {
    return new CarriageFailedException(Delivery.Failure.MALFORMED, cause);
  }

  /** A stream that fails once more has come than a response within its bounds can take. */
  private static final class BoundedStream extends FilterInputStream {
    private long left;

    BoundedStream(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int read) throws CarriageFailedException {
      left -= read;
      if (left < 0) {
        throw new CarriageFailedException(Delivery.Failure.TOO_LARGE);
      }
    }
  }
}
