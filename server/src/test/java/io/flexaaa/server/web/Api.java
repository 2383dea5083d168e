package io.flexaaa.server.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Talks to the server under test over HTTP, as a browser or a program does. */
@TestComponent
public final class Api {
    public static final String PASSWORD = "correct horse battery";
    private final Environment environment;
    private final OperatorService operators;

    Api(Environment environment, OperatorService operators) {
        this.environment = environment;
        this.operators = operators;
    }

    /** One answer. */
    public record Answer(int status, String body, HttpResponse<String> raw) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        public String at(String pointer) {
            return json().at(pointer).asString("");
        }

        public Optional<String> header(String name) {
            return raw.headers().firstValue(name);
        }
    }

    /** An operator of that role, made when it is not there yet; its name is the role's. */
    public String operator(Role role) {
        String name = "test-" + role.code();
        if (operators.byName(name).isEmpty())
            operators.create(Actor.system(), name, role, PASSWORD);
        return name;
    }

    public URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + environment.getProperty("local.server.port") + path);
    }

    /** A browser that has not signed in. */
    public Browser browser() {
        return new Browser();
    }

    public Browser signedIn(Role role) {
        Browser browser = new Browser();
        Answer answer = browser.signIn(operator(role), PASSWORD);
        if (answer.status() != 200) throw new IllegalStateException(answer.body());
        return browser;
    }

    /** A browser: keeps cookies, repeats the CSRF cookie in the header, can carry a token. */
    public final class Browser {
        // The JDK's own jar takes a cookie with Max-Age for an RFC 2965 one and sends $Version.
        private final Map<String, String> cookies = new LinkedHashMap<>();
        private final HttpClient http = HttpClient.newHttpClient();
        private @Nullable String bearer;
        private boolean sendsCsrf = true;

        public Browser withToken(String token) {
            bearer = token;
            return this;
        }

        public Browser withoutCsrfHeader() {
            sendsCsrf = false;
            return this;
        }

        public Answer signIn(String name, String password) {
            return post(
                    "/api/v1/session",
                    "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
        }

        public Answer get(String path) {
            return call("GET", path, null);
        }

        public Answer post(String path, String body) {
            return call("POST", path, body);
        }

        public Answer put(String path, String body, String... headers) {
            return call("PUT", path, body, headers);
        }

        public Answer delete(String path) {
            return call("DELETE", path, null);
        }

        public Optional<String> cookie(String name) {
            return Optional.ofNullable(cookies.get(name));
        }

        public HttpClient http() {
            return http;
        }

        public HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
            if (!cookies.isEmpty())
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(c -> c.getKey() + "=" + c.getValue())
                                .collect(Collectors.joining("; ")));
            if (bearer != null) request.header("Authorization", "Bearer " + bearer);
            return request;
        }

        public Answer call(String method, String path, @Nullable String body, String... headers) {
            HttpRequest.Builder request = request(path);
            request.method(
                    method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (body != null) request.header("Content-Type", "application/json");
            if (sendsCsrf && !method.equals("GET"))
                cookie("XSRF-TOKEN").ifPresent(c -> request.header("X-XSRF-TOKEN", c));
            for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
            try {
                HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
                response.headers().allValues("Set-Cookie").forEach(this::keep);
                return new Answer(response.statusCode(), response.body(), response);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(method + " " + path, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private void keep(String setCookie) {
            String pair = setCookie.split(";", 2)[0];
            int sign = pair.indexOf('=');
            String value = pair.substring(sign + 1);
            if (value.isEmpty()) cookies.remove(pair.substring(0, sign));
            else cookies.put(pair.substring(0, sign), value);
        }
    }
}
