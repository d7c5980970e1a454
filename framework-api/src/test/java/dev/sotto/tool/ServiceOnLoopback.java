package dev.sotto.tool;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A service on this computer that answers what a test told it to, by the path that is asked. */
public final class ServiceOnLoopback implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private record Answer(int status, String mediaType, byte[] body) {}

  private ServiceOnLoopback(HttpServer server) {
    this.server = server;
  }

  /** Starts a service that answers nothing but 404. */
  public static ServiceOnLoopback start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    ServiceOnLoopback service = new ServiceOnLoopback(server);
    server.createContext("/", service::answer);
    server.start();
    return service;
  }

  /** Answers a path with JSON from now on. */
  public ServiceOnLoopback answering(String path, byte[] json) {
    return answering(path, 200, "application/json", json);
  }

  /** Answers a path from now on. */
  public ServiceOnLoopback answering(String path, int status, String mediaType, byte[] body) {
    answers.put(path, new Answer(status, mediaType, body));
    return this;
  }

  /** Returns {@code http://127.0.0.1:port}. */
  public URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns what was asked: path and query of each request, and the body behind a space. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes());
      asked.add(exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
      Answer answer =
          answers.getOrDefault(
              exchange.getRequestURI().getPath(), new Answer(404, "text/plain", new byte[0]));
      exchange.getResponseHeaders().set("Content-Type", answer.mediaType() + "; charset=utf-8");
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
