package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapAttributes;
import io.flexaaa.protocol.eap.EapMessage;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;

/** A person at a GTC prompt, behind a NAS: eapol_test answers each prompt with the same text. */
final class GtcPeer implements AutoCloseable {
    private static final int GTC = 6;

    private final DatagramSocket socket;
    private final int port;
    private final Secret secret;
    private final SecureRandom random = new SecureRandom();
    private String user = "";
    private int identifier;
    private @Nullable Octets state;
    private EapMessage last = new EapMessage.Failure(0);

    GtcPeer(String address, int port, String secret) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
        socket.setSoTimeout(10_000);
        this.port = port;
        this.secret = Secret.ofUtf8(secret);
    }

    /** Says the name, asks for GTC; the prompt. */
    String begin(String name) throws IOException, DecodeException {
        user = name;
        state = null;
        send(new EapMessage.Response(7, EapMessage.IDENTITY, Octets.ofUtf8(name)));
        return send(new EapMessage.Response(last.identifier(), EapMessage.NAK, Octets.of(GTC)));
    }

    /** The next prompt, or how it ended. */
    String answer(String text) throws IOException, DecodeException {
        return send(new EapMessage.Response(last.identifier(), GTC, Octets.ofUtf8(text)));
    }

    private String send(EapMessage.Response message) throws IOException, DecodeException {
        Attributes.Builder attributes = Attributes.builder().string(Attr.USER_NAME, user);
        EapAttributes.split(message.encode(), attributes);
        if (state != null) attributes.add(Attr.STATE, state);
        byte[] authenticator = new byte[16];
        random.nextBytes(authenticator);
        byte[] request =
                RadiusSigner.accessRequest(
                        identifier++ & 0xff,
                        Octets.wrap(authenticator),
                        attributes.build(),
                        secret);
        socket.send(
                new DatagramPacket(
                        request, request.length, InetAddress.ofLiteral("127.0.0.1"), port));
        DatagramPacket in = new DatagramPacket(new byte[4_096], 4_096);
        socket.receive(in);
        RadiusPacket reply =
                RadiusCodec.decode(Arrays.copyOf(in.getData(), in.getLength()), 0, in.getLength());
        Attribute given = reply.attributes().first(Attr.STATE);
        state = given == null ? null : given.value();
        last = EapMessage.decode(EapAttributes.join(reply.attributes()));
        return switch (last) {
            case EapMessage.Request(_, _, Octets data) -> data.utf8();
            case EapMessage.Success _ -> "EAP-Success";
            case EapMessage.Failure _ -> "EAP-Failure";
            case EapMessage.Response _ -> throw new DecodeException("EAP", "a response");
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
