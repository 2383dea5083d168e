package io.flexaaa.protocol.eap.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.flexaaa.protocol.eap.EapMessage;
import io.flexaaa.protocol.eap.EapNegotiation.Turn;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapRefusal.Code;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.eap.md5.Md5Method;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SSLContext;

/** Whole conversations of the server's side, good and hostile, without network and clock. */
class EapServerTest {

    private static final int ROUNDS = 20;
    private static final List<EapType> ALL =
            List.of(
                    EapType.TLS,
                    EapType.TTLS,
                    EapType.PEAP,
                    EapType.MSCHAPV2,
                    EapType.GTC,
                    EapType.MD5);

    /** Everybody's password is "secret"; nobody's certificate is good. */
    private static final EapUsers USERS =
            new EapUsers() {
                @Override
                public Password password(String user) {
                    return new Password.Known(Secret.ofUtf8("secret"));
                }

                @Override
                public Checked check(String user, Secret password) {
                    EapRefusal refusal = new EapRefusal(Code.USER_REFUSED, user);
                    if (password.matches(Secret.ofUtf8("half"))) {
                        return new Checked.MoreWanted("Code: ", refusal);
                    }
                    return password.matches(Secret.ofUtf8("secret"))
                            ? new Checked.Right()
                            : new Checked.Refused(refusal);
                }

                @Override
                public Holder holder(List<X509Certificate> chain, String identity) {
                    return new Holder.Refused(new EapRefusal(Code.CERTIFICATE_REFUSED, identity));
                }
            };

