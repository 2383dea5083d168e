package io.flexaaa.protocol.radius.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.vectors.ForeignText.OtherForm;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * FreeRADIUS's own unit vectors (its source's {@code src/tests/unit}, with its dictionaries): each
 * {@code encode}, {@code decode} and {@code raw} is done by our codec and compared with the {@code
 * data} line behind it.
 */
class FreeRadiusVectorsIT {
    /** The files that are about RADIUS attributes; the others test FreeRADIUS's policy language. */
    private static final List<String> FILES =
            List.of(
                    "rfc.txt",
                    "errors.txt",
                    "extended.txt",
                    "lucent.txt",
                    "wimax.txt",
                    "vendor.txt",
                    "ascend.txt",
                    "rfc4849.txt",
                    "tunnel.txt",
                    "eapol_key_msg.txt");

    /**
     * What is not RADIUS as the RFCs have it, and how often: vendors that form their attributes
     * otherwise than RFC 2865 §5.26 proposes (read as opaque octets, as it allows), the language of
     * Ascend's filters, and checks of FreeRADIUS's own configuration language.
     */
    private static final Map<String, Integer> OTHER_FORMS =
            Map.ofEntries(
                    Map.entry("attribute: FreeRADIUS's words alone, no octets", 25),
                    Map.entry("decode: Ascend's data filter language", 1),
                    Map.entry("decode: Lucent's own format=2,1", 2),
                    Map.entry("decode: Starent's own format=1,1", 1),
                    Map.entry("decode: Telrad's own format=1,1,c", 1),
                    Map.entry("decode: USR's own format=4,0", 1),
                    Map.entry("decode: WiMAX's own format=1,1,c", 24),
                    Map.entry(
                            "decode: a password cut to fit, without RFC 2868 §3.5's padding to"
                                    + " whole blocks",
                            1),
                    Map.entry("encode: Ascend's data filter language", 2),
                    Map.entry("encode: Lucent's own format=2,1", 2),
                    Map.entry("encode: Starent's own format=2,2", 1),
                    Map.entry("encode: USR's own format=4,0", 1),
                    Map.entry("encode: WiMAX's own format=1,1,c", 4),
                    Map.entry("encode: a TLV of Telrad", 1),
                    Map.entry("encode: a TLV of WiMAX", 15),
                    Map.entry("encode: an error of FreeRADIUS's words", 1),
                    Map.entry("encode: an error of FreeRADIUS's words: Attr-240.1", 1),
                    Map.entry("encode: an error of FreeRADIUS's words: Attr-26.1.256", 1));

    private final Map<String, Integer> asSaid = new TreeMap<>();
    private final Map<String, Integer> otherForms = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final ForeignText text;

    FreeRadiusVectorsIT() throws IOException {
        text = new ForeignText(ForeignDictionary.read(ForeignData.folder("freeradius/share")));
    }

    @Test
    void octetsAndNamesAreAsTheyHaveThem() throws Exception {
        for (String file : FILES) run(file);
        System.out.println("as said: " + asSaid);
        otherForms.forEach((form, count) -> System.out.println(count + " not: " + form));
        assertThat(wrong).isEmpty();
        // Debian 12's FreeRADIUS 3.2.1: neither may a statement be lost nor slip into the others.
        assertThat(asSaid).isEqualTo(Map.of("decode", 50, "encode", 15, "raw", 19));
        assertThat(otherForms).isEqualTo(OTHER_FORMS);
    }

    private void run(String file) throws IOException {
        Path path = ForeignData.folder("freeradius/src/tests/unit").resolve(file);
        String kind = "";
        String said = "";
        String last = "";
        String form = "";
        for (String line : Files.readAllLines(path)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            int space = line.indexOf(' ');
            String word = line.substring(0, space < 0 ? line.length() : space);
            String rest = space < 0 ? "" : line.substring(space + 1).strip();
            if (word.equals("data")) {
                if (form.isEmpty()) compare(file, kind, rest, said);
                else otherForms.merge(kind + ": " + form, 1, Integer::sum);
                last = rest;
                form = "";
                continue;
            }
            kind = word;
            try {
                // What could not be encoded cannot be decoded again.
                if (rest.equals("-") && !form.isEmpty()) throw new OtherForm(form);
                form = "";
                String input = rest.equals("-") ? last : rest;
                said =
                        switch (word) {
                            case "encode" -> spaced(encoded(text.parse(input)));
                            case "decode" -> decoded(input);
                            case "raw" -> spaced(encoded(RawGrammar.parse(input)));
                            case "attribute" ->
                                    throw new OtherForm("FreeRADIUS's words alone, no octets");
                            default -> last;
                        };
                last = said;
            } catch (OtherForm e) {
                form = String.valueOf(e.getMessage());
            }
        }
    }

    private void compare(String file, String kind, String wanted, String said) {
        if (said.equals(wanted)) asSaid.merge(kind, 1, Integer::sum);
        else wrong.add(file + " " + kind + "\n  theirs " + wanted + "\n  ours   " + said);
    }

    private String decoded(String hex) {
        byte[] attributes = Octets.ofHex(hex.replace(" ", "")).toArray();
        byte[] packet = new byte[20 + attributes.length];
        packet[0] = 1;
        packet[2] = (byte) (packet.length >> 8);
        packet[3] = (byte) packet.length;
        System.arraycopy(attributes, 0, packet, 20, attributes.length);
        try {
            return text.print(RadiusCodec.decode(packet, 0, packet.length).attributes());
        } catch (DecodeException e) {
            // Their word for an attribute that breaks RFC 2865 §5's framing.
            return "rad_attr2vp: Insufficient data";
        }
    }

    private static byte[] encoded(Attributes attributes) {
        byte[] packet =
                RadiusCodec.encode(
                        new RadiusPacket(
                                Code.ACCESS_REQUEST, 0, Octets.wrap(new byte[16]), attributes));
        return Octets.copyOf(packet, 20, packet.length - 20).toArray();
    }

    private static String spaced(byte[] octets) {
        StringBuilder out = new StringBuilder();
        for (byte b : octets) out.append(String.format("%02x ", b));
        return out.toString().strip();
    }
}
