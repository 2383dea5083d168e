package io.flexaaa.ikev2.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

class IkeCodecTest {
    private static final String HEADER = "0102030405060708 1112131415161718";

    @Test
    void aMessageWrittenByHandDecodes() throws DecodeException {
        IkeMessage m =
                IkeCodec.decode(
                        Octets.ofHex(
                                HEADER
                                        // SA first, version 2.0, IKE_SA_INIT, from initiator, ID 0
                                        + "21 20 22 08 00000000 0000006c"
                                        // SA: one IKE proposal with four transforms
                                        + "22 00 0030 00 00 002c 01 01 00 04"
                                        + "03 00 000c 01 00 0014 800e 0100"
                                        + "03 00 0008 02 00 0005"
                                        + "03 00 0008 03 00 0000"
                                        + "00 00 0008 04 00 001f"
                                        // KE for group 31, short for the sake of this test
                                        + "28 00 000c 001f 0000 deadbeef"
                                        // Ni of 16 octets
                                        + "00 00 0014 000102030405060708090a0b0c0d0e0f"));

        assertThat(m.spiI()).isEqualTo(0x0102030405060708L);
        assertThat(m.toString()).isEqualTo("IKE_SA_INIT request 0 { SA, KE, Nonce }");
        SecurityAssociation sa = Objects.requireNonNull(m.first(SecurityAssociation.class));
        assertThat(sa.proposals().getFirst().toString())
                .isEqualTo("IKE:AES_GCM_16-256/PRF_HMAC_SHA2_256/INTEG_NONE/CURVE25519");
        assertThat(m.first(KeyExchange.class))
                .isEqualTo(new KeyExchange(31, Octets.ofHex("deadbeef")));
    }

    @Test
    void theHeaderSaysWhoAndWhat() throws DecodeException {
        byte[] b =
                HexFormat.of().parseHex("0102030405060708111213141516171800302528000000070000001c");
        IkeHeader h = IkeHeader.read(b, 0, b.length);
        assertThat(h.majorVersion()).isEqualTo(3);
        assertThat(h.fromInitiator()).isTrue();
        assertThat(h.isResponse()).isTrue();
        assertThat(h.messageId()).isEqualTo(7);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    nonce too short,               28, 000f 0102030405060708090a0b,                    Ni/Nr
                    payload length below 4,        28, 0003,                                           payload length 3
                    payload past the end,          28, 0024 000102030405060708090a0b0c0d0e0f,          truncated
                    KE without data,               22, 0008 001f0000,                                  no key exchange data
                    AUTH without data,             27, 0008 02000000,                                  no authentication data
                    IPv4 identity of 5 octets,     23, 000d 01000000 0102030405,                       ID_IPV4_ADDR of 5
                    IPv6 identity of 4 octets,     24, 000c 05000000 01020304,                         ID_IPV6_ADDR of 4
                    ESP delete that lies,          2a, 000c 03040002 01020304,                         2 SPIs
                    IKE delete with SPIs counted,  2a, 0008 01000001,                                  counts 1
                    delete for protocol 9,         2a, 0008 09000000,                                  protocol id 9
                    notify SPI past the end,       29, 0008 03044000,                                  truncated
                    no traffic selector,           2c, 0008 00000000,                                  no selector
                    selector shorter than header,  2c, 0010 01000000 0700000700000000,                 selector length 7
                    IPv4 selector of wrong size,   2c, 0014 01000000 0700000c 0000ffff 0a000001,       selector type 7
                    octets after the selectors,    2c, 001c 01000000 07000010 0000ffff 0a000000 0affffff 00000000, too many
                    CP attribute past the end,     2f, 000c 01000000 00010004,                         truncated
                    fragment 0,                    35, 0008 00000001,                                  fragment 0 of 1
                    fragment 3 of 2,               35, 0008 00030002,                                  fragment 3 of 2
                    proposal of length 7,          21, 000b 00000007 010100,                           proposal length 7
                    SA with bad last field,        21, 000c 05000008 01010000,                         last-substructure
                    proposal for protocol 0,       21, 000c 00000008 01000000,                         protocol 0
                    ESP SPI of 3 octets,           21, 000f 0000000b 01030300 010203,                  SPI of 3
                    fewer transforms than said,    21, 0014 00000010 01010002 00000008 01000014,       1 transforms where 2
                    more transforms than said,     21, 0014 00000010 01010001 03000008 01000014,       more transforms
                    key length twice,              21, 001c 00000018 01010001 00000010 01000014 800e0080 800e0100, key length
                    """)
    void brokenPayloadsAreRefused(String name, String type, String body, String message) {
        String payload = "00 00 " + body;
        int length = 28 + Octets.ofHex(payload).length();
        String header = HEADER + type + "20 25 08 00000001" + HexFormat.of().toHexDigits(length);
        assertThatThrownBy(() -> IkeCodec.decode(Octets.ofHex(header + payload)))
                .as(name)
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDatagramOfAnotherLengthIsRefused() {
        String message = HEADER + "00 20 25 08 00000001 0000001c";
        assertThatThrownBy(() -> IkeCodec.decode(Octets.ofHex(message + "00")))
                .hasMessageContaining("length field 28 in a datagram of 29");
        assertThatThrownBy(() -> IkeCodec.decode(Octets.ofHex(HEADER + "00 20 25")))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void aFloodOfTinyPayloadsIsBounded() {
        StringBuilder hex = new StringBuilder();
        int count = 1000;
        for (int i = 0; i < count; i++) {
            hex.append(i + 1 < count ? "2b" : "00").append("000004");
        }
        String header =
                HEADER + "2b 20 25 08 00000001" + HexFormat.of().toHexDigits(28 + 4 * count);
        assertThatThrownBy(() -> IkeCodec.decode(Octets.ofHex(header + hex)))
                .hasMessageContaining("more than 128 payloads");
    }

    @Test
    void unknownCriticalPayloadsAndDuplicatesAreReported() throws DecodeException {
        Nonce nonce = new Nonce(Octets.wrap(new byte[16]));
        IkeMessage m =
                new IkeMessage(
                        1,
                        2,
                        ExchangeType.INFORMATIONAL,
                        true,
                        false,
                        1,
                        List.of(
                                new Unknown(200, false, Octets.of(1)),
                                new Unknown(201, true, Octets.of(2)),
                                nonce,
                                NotifyPayload.of(NotifyType.COOKIE),
                                NotifyPayload.of(NotifyType.COOKIE),
                                nonce));
        IkeMessage decoded = IkeCodec.decode(IkeCodec.encode(m));
        assertThat(decoded).isEqualTo(m);
        assertThat(decoded.firstCriticalUnknown()).isEqualTo(new Unknown(201, true, Octets.of(2)));
        assertThat(decoded.duplicates()).containsExactly(PayloadType.NONCE);
    }

    @Test
    void selectorsPrintAsAnAdministratorReadsThem() throws Exception {
        TrafficSelector lan =
                TrafficSelector.prefix(java.net.InetAddress.getByName("10.1.2.3"), 20);
        assertThat(lan.toString()).isEqualTo("10.1.0.0-10.1.15.255");
        TrafficSelector https =
                new TrafficSelector(7, 6, 443, 443, lan.startAddr(), lan.startAddr());
        assertThat(https.toString()).isEqualTo("10.1.0.0-10.1.0.0 proto 6 port 443-443");
    }
}
