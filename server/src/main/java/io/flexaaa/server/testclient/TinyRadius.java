package io.flexaaa.server.testclient;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Octets;
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

import javax.crypto.Mac;

/**
 * The one place that knows TinyRadius, and of it only the codec ({@code org.tinyradius.core}). Its
 * packets differ from ours where the RFCs leave a choice, such as where Message-Authenticator
 * stands; that is the point of trying our server with it.
 */
final class TinyRadius {
    private static final int CISCO = 9;
    private static final int MESSAGE_AUTHENTICATOR = 80;
    private static final String PASSWORD = "User-Password";
    private static final Dictionary DICTIONARY = dictionary();
    private static final SecureRandom RANDOM = new SecureRandom();

    private TinyRadius() {}

    /** A packet to send, and its authenticator, with which the reply is checked. */
    record Built(byte[] packet, Octets authenticator) {}

    static Built build(TestRequest request, String secret) {
        byte id = (byte) RANDOM.nextInt(256);
        byte code = (byte) request.code().value();
        String password = null;
        List<RadiusAttribute> attributes = new ArrayList<>();
        for (NamedValue pair : request.attributes()) {
            if (pair.name().equalsIgnoreCase(PASSWORD)) password = pair.value();
            else attributes.add(attribute(pair));
        }
        try {
            if (request.code() == Code.STATUS_SERVER) return statusServer(id, attributes, secret);
            RadiusRequest plain = RadiusRequest.create(DICTIONARY, code, id, null, attributes);
            if (plain instanceof AccessRequest access && password != null)
                plain = access.withPapPassword(password);
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
                for (RadiusAttribute flat : attribute.flatten()) shown.add(shown(flat));
            return new TestReply(code, shown);
        } catch (RadiusPacketException | RuntimeException e) {
            throw new BadReplyException(
                    "the reply does not verify (" + e.getMessage() + "): do the secrets differ?");
        }
    }

    private static RadiusAttribute attribute(NamedValue pair) {
        String name = pair.name();
        int colon = name.indexOf(':');
        AttributeTemplate template =
                DICTIONARY
                        .getAttributeTemplate(colon < 0 ? name : name.substring(0, colon))
                        .orElseThrow(
                                () -> new IllegalArgumentException("unknown attribute " + name));
        byte tag = colon < 0 ? 0 : Byte.parseByte(name.substring(colon + 1));
        String value = alias(name, pair.value());
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

    private static Shown shown(RadiusAttribute attribute) {
        String name = attribute.getAttributeName();
        String value =
                attribute.getAttributeTemplate().isEmpty() || attribute.getType() == 80
                        ? "0x" + Octets.copyOf(attribute.getValue()).hex()
                        : attribute.getValueString();
        if (name.equals("Tunnel-Password"))
            value = new String(attribute.getValue(), StandardCharsets.UTF_8);
        boolean secret =
                name.equals("Tunnel-Password")
                        || name.equals("User-Password")
                        || value.contains("ikev2-password-");
        String tag = attribute.getTag().map(t -> t == 0 ? "" : ":" + t).orElse("");
        return new Shown(name + tag, value, secret);
    }

    private static WritableDictionary dictionary() {
        try {
            WritableDictionary dictionary =
                    DictionaryParser.newClasspathParser()
                            .parseDictionary("org/tinyradius/core/dictionary/default_dictionary");
            dictionary.addVendor(new Vendor(CISCO, "Cisco", 1, 1));
            dictionary.addAttributeTemplate(
                    new AttributeTemplate(CISCO, 1, "Cisco-AVPair", "string"));
            addTunnel(dictionary, 64, "Tunnel-Type", 9, "ESP");
            addTunnel(dictionary, 65, "Tunnel-Medium-Type", 1, "IPv4");
            return dictionary;
        } catch (IOException e) {
            throw new UncheckedIOException("TinyRadius's dictionary cannot be read", e);
        }
    }

    /** RFC 2868, of which TinyRadius knows only Tunnel-Password. */
    private static void addTunnel(
            WritableDictionary dictionary, int type, String name, int value, String valueName) {
        var template = new AttributeTemplate(-1, type, name, "integer", (byte) 0, true);
        template.addEnumerationValue(value, valueName);
        dictionary.addAttributeTemplate(template);
    }
}
