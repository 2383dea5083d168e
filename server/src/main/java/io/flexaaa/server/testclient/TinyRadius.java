package io.flexaaa.server.testclient;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MppeKey;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.testclient.TestReply.Shown;
import io.flexaaa.server.testclient.TestRequest.NamedValue;
import io.netty.buffer.Unpooled;

import org.tinyradius.core.RadiusPacketException;
import org.tinyradius.core.attribute.AttributeTemplate;
import org.tinyradius.core.attribute.type.RadiusAttribute;
import org.tinyradius.core.attribute.type.VendorSpecificAttribute;
import org.tinyradius.core.dictionary.Dictionary;
import org.tinyradius.core.dictionary.Vendor;
import org.tinyradius.core.dictionary.WritableDictionary;
import org.tinyradius.core.dictionary.parser.DictionaryParser;
import org.tinyradius.core.packet.request.AccessRequest;
import org.tinyradius.core.packet.request.RadiusRequest;
import org.tinyradius.core.packet.response.RadiusResponse;
import org.tinyradius.core.packet.util.MessageAuthSupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;

/**
 * The one place that knows TinyRadius, and of it only the codec ({@code org.tinyradius.core}). Its
 * packets differ from ours where the RFCs leave a choice, such as where Message-Authenticator
 * stands; that is the point of trying our server with it.
 */
final class TinyRadius {
    private static final int CISCO = 9;
    private static final int MICROSOFT = 311;
    private static final int MESSAGE_AUTHENTICATOR = 80;
    private static final String PASSWORD = "User-Password";
    private static final String CHAP = "CHAP-Password";
    private static final Pattern NUMBERED = Pattern.compile("(?i)attr-(\\d{1,3})");
    private static final Dictionary DICTIONARY = dictionary();
    private static final SecureRandom RANDOM = new SecureRandom();

    private TinyRadius() {}

    /** A packet to send, and its authenticator, with which the reply is checked. */
    record Built(byte[] packet, Octets authenticator) {}

    static Built build(TestRequest request, String secret) {
        byte id = (byte) RANDOM.nextInt(256);
        byte code = (byte) request.code().value();
        String password = null;
        String chap = null;
        List<RadiusAttribute> attributes = new ArrayList<>();
        for (NamedValue pair : request.attributes()) {
            if (pair.name().equalsIgnoreCase(PASSWORD)) password = pair.value();
            // In octets it is a response already, and goes as it is.
            else if (pair.name().equalsIgnoreCase(CHAP) && !pair.value().startsWith("0x"))
                chap = pair.value();
            else attributes.add(attribute(pair));
        }
        try {
            if (request.code() == Code.STATUS_SERVER) return statusServer(id, attributes, secret);
            RadiusRequest plain = RadiusRequest.create(DICTIONARY, code, id, null, attributes);
            if (plain instanceof AccessRequest access && password != null)
                plain = access.withPapPassword(password);
            if (plain instanceof AccessRequest access && chap != null)
                plain = access.withChapPassword(chap);
            RadiusRequest signed = plain.encodeRequest(secret);
            return new Built(signed.toBytes(), Octets.copyOf(signed.getAuthenticator()));
        } catch (RadiusPacketException e) {
            throw new IllegalArgumentException("cannot build the packet: " + e.getMessage(), e);
        }
    }

    /**
     * RFC 5997 §3: a random authenticator and always a Message-Authenticator; not in TinyRadius.
     */
    private static Built statusServer(byte id, List<RadiusAttribute> attributes, String secret)
            throws RadiusPacketException {
        byte[] authenticator = new byte[16];
        RANDOM.nextBytes(authenticator);
        byte code = (byte) Code.STATUS_SERVER.value();
        attributes.add(DICTIONARY.createAttribute(-1, MESSAGE_AUTHENTICATOR, new byte[16]));
        RadiusRequest unsigned =
                RadiusRequest.create(DICTIONARY, code, id, authenticator, attributes);
        Mac mac = MessageAuthSupport.getHmacMd5(secret);
        byte[] signature =
                mac.doFinal(MessageAuthSupport.calcMessageAuthInput(unsigned, authenticator));
        attributes.removeLast();
        attributes.add(DICTIONARY.createAttribute(-1, MESSAGE_AUTHENTICATOR, signature));
        RadiusRequest signed =
                RadiusRequest.create(DICTIONARY, code, id, authenticator, attributes);
        return new Built(signed.toBytes(), Octets.wrap(authenticator));
    }