    private static EapServer server(EapType... methods) {
        EapServer.Settings settings =
                new EapServer.Settings(
                        methods.length == 0 ? ALL : List.of(methods),
                        clientCertificate -> {
                            try {
                                return SSLContext.getDefault().createSSLEngine();
                            } catch (GeneralSecurityException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        1_000,
                        ROUNDS);
        return new EapServer(settings, USERS, count -> new byte[count]);
    }

    private static Octets response(int identifier, int type, Octets data) {
        return new EapMessage.Response(identifier, type, data).encode();
    }

    private static Turn identify(EapServer server) {
        return server.answer(response(9, EapMessage.IDENTITY, Octets.ofUtf8("alice")));
    }

    private static Code refused(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Refuse.class);
        return ((Turn.Refuse) turn).refusal().code();
    }

    @Test
    void aNakChoosesWhatBothHave() {
        EapServer server = server();
        assertThat(identify(server).message())
                .isEqualTo(new EapMessage.Request(10, 13, Octets.of(0x20)));
        // EAP-PWD is not served, EAP-GTC is.
        Turn turn = server.answer(response(10, EapMessage.NAK, Octets.of(52, 6)));
        assertThat(((EapMessage.Request) turn.message()).type()).isEqualTo(6);
        turn = server.answer(response(11, 6, Octets.ofUtf8("secret")));
        assertThat(turn).isInstanceOf(Turn.Accept.class);
        assertThat(turn.message()).isEqualTo(new EapMessage.Success(11));
    }

    @Test
    void gtcAsksOnceMoreWhereTheRightPasswordIsHalfOfIt() {
        for (String answer : List.of("secret", "wrong", "half")) {
            EapServer server = server(EapType.GTC);
            identify(server);
            Turn turn = server.answer(response(10, 6, Octets.ofUtf8("half")));
            assertThat(turn.message())
                    .isEqualTo(new EapMessage.Request(11, 6, Octets.ofUtf8("Code: ")));
            turn = server.answer(response(11, 6, Octets.ofUtf8(answer)));
            if (answer.equals("secret")) assertThat(turn).isInstanceOf(Turn.Accept.class);
            else assertThat(refused(turn)).isEqualTo(Code.USER_REFUSED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wants nothing, 10, 3, 00, NO_COMMON_METHOD",
        "wants what is not served, 10, 3, 34, NO_COMMON_METHOD",
        "wants the offered one only, 10, 3, 0d, NO_COMMON_METHOD",
        "expanded Nak, 10, 254, 00000000 00000003, NO_COMMON_METHOD",
        "another identifier, 11, 13, 00, OUT_OF_ORDER",
        "another method, 10, 6, 00, OUT_OF_ORDER",
        "identity again, 10, 1, 61, OUT_OF_ORDER",
        "no Flags, 10, 13, '', MALFORMED",
        "PEAP version 1, 10, 13, 01, MALFORMED",
        "empty ClientHello, 10, 13, 00, MALFORMED",
        "message of 2 GiB, 10, 13, c0 7fffffff 16, MALFORMED",
        "length less than data, 10, 13, 80 00000001 1603, MALFORMED",
        "empty fragment, 10, 13, 40, MALFORMED",
        "no TLS at all, 10, 13, 00 ffffffffffff, TLS_FAILED",
        "half a record, 10, 13, 00 1603, MALFORMED",
    })
    void firstAnswersThatEndIt(String what, int identifier, int type, String hex, Code code) {
        EapServer server = server();
        identify(server);
        Turn turn = server.answer(response(identifier, type, Octets.ofHex(hex)));
        // An alert may be sent first; the peer's next packet is then answered by the failure.
        if (turn instanceof Turn.Ask(EapMessage.Request request)) {
            turn = server.answer(response(request.identifier(), type, Octets.of(0)));
        }
        assertThat(refused(turn)).as(what).isEqualTo(code);
    }

    @Test
    void onlyResponsesAreAnswered() {
        EapServer server = server();
        assertThat(refused(server.answer(new EapMessage.Success(1).encode())))
                .isEqualTo(Code.MALFORMED);
        assertThat(refused(server().answer(new EapMessage.Request(1, 1, Octets.EMPTY).encode())))
                .isEqualTo(Code.MALFORMED);
        assertThat(refused(server().answer(Octets.ofHex("02")))).isEqualTo(Code.MALFORMED);
    }

    @Test
    void fragmentsWithoutEndAreCutOff() {
        EapServer server = server();
        Turn turn = identify(server);
        int rounds = 0;
        while (turn instanceof Turn.Ask(EapMessage.Request request)) {
            assertThat(++rounds).isLessThanOrEqualTo(ROUNDS + 1);
            turn = server.answer(response(request.identifier(), 13, Octets.ofHex("40 16")));
        }
        assertThat(refused(turn)).isEqualTo(Code.TOO_LONG);
    }

    @Test
    void md5OverIdentifierPasswordAndChallenge() throws GeneralSecurityException {
        EapServer server = server(EapType.MD5);
        EapMessage.Request request = (EapMessage.Request) identify(server).message();
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update((byte) request.identifier());
        md5.update(Secret.ofUtf8("secret").reveal());
        byte[] value = md5.digest(request.data().slice(1, 17).toArray());
        Octets good = Octets.of(16).plus(Octets.wrap(value));
        assertThat(server.answer(response(request.identifier(), 4, good)))
                .isInstanceOf(Turn.Accept.class);
        assertThat(
                        Md5Method.matches(
                                request.identifier(),
                                Secret.ofUtf8("other"),
                                Octets.copyOf(new byte[16]),
                                Octets.wrap(value)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "wrong OpCode, 03, OUT_OF_ORDER",
        "Value-Size, 02 0a 0036 32, MALFORMED",
        "MS-Length, 02 0a 0001 31, MALFORMED",
        "cut off, 02 0a 0005 31, MALFORMED",
        "nothing, '', MALFORMED",
    })
    void msChapV2ThatIsNone(String what, String hex, Code code) {
        EapServer server = server(EapType.MSCHAPV2);
        identify(server);
        Turn turn = server.answer(response(10, 26, Octets.ofHex(hex)));
        assertThat(refused(turn)).as(what).isEqualTo(code);
    }

    /** RFC 2759 §6: the peer is told first, and nothing it says then changes the end. */
    @Test
    void afterAWrongPasswordNothingHelps() {
        EapServer server = server(EapType.MSCHAPV2);
        identify(server);
        Octets wrong =
                Octets.ofHex("02 0a 003b 31")
                        .plus(Octets.wrap(new byte[49]))
                        .plus(Octets.ofUtf8("alice"));
        Turn turn = server.answer(response(10, 26, wrong));
        assertThat(turn).isInstanceOf(Turn.Ask.class);
        assertThat(server.ends()).isNotNull();
        assertThat(refused(server.answer(response(11, 26, Octets.of(3)))))
                .isEqualTo(Code.WRONG_PASSWORD);
    }

    /** Any octets at any time: an answer each time, and an end. */
    @Test
    void randomPeersAlwaysComeToAnEnd() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            EapServer server = server(ALL.get(random.nextInt(ALL.size())));
            Turn turn = identify(server);
            int rounds = 0;
            while (turn instanceof Turn.Ask(EapMessage.Request request)) {
                assertThat(++rounds).as("seed %d", seed).isLessThanOrEqualTo(ROUNDS + 1);
                byte[] data = new byte[random.nextInt(80)];
                random.nextBytes(data);
                // Plausible flags, so that some get past the first check.
                if (data.length > 0 && random.nextBoolean()) {
                    data[0] = (byte) (random.nextBoolean() ? 0x40 : 0);
                }
                turn =
                        server.answer(
                                response(request.identifier(), request.type(), Octets.wrap(data)));
            }
            assertThat(turn).as("seed %d", seed).isInstanceOf(Turn.Refuse.class);
        }
    }

    @FuzzTest
    void fuzz(byte[] data) {
        if (data.length < 2) return;
        EapServer server = server(ALL.get((data[0] & 0xff) % ALL.size()));
        Turn turn = identify(server);
        int at = 1;
        int rounds = 0;
        while (turn instanceof Turn.Ask(EapMessage.Request request) && at < data.length) {
            int size = Math.min(data[at] & 0xff, data.length - at - 1);
            Octets part = Octets.wrap(Arrays.copyOfRange(data, at + 1, at + 1 + size));
            at += 1 + size;
            turn = server.answer(response(request.identifier(), request.type(), part));
            if (++rounds > ROUNDS + 1) throw new IllegalStateException("no end");
        }
    }
}
