package io.flexaaa.server.testclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The command against a server that answers with our codec: two codecs must agree. */
class RadTestTest {
    private static final Secret SECRET = Secret.ofUtf8("testing123");

    private record Ran(int exit, String out, @Nullable RadiusPacket request, byte[] raw) {}

    @Test
    void aPskLookupIsAnsweredAndTheKeyHidden() throws Exception {
        Ran ran = run(this::pskReply, "", "psk", "br17.example.com");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("Access-Accept")
                .contains("Tunnel-Type:1 = ESP")
                .contains("Tunnel-Password:1 = (hidden")
                .contains("Cisco-AVPair = ipsec:route-accept=any")
                .doesNotContain("s3cretKey");
        RadiusPacket request = java.util.Objects.requireNonNull(ran.request());
        assertThat(request.attributes().string(Attr.USER_NAME)).isEqualTo("br17.example.com");
        assertThat(request.attributes().u32(Attr.SERVICE_TYPE, 0)).isEqualTo(5);
        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(ran.raw(), SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
        Octets hidden = request.attributes().all(Attr.USER_PASSWORD).getFirst().value();
        assertThat(PapHiding.reveal(hidden, SECRET, request.authenticator()))
                .isEqualTo("cisco".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theKeyIsShownOnRequest() throws Exception {
        Ran ran = run(this::pskReply, "", "psk", "br17", "--show-secrets", "-j");

        assertThat(ran.out()).contains("\"value\" : \"s3cretKey\"");
    }

    @Test
    void aRejectIsOne() throws Exception {
        Ran ran = run(r -> reply(Code.ACCESS_REJECT, r, Attributes.EMPTY), "", "psk", "nobody");

        assertThat(ran.exit()).isEqualTo(1);
    }

    @Test
    void aForgedReplyIsThree() throws Exception {
        Ran ran =
                run(
                        r ->
                                RadiusSigner.reply(
                                        Code.ACCESS_ACCEPT,
                                        r,
                                        Attributes.EMPTY,
                                        Secret.ofUtf8("wrong"),
                                        true),
                        "",
                        "psk",
                        "br17");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).contains("secrets differ");
    }

    @Test
    void silenceIsTwo() throws Exception {
        assertThat(run(r -> null, "", "psk", "br17").exit()).isEqualTo(2);
    }

    @Test
    void statusServerIsSigned() throws Exception {
        Ran ran = run(r -> reply(Code.ACCESS_ACCEPT, r, Attributes.EMPTY), "", "status");

        assertThat(ran.exit()).isZero();
        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(ran.raw(), SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
    }

    @Test
    void accountingReadsStandardInput() throws Exception {
        Ran ran =
                run(
                        r -> reply(Code.ACCOUNTING_RESPONSE, r, Attributes.EMPTY),
                        "Acct-Status-Type = Start\n"
                                + "Acct-Session-Id = \"1A\"\n"
                                + "Framed-IP-Address = 10.0.0.7\n",
                        "acct",
                        "-");

        assertThat(ran.exit()).isZero();
        assertThat(RadiusSigner.verifyHashedRequest(ran.raw(), SECRET)).isTrue();
        RadiusPacket request = java.util.Objects.requireNonNull(ran.request());
        assertThat(request.attributes().u32(Attr.ACCT_STATUS_TYPE, 0)).isEqualTo(1);
        assertThat(request.attributes().ipv4(Attr.FRAMED_IP_ADDRESS))
                .isEqualTo(InetAddress.ofLiteral("10.0.0.7"));
    }

    @Test
    void aNakNamesItsCause() throws Exception {
        Attributes cause = Attributes.builder().u32(Attr.ERROR_CAUSE, 503).build();
        Ran ran =
                run(
                        r -> reply(Code.DISCONNECT_NAK, r, cause),
                        "",
                        "disconnect",
                        "Cisco-AVPair = \"audit-session-id=0A0B\"");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("Error-Cause = Session-Context-Not-Found");
        RadiusPacket request = java.util.Objects.requireNonNull(ran.request());
        assertThat(request.attributes().avPair("audit-session-id")).isEqualTo("0A0B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    psk br17 No-Such-Thing=1               | unknown attribute No-Such-Thing
                    psk br17 Attr-300=0x00                 | number must be 1..255
                    psk br17 Framed-IP-Address=10.0.0      | Framed-IP-Address = 10.0.0
                    psk br17 -m chap                       | is for auth
                    auth alice -m mschapv2                 | give --password
                    auth -m mschapv2 -p x                  | name one behind auth
                    auth alice -p x --load 5               | write 500/10/256
                    auth alice -p x --load 0/1             | write 500/10/256
                    auth alice -p x -m mschapv2 --load 1/1 | use PAP or CHAP
                    psk br17 --code 123456                 | answers a challenge
                    psk br17 -r 0                          | not 1..100
                    psk br17 -t 0                          | not above 0
                    psk br17 -S host:99999                 | not 1..65535
                    psk br17 -S no.such.host.invalid       | correct --server
                    psk br17 -b 192.0.2.77                 | address of this machine
                    fly br17                               | Invalid value
                    """)
    void wrongUsageNamesValueAndCure(String words, String said) throws Exception {
        Ran ran = run(r -> null, "", words.split(" "));
        assertThat(ran.out()).contains(said);
        assertThat(ran.exit()).isEqualTo(64);
    }

    @Test
    void chapAnswersTheRequestAuthenticatorOrAChallenge() throws Exception {
        Ran ran =
                run(
                        r -> reply(Code.ACCESS_ACCEPT, r, Attributes.EMPTY),
                        "",
                        "auth",
                        "alice",
                        "-p",
                        "secret",
                        "-m",
                        "chap");
        assertThat(ran.exit()).as(ran.out()).isZero();
        RadiusPacket request = java.util.Objects.requireNonNull(ran.request());
        Octets chap = request.attributes().all(Attr.CHAP_PASSWORD).getFirst().value();
        var challenge = request.attributes().first(Attr.CHAP_CHALLENGE);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update((byte) chap.u8(0));
        md5.update("secret".getBytes(StandardCharsets.UTF_8));
        md5.update((challenge == null ? request.authenticator() : challenge.value()).toArray());
        assertThat(chap.slice(1, 17)).isEqualTo(Octets.wrap(md5.digest()));
        assertThat(request.attributes().has(Attr.USER_PASSWORD)).isFalse();
    }

    @Test
    void anAcceptWithoutTheServersProofIsABadReply() throws Exception {
        Ran ran =
                run(
                        r -> reply(Code.ACCESS_ACCEPT, r, Attributes.EMPTY),
                        "",
                        "auth",
                        "alice",
                        "-p",
                        "secret",
                        "-m",
                        "mschapv2");
        assertThat(ran.exit()).as(ran.out()).isEqualTo(3);
        assertThat(ran.out()).contains("no MS-CHAP2-Success");
    }

    @Test
    void anAttributeByNumberGoesAsItIs() throws Exception {
        Ran ran =
                run(
                        r -> reply(Code.ACCESS_ACCEPT, r, Attributes.EMPTY),
                        "",
                        "psk",
                        "br17",
                        "Attr-241 = 0x0102");
        assertThat(ran.exit()).as(ran.out()).isZero();
        RadiusPacket request = java.util.Objects.requireNonNull(ran.request());
        assertThat(request.attributes().all(241).getFirst().value()).isEqualTo(Octets.of(1, 2));
    }

    private byte[] pskReply(RadiusPacket request) {
        Octets key =
                TunnelPassword.encrypt(
                        1,
                        0x8001,
                        "s3cretKey".getBytes(StandardCharsets.UTF_8),
                        SECRET,
                        request.authenticator());
        return reply(
                Code.ACCESS_ACCEPT,
                request,
                Attributes.builder()
                        .add(Attr.TUNNEL_TYPE, Octets.ofHex("01000009"))
                        .add(Attr.TUNNEL_PASSWORD, key)
                        .avPair("ipsec:route-accept=any")
                        .build());
    }

    private static byte[] reply(Code code, RadiusPacket request, Attributes attributes) {
        return RadiusSigner.reply(code, request, attributes, SECRET, true);
    }

    private static Ran run(
            Function<RadiusPacket, byte @Nullable []> server, String stdin, String... words)
            throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var seen = new CompletableFuture<byte[]>();
            Thread.ofVirtual().start(() -> serve(socket, server, seen));
            StringWriter out = new StringWriter();
            var line =
                    RadTest.commandLine(
                            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
            line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
            List<String> args = new java.util.ArrayList<>(List.of(words));
            args.addAll(List.of("-s", "testing123"));
            if (!args.contains("-S"))
                args.addAll(List.of("-S", "127.0.0.1:" + socket.getLocalPort()));
            if (!args.contains("-t")) args.addAll(List.of("-t", "0.4"));
            if (!args.contains("-r")) args.addAll(List.of("-r", "1"));
            int exit = line.execute(args.toArray(String[]::new));
            byte[] raw = seen.getNow(new byte[0]);
            return new Ran(
                    exit,
                    out.toString(),
                    raw.length == 0 ? null : RadiusCodec.decode(raw, 0, raw.length),
                    raw);
        }
    }

    private static void serve(
            DatagramSocket socket,
            Function<RadiusPacket, byte @Nullable []> server,
            CompletableFuture<byte[]> seen) {
        byte[] buffer = new byte[4096];
        DatagramPacket in = new DatagramPacket(buffer, buffer.length);
        try {
            socket.receive(in);
            byte[] raw = java.util.Arrays.copyOf(buffer, in.getLength());
            seen.complete(raw);
            byte[] reply = server.apply(RadiusCodec.decode(raw, 0, raw.length));
            if (reply != null)
                socket.send(new DatagramPacket(reply, reply.length, in.getSocketAddress()));
        } catch (java.io.IOException | io.flexaaa.protocol.wire.DecodeException e) {
            seen.completeExceptionally(e);
        }
    }
}
