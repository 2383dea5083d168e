package io.flexaaa.e2e.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes the same peers everywhere: into our server over REST, as a FreeRADIUS users file, and as
 * SQL for FreeRADIUS's tables.
 */
public final class BenchPeers {
    private static final List<String> AV_PAIRS =
            List.of(
                    "ip:interface-config=ip mtu 1400",
                    "ipsec:dns-servers=10.0.0.53 10.0.1.53",
                    "ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0",
                    "ipsec:route-accept=any",
                    "ipsec:default-domain=example.com");

    private BenchPeers() {}

    /** {@code users FILE N | sql FILE N | rest URL PASSWORD NAS-SECRET N}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args[0]) {
            case "users" -> users(Path.of(args[1]), Integer.parseInt(args[2]));
            case "sql" -> sql(Path.of(args[1]), Integer.parseInt(args[2]));
            case "rest" -> rest(URI.create(args[1]), args[2], args[3], Integer.parseInt(args[4]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static String framedIp(int n) {
        return "10." + (n >> 16) + "." + (n >> 8 & 255) + "." + (n & 255);
    }

    private static void users(Path file, int count) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            for (int n = 0; n < count; n++) {
                out.printf(
                        "%s Cleartext-Password := \"cisco\"%n"
                                + "\tTunnel-Type:0 = ESP,%n"
                                + "\tTunnel-Medium-Type:0 = IPv4,%n"
                                + "\tTunnel-Password:0 = \"%s\",%n"
                                + "\tFramed-IP-Address = %s",
                        RadiusLoad.peer(n), RadiusLoad.psk(n), framedIp(n));
                for (String pair : AV_PAIRS) {
                    out.printf(",%n\tCisco-AVPair += \"%s\"", pair);
                }
                out.printf("%n%n");
            }
        }
    }

    private static void sql(Path file, int count) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            out.println("begin;");
            for (int n = 0; n < count; n++) {
                String peer = RadiusLoad.peer(n);
                out.printf(
                        "insert into radcheck(username,attribute,op,value) values"
                                + " ('%s','Cleartext-Password',':=','cisco');%n",
                        peer);
                reply(out, peer, "Tunnel-Type:0", "=", "ESP");
                reply(out, peer, "Tunnel-Medium-Type:0", "=", "IPv4");
                reply(out, peer, "Tunnel-Password:0", "=", RadiusLoad.psk(n));
                reply(out, peer, "Framed-IP-Address", "=", framedIp(n));
                for (String pair : AV_PAIRS) reply(out, peer, "Cisco-AVPair", "+=", pair);
            }
            out.println("commit;");
            out.println("analyze;");
        }
    }

    private static void reply(
            PrintWriter out, String peer, String attribute, String op, String value) {
        out.printf(
                "insert into radreply(username,attribute,op,value) values ('%s','%s','%s','%s');%n",
                peer, attribute, op, value);
    }

    private static void rest(URI base, String password, String nasSecret, int count)
            throws IOException, InterruptedException {
        CookieManager cookies = new CookieManager();
        HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
        send(http, cookies, base, "GET", "/api/v1/session", "");
        send(
                http,
                cookies,
                base,
                "POST",
                "/api/v1/session",
                "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
        send(
                http,
                cookies,
                base,
                "PUT",
                "/api/v1/nas/bench",
                "{\"address\":\"127.0.0.1/32\",\"type\":\"flexvpn\",\"enabled\":true,\"secret\":\""
                        + nasSecret
                        + "\"}");
        StringBuilder pairs = new StringBuilder();
        for (String pair : AV_PAIRS) {
            pairs.append(pairs.isEmpty() ? "" : ",").append('"').append(pair).append('"');
        }
        for (int n = 0; n < count; n++) {
            String wait = n == count - 1 ? "?wait=applied" : "";
            String body =
                    String.format(
                            Locale.ROOT,
                            "{\"enabled\":true,\"framedIp\":\"%s\",\"psk\":{\"kind\":\"symmetric\","
                                    + "\"symmetric\":\"%s\"},\"avPairs\":[%s]}",
                            framedIp(n),
                            RadiusLoad.psk(n),
                            pairs);
            send(http, cookies, base, "PUT", "/api/v1/peers/" + RadiusLoad.peer(n) + wait, body);
        }
    }

    private static void send(
            HttpClient http,
            CookieManager cookies,
            URI base,
            String method,
            String path,
            String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
            if (cookie.getName().equals("XSRF-TOKEN")) {
                request.header("X-XSRF-TOKEN", cookie.getValue());
            }
        }
        HttpResponse<String> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean signedOut = method.equals("GET") && response.statusCode() == 401;
        if (response.statusCode() / 100 != 2 && !signedOut) {
            throw new IOException(
                    method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
    }
}
