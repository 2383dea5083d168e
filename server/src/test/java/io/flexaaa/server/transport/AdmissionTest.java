package io.flexaaa.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

/** Groups A, B and C of the bad-input list: framing, attributes, authenticators. */
class AdmissionTest {

    private static final Secret SECRET = Secret.ofUtf8("s3cret");
    private static final Octets AUTHENTICATOR = Octets.ofHex("00112233445566778899aabbccddeeff");
    private static final Attributes USER =
            Attributes.builder().string(Attr.USER_NAME, "spoke1").build();

    /** attributes: hex behind a signed, otherwise good request's header. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    empty datagram,              ''
                    one octet,                   01
                    19 octets,                   01010014000000000000000000000000000000
                    Length 0,                    0101000000112233445566778899aabbccddeeff
                    Length 19,                   0101001300112233445566778899aabbccddeeff
                    Length beyond the datagram,  0101001500112233445566778899aabbccddeeff
                    Length 65535,                0101ffff00112233445566778899aabbccddeeff
                    code 0,                      0001001400112233445566778899aabbccddeeff
                    code 200,                    c801001400112233445566778899aabbccddeeff
                    attribute length 0,          0101001600112233445566778899aabbccddeeff0100
                    attribute length 1,          0101001600112233445566778899aabbccddeeff0101
                    attribute overruns,          0101001600112233445566778899aabbccddeeff0103
                    a lone octet,                0101001500112233445566778899aabbccddeeff01
                    """)
    void brokenFramingIsDropped(String what, String hex) {
        assertThat(check(Admission.Port.AUTHENTICATION, Octets.ofHex(hex).toArray(), true))
                .as(what)
                .isEqualTo("malformed");
    }

    @Test
    void paddingBehindTheLengthIsIgnored() {
        byte[] padded = Arrays.copyOf(request(USER), 8192);
        assertThat(check(Admission.Port.AUTHENTICATION, padded, true)).isEqualTo("admitted");
    }

    @Test
    void codesBelongToTheirPort() {
        byte[] access = request(USER);
        byte[] accounting =
                RadiusSigner.hashedRequest(Code.ACCOUNTING_REQUEST, 1, USER, SECRET, false);
        byte[] coa = RadiusSigner.hashedRequest(Code.COA_REQUEST, 1, USER, SECRET, true);
        assertThat(check(Admission.Port.ACCOUNTING, access, true)).isEqualTo("wrong-code");
        assertThat(check(Admission.Port.AUTHENTICATION, accounting, true)).isEqualTo("wrong-code");
        assertThat(check(Admission.Port.AUTHENTICATION, coa, true)).isEqualTo("wrong-code");
        assertThat(check(Admission.Port.ACCOUNTING, accounting, true)).isEqualTo("admitted");
    }

    @Test
    void messageAuthenticatorIsRequiredUnlessTheNasIsLegacy() {
        byte[] bare = unsigned(USER);
        assertThat(check(Admission.Port.AUTHENTICATION, bare, true))
                .isEqualTo("missing-message-authenticator");
        assertThat(check(Admission.Port.AUTHENTICATION, bare, false)).isEqualTo("admitted");
    }

    @Test
    void someRequestsNeedItWhateverTheNas() {
        byte[] eap = unsigned(with(Attr.EAP_MESSAGE, Octets.of(2, 1, 0, 5, 1)));
        assertThat(check(Admission.Port.AUTHENTICATION, eap, false))
                .isEqualTo("missing-message-authenticator");
        byte[] blast = unsigned(with(Attr.PROXY_STATE, Octets.of(1, 2, 3)));
        assertThat(check(Admission.Port.AUTHENTICATION, blast, false))
                .isEqualTo("proxy-state-unprotected");
        byte[] status = unsigned(USER);
        status[0] = (byte) Code.STATUS_SERVER.value();
        assertThat(check(Admission.Port.AUTHENTICATION, status, false))
                .isEqualTo("missing-message-authenticator");
        assertThat(check(Admission.Port.ACCOUNTING, status, false))
                .isEqualTo("missing-message-authenticator");
    }

    @Test
    void aWrongMessageAuthenticatorIsWrongAlsoWhereItIsOptional() {
        byte[] wrong = request(USER);
        wrong[25] ^= 1;
        byte[] twice = request(with(Attr.MESSAGE_AUTHENTICATOR, Octets.wrap(new byte[16])));
        byte[] shorter = unsigned(with(Attr.MESSAGE_AUTHENTICATOR, Octets.wrap(new byte[15])));
        byte[] otherSecret =
                RadiusSigner.accessRequest(1, AUTHENTICATOR, USER, Secret.ofUtf8("other"));
        for (byte[] packet : new byte[][] {wrong, twice, shorter, otherSecret}) {
            assertThat(check(Admission.Port.AUTHENTICATION, packet, false))
                    .isEqualTo("bad-message-authenticator");
        }
    }

    @Test
    void accountingNeedsItsAuthenticator() {
        byte[] packet = RadiusSigner.hashedRequest(Code.ACCOUNTING_REQUEST, 1, USER, SECRET, false);
        packet[5] ^= 1;
        assertThat(check(Admission.Port.ACCOUNTING, packet, true)).isEqualTo("bad-authenticator");
    }

    @Test
    void anyOctetsAreAdmittedOrRefusedAndNothingElse() {
        long seed = 42;
        Random random = new Random(seed);
        byte[] good = request(USER);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = Arrays.copyOf(good, random.nextInt(1, good.length + 20));
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            assertThat(check(Admission.Port.AUTHENTICATION, mutant, false))
                    .as("seed %d round %d", seed, i)
                    .isNotNull();
        }
    }

    private static byte[] request(Attributes attributes) {
        return RadiusSigner.accessRequest(1, AUTHENTICATOR, attributes, SECRET);
    }

    private static Attributes with(int type, Octets value) {
        return Attributes.builder().addAll(USER).add(type, value).build();
    }

    /** The same without Message-Authenticator: 18 octets behind the header are taken out. */
    private static byte[] unsigned(Attributes attributes) {
        byte[] signed = request(attributes);
        byte[] bare = new byte[signed.length - 18];
        System.arraycopy(signed, 0, bare, 0, 20);
        System.arraycopy(signed, 38, bare, 20, signed.length - 38);
        bare[2] = (byte) (bare.length >> 8);
        bare[3] = (byte) bare.length;
        return bare;
    }

    private static String check(Admission.Port port, byte[] datagram, boolean require) {
        byte[] buffer = Arrays.copyOf(datagram, Math.max(8192, datagram.length));
        return switch (Admission.check(port, buffer, datagram.length, SECRET, require)) {
            case Admission.Result.Admitted _ -> "admitted";
            case Admission.Result.Refused(DropReason reason) -> reason.code();
        };
    }
}
