package io.flexaaa.server.operator.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Debian's Chromium, driven by the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LISTENING = "DevTools listening on ";
    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private String session = "";

    Chromium(Path profile) throws Exception {
        // Missing? e2e/peers.sh install brings it.
        process =
                new ProcessBuilder(
                                "chromium",
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out = process.inputReader();
        List<String> said = new ArrayList<>();
        String line = out.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            said.add(line);
            line = out.readLine();
        }
        assertThat(line).as(String.join(" / ", said)).isNotNull();
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(
                                URI.create(String.valueOf(line).substring(LISTENING.length())),
                                new Answers())
                        .get(30, TimeUnit.SECONDS);
        String target =
                call("Target.createTarget", Map.of("url", "about:blank"))
                        .at("/targetId")
                        .asString();
        session =
                call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .at("/sessionId")
                        .asString();
        call("Page.enable", Map.of());
        call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        call("WebAuthn.enable", Map.of());
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> call = waiting.remove(message.path("id").asInt(-1));
                if (call != null) call.complete(message);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    JsonNode call(String method, Map<String, ?> parameters) throws IOException {
        int id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) message.put("sessionId", session);
        try {
            socket.sendText(JSON.writeValueAsString(message), true).get(30, TimeUnit.SECONDS);
            JsonNode got = answer.get(60, TimeUnit.SECONDS);
            if (got.has("error")) throw new IOException(method + ": " + got.get("error"));
            return got.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method, e);
        }
    }

    /** A platform authenticator that has checked its owner, or has not. */
    String authenticator(boolean verified) throws IOException {
        return call(
                        "WebAuthn.addVirtualAuthenticator",
                        Map.of(
                                "options",
                                Map.of(
                                        "protocol",
                                        "ctap2",
                                        "transport",
                                        "internal",
                                        "hasResidentKey",
                                        true,
                                        "hasUserVerification",
                                        true,
                                        "isUserVerified",
                                        verified,
                                        "automaticPresenceSimulation",
                                        true)))
                .at("/authenticatorId")
                .asString();
    }

    void open(String url) throws IOException {
        call("Page.navigate", Map.of("url", url));
    }

    JsonNode evaluate(String script) throws IOException {
        JsonNode result =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression", script,
                                "awaitPromise", true,
                                "userGesture", true,
                                "returnByValue", true));
        if (result.has("exceptionDetails")) throw new IOException(result.toString());
        return result.at("/result/value");
    }

    String text() throws IOException {
        return evaluate("document.body ? document.body.innerText : ''").asString("");
    }

    void see(String text) {
        await("'" + text + "' on the page")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(text()).contains(text));
    }

    /** As a person does: React hears of it by the event. */
    void fill(String label, String value) {
        does(
                """
                const label = [...document.querySelectorAll('label')].findLast(l =>
                    l.textContent.replace('*', '').trim() === %s);
                const field = label && document.getElementById(label.htmlFor);
                if (!field) return false;
                Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, %s);
                field.dispatchEvent(new Event('input', { bubbles: true }));
                return true;
                """
                        .formatted(quoted(label), quoted(value)),
                "field " + label);
    }

    void click(String name) {
        does(
                """
                const all = [...document.querySelectorAll('button, [role=menuitem]')];
                const one = all.findLast(b => b.getClientRects().length > 0
                    && b.getAttribute('aria-disabled') !== 'true' && !b.disabled
                    && (b.textContent.trim() === %1$s || b.getAttribute('aria-label') === %1$s));
                if (!one) return false;
                one.click();
                return true;
                """
                        .formatted(quoted(name)),
                "button " + name);
    }

    private void does(String script, String what) {
        await(what)
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> evaluate("(() => {" + script + "})()").asBoolean());
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        if (process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join().isAlive())
            process.destroyForcibly();
    }
}