    static TestReply read(byte[] datagram, Built request, String secret) throws BadReplyException {
        if (datagram.length < 20)
            throw new BadReplyException("the reply has only " + datagram.length + " octets");
        if (datagram[1] != request.packet()[1])
            throw new BadReplyException("the reply carries another identifier");
        Code code = Code.of(datagram[0] & 0xff);
        if (code == null)
            throw new BadReplyException("the reply's code " + (datagram[0] & 0xff) + " is unknown");
        try {
            RadiusResponse reply =
                    RadiusResponse.fromByteBuf(DICTIONARY, Unpooled.wrappedBuffer(datagram))
                            .decodeResponse(secret, request.authenticator().toArray());
            List<Shown> shown = new ArrayList<>();
            for (RadiusAttribute attribute : reply.getAttributes())
                for (RadiusAttribute flat : attribute.flatten())
                    shown.add(shown(flat, request, secret));
            return new TestReply(code, shown);
        } catch (RadiusPacketException | RuntimeException e) {
            // TinyRadius has many ways to say that octets are not what the RFC says.
            throw new BadReplyException(
                    "the reply does not verify (" + e.getMessage() + "): do the secrets differ?");
        }
    }

    private static RadiusAttribute attribute(NamedValue pair) {
        String name = pair.name();
        Matcher number = NUMBERED.matcher(name);
        if (number.matches()) return numbered(number.group(1), pair);
        int colon = name.indexOf(':');
        AttributeTemplate template =
                DICTIONARY
                        .getAttributeTemplate(colon < 0 ? name : name.substring(0, colon))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "unknown attribute "
                                                + name
                                                + ": correct its name, or write Attr-NUMBER"
                                                + " = 0xOCTETS"));
        byte tag = colon < 0 ? 0 : Byte.parseByte(name.substring(colon + 1));
        String value = alias(name, pair.value());
        // The JDK reads 10.0.0 as 10.0.0.0; nobody who writes it means that.
        if (template.getDataType().equals("ipaddr")
                && !value.matches("[0-9]+(\\.[0-9]+){3}|0x[0-9a-fA-F]{8}"))
            throw new IllegalArgumentException(
                    name + " = " + value + ": not an IPv4 address; write it as 192.0.2.1");
        RadiusAttribute made;
        try {
            made =
                    value.startsWith("0x") && value.length() % 2 == 0
                            ? template.create(
                                    DICTIONARY, tag, Octets.ofHex(value.substring(2)).toArray())
                            : template.create(DICTIONARY, tag, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " = " + value + ": " + e.getMessage() + "; check the value", e);
        }
        return made.getVendorId() == -1
                ? made
                : new VendorSpecificAttribute(DICTIONARY, made.getVendorId(), List.of(made));
    }

    /** {@code Attr-26 = 0x...}, as radclient writes what no dictionary names. */
    private static RadiusAttribute numbered(String number, NamedValue pair) {
        int type = Integer.parseInt(number);
        String value = pair.value();
        boolean octets = value.matches("0x([0-9a-fA-F]{2})*") && value.length() <= 2 + 2 * 253;
        if (type < 1 || type > 255 || !octets)
            throw new IllegalArgumentException(
                    pair.name()
                            + " = "
                            + value
                            + ": the number must be 1..255 and the value up to 253 octets as"
                            + " 0x0123");
        return DICTIONARY.createAttribute(-1, type, Octets.ofHex(value.substring(2)).toArray());
    }

    /** Names that FreeRADIUS, IOS and RFC 2865 use for values TinyRadius calls otherwise. */
    private static String alias(String name, String value) {
        if (name.equalsIgnoreCase("Service-Type")) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "outbound" -> "Outbound-User";
                case "framed" -> "Framed-User";
                case "login" -> "Login-User";
                default -> value;
            };
        }
        return value;
    }

    private static Shown shown(RadiusAttribute attribute, Built request, String secret)
            throws BadReplyException {
        String name = attribute.getAttributeName();
        Octets octets = Octets.copyOf(attribute.getValue());
        if (name.startsWith("MS-MPPE-") && name.endsWith("-Key")) {
            try {
                byte[] key =
                        MppeKey.decrypt(octets, Secret.ofUtf8(secret), request.authenticator())
                                .reveal();
                return new Shown(name, "0x" + Octets.copyOf(key).hex(), true, Octets.wrap(key));
            } catch (DecodeException e) {
                throw new BadReplyException(name + " cannot be decrypted: " + e.getMessage());
            }
        }
        String value =
                attribute.getAttributeTemplate().isEmpty() || attribute.getType() == 80
                        ? "0x" + Octets.copyOf(attribute.getValue()).hex()
                        : attribute.getValueString();
        if (name.equals("Tunnel-Password"))
            value = new String(attribute.getValue(), StandardCharsets.UTF_8);
        boolean hidden =
                name.equals("Tunnel-Password")
                        || name.equals("User-Password")
                        || value.contains("ikev2-password-");
        String tag = attribute.getTag().map(t -> t == 0 ? "" : ":" + t).orElse("");
        return new Shown(name + tag, value, hidden, octets);
    }

    private static WritableDictionary dictionary() {
        try {
            WritableDictionary dictionary =
                    DictionaryParser.newClasspathParser()
                            .parseDictionary("org/tinyradius/core/dictionary/default_dictionary");
            dictionary.addVendor(new Vendor(CISCO, "Cisco", 1, 1));
            dictionary.addAttributeTemplate(
                    new AttributeTemplate(CISCO, 1, "Cisco-AVPair", "string"));
            dictionary.addVendor(new Vendor(MICROSOFT, "Microsoft", 1, 1));
            microsoft(dictionary, 1, "MS-CHAP-Response");
            microsoft(dictionary, 2, "MS-CHAP-Error");
            microsoft(dictionary, 7, "MS-MPPE-Encryption-Policy");
            microsoft(dictionary, 8, "MS-MPPE-Encryption-Types");
            microsoft(dictionary, 11, "MS-CHAP-Challenge");
            microsoft(dictionary, 16, "MS-MPPE-Send-Key");
            microsoft(dictionary, 17, "MS-MPPE-Recv-Key");
            microsoft(dictionary, 25, "MS-CHAP2-Response");
            microsoft(dictionary, 26, "MS-CHAP2-Success");
            addTunnel(dictionary, 64, "Tunnel-Type", 9, "ESP");
            addTunnel(dictionary, 65, "Tunnel-Medium-Type", 1, "IPv4");
            return dictionary;
        } catch (IOException e) {
            throw new UncheckedIOException("TinyRadius's dictionary cannot be read", e);
        }
    }

    /** RFC 2548, of which TinyRadius knows nothing. */
    private static void microsoft(WritableDictionary dictionary, int type, String name) {
        dictionary.addAttributeTemplate(new AttributeTemplate(MICROSOFT, type, name, "octets"));
    }

    /** RFC 2868, of which TinyRadius knows only Tunnel-Password. */
    private static void addTunnel(
            WritableDictionary dictionary, int type, String name, int value, String valueName) {
        var template = new AttributeTemplate(-1, type, name, "integer", (byte) 0, true);
        template.addEnumerationValue(value, valueName);
        dictionary.addAttributeTemplate(template);
    }
}
