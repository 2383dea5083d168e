package io.flexaaa.protocol.radius.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Dictionary;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** tcpdump's RADIUS captures, and what tcpdump is expected to print of them. */
class TcpdumpCapturesIT {
    private static final Pattern HEAD =
            Pattern.compile("\\t(\\S+) \\((\\d+)\\), id: 0x(..), Authenticator: (\\w{32})");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\t  (\\S+) Attribute \\((\\d+)\\), length: (\\d+), Value: ?(.*)");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    RADIUS,           radius-v,           4, 35, 35
                    RADIUS-RFC3162,   radius-rfc3162-v,   1,  9,  8
                    RADIUS-RFC4675,   radius-rfc4675-v,   6, 25, 12
                    RADIUS-RFC5176,   radius-rfc5176-v,   6,  6,  6
                    RADIUS-RFC5176-2, radius-rfc5176-2-v, 1,  4,  3
                    RADIUS-port1700,  radius-port1700-v,  1,  1,  1
                    RADIUS-RFC5580,   radius-rfc5580-v,   1,  9,  0
                    """)
    void ourDecoderSeesWhatTcpdumpSees(
            String capture, String printed, int packets, int attributes, int values)
            throws Exception {
        Path tests = ForeignData.folder("tcpdump/tests");
        List<byte[]> payloads = Capture.payloads(tests.resolve(capture + ".pcap"));
        List<String> ours = new ArrayList<>();
        for (byte[] payload : payloads) show(RadiusCodec.decode(payload, 0, payload.length), ours);
        List<String> theirs = new ArrayList<>();
        int compared = 0;
        int seen = 0;
        for (String line : Files.readAllLines(tests.resolve(printed + ".out"))) {
            Matcher head = HEAD.matcher(line);
            Matcher attribute = ATTRIBUTE.matcher(line);
            if (head.matches()) {
                theirs.add(
                        head.group(1)
                                + " "
                                + Integer.parseInt(head.group(3), 16)
                                + " "
                                + head.group(4));
            } else if (attribute.matches()) {
                seen++;
                String place = attribute.group(1) + " " + attribute.group(2) + " ";
                theirs.add(place + attribute.group(3));
            }
        }
        assertThat(ours).isEqualTo(theirs);
        assertThat(payloads).hasSize(packets);
        assertThat(seen).isEqualTo(attributes);

        List<Attribute> all = new ArrayList<>();
        for (byte[] payload : payloads) {
            all.addAll(RadiusCodec.decode(payload, 0, payload.length).attributes().asList());
        }
        int at = 0;
        for (String line : Files.readAllLines(tests.resolve(printed + ".out"))) {
            Matcher attribute = ATTRIBUTE.matcher(line);
            if (!attribute.matches()) continue;
            if (sameValue(all.get(at++), attribute.group(4))) compared++;
        }
        assertThat(compared).as("values compared in %s", capture).isEqualTo(values);
    }

    /** tcpdump prints what it can of these; RFC 2865 §3 has them silently discarded. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    radius_attr_asan, Length: 44006 is not in 20..4096
                    RADIUS-RFC5447,   Length: 57 but 56 octets came
                    """)
    void whatCannotBeIsRefused(String capture, String why) throws Exception {
        Path file = ForeignData.folder("tcpdump/tests").resolve(capture + ".pcap");
        byte[] packet = Capture.payloads(file).getFirst();
        assertThatThrownBy(() -> RadiusCodec.decode(packet, 0, packet.length))
                .isInstanceOf(DecodeException.class)
                .hasMessage(why);
    }

    private static void show(RadiusPacket packet, List<String> lines) {
        lines.add(
                packet.code().label()
                        + " "
                        + packet.identifier()
                        + " "
                        + packet.authenticator().hex());
        for (Attribute a : packet.attributes()) {
            lines.add(
                    Dictionary.standard().attributeName(a.type())
                            + " "
                            + a.type()
                            + " "
                            + (a.value().length() + 2));
        }
    }

    /**
     * False when tcpdump prints in words of its own what we keep as octets; fails if it differs.
     */
    private static boolean sameValue(Attribute attribute, String printed) throws Exception {
        Octets value = attribute.value();
        String name = Dictionary.standard().attributeName(attribute.type());
        Dictionary.Entry entry = Dictionary.standard().attribute(attribute.type());
        assertThat(entry).as(name).isNotNull();
        if (entry == null || attribute.type() == 2) return false;
        if (attribute.type() == 79) {
            assertThat(printed)
                    .contains("(" + value.u8(0) + "), id " + value.u8(1) + ", len ")
                    .endsWith(" " + (value.u8(2) << 8 | value.u8(3)));
            return true;
        }
        if (attribute.type() >= 56 && attribute.type() <= 59 || attribute.type() >= 124) {
            return false;
        }
        switch (entry.valueType()) {
            case STRING, OCTETS -> assertThat(printed).as(name).isEqualTo(shown(value));
            case IPV4 ->
                    assertThat(printed.replace("NAS Select", "255.255.255.254"))
                            .as(name)
                            .isEqualTo(address(value).getHostAddress());
            case IPV6 -> assertThat(address(value)).isEqualTo(InetAddress.ofLiteral(printed));
            case IPV6PREFIX -> prefix(value, printed);
            case INTEGER, TAGGED_INTEGER, DATE -> number(entry, value, printed);
            case SECRET, VSA -> {
                return false;
            }
        }
        return true;
    }

    private static void number(Dictionary.Entry entry, Octets value, String printed) {
        long number = Long.parseLong(value.hex(), 16);
        String ours = Dictionary.standard().valueName(entry.name(), number);
        if (printed.startsWith("Error cause ")) {
            assertThat(printed).startsWith("Error cause " + number + ":");
        } else if (ours == null) {
            assertThat(printed).as(entry.name()).isEqualTo(String.valueOf(number));
        } else {
            // RFC 2865 has Framed; dictionaries call it Framed-User.
            assertThat(ours.replace("-User", "")).as(entry.name()).isEqualTo(printed);
        }
    }

    /** RFC 3162 §2.3: a reserved octet, the length in bits, as many octets as that needs. */
    private static void prefix(Octets value, String printed) throws Exception {
        boolean sound = value.length() >= 2 && value.length() <= 18 && value.u8(1) <= 128;
        assertThat(sound).as(printed).isEqualTo(!printed.startsWith("ERROR"));
        if (!sound) return;
        byte[] address = Arrays.copyOf(value.slice(2, value.length()).toArray(), 16);
        String[] parts = printed.split("/");
        assertThat(InetAddress.getByAddress(address)).isEqualTo(InetAddress.ofLiteral(parts[0]));
        assertThat(value.u8(1)).isEqualTo(Integer.parseInt(parts[1]));
    }

    private static InetAddress address(Octets value) throws Exception {
        return InetAddress.getByAddress(value.toArray());
    }

    /** As tcpdump's safeputs: what is not printable ASCII as a dot. */
    private static String shown(Octets value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            int c = value.u8(i);
            out.append(c >= 0x20 && c < 0x7f ? (char) c : '.');
        }
        return out.toString().stripTrailing();
    }
}
