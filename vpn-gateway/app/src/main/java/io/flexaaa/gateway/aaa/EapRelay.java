package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.aaa.AaaService.Answer;
import io.flexaaa.gateway.ios.config.AaaConfig;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MppeKey;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries a peer's EAP to a RADIUS server (RFC 3579): the first request to a group, the following
 * ones to the server that answered it. Answers come on any thread, exactly once.
 */
public final class EapRelay {
    /** One attribute holds so much of an EAP packet (RFC 3579 §3.1). */
    private static final int CHUNK_OCTETS = 253;

    private static final int VENDOR_MICROSOFT = 311;

    /** RFC 5247 §1.2: shorter ones, as of MSCHAPv2, are filled up with zeros. */
    private static final int MSK_OCTETS = 64;

    private static final int REQUEST = 1;
    private static final int SUCCESS = 3;
    private static final int FAILURE = 4;

    private final Supplier<GatewayConfig> config;
    private final ServerGroups groups;
    private final RadiusClient radius;
    private final @Nullable Endpoint endpoint;

    public EapRelay(Supplier<GatewayConfig> config, ServerGroups groups, RadiusClient radius) {
        this(config, groups, radius, null);
    }

    /**
     * @param endpoint serves some profiles itself; null for none
     */
    public EapRelay(
            Supplier<GatewayConfig> config,
            ServerGroups groups,
            RadiusClient radius,
            @Nullable Endpoint endpoint) {
        this.endpoint = endpoint;
        this.config = config;
        this.groups = groups;
        this.radius = radius;
    }

    /** Where a conversation stands; what is in it is the business of who made it. */
    public interface Thread {}

    /** With a server: who answers, and the State it wants back. */
    private record ServerThread(ServerGroup group, @Nullable Octets state) implements Thread {}

    /** Speaks EAP with peers of some profiles here, instead of carrying it to a server. */
    public interface Endpoint {
        boolean serves(Ikev2Profile profile);

        /**
         * @param thread null for the first packet
         * @param signed what an AUTH of the peer would cover
         */
        void answer(
                SessionFacts session,
                @Nullable Thread thread,
                Octets packet,
                Octets signed,
                Consumer<Reply> done);
    }

    /** By which of the authorization and accounting lines peers of this profile are served. */
    public Method method(Ikev2Profile profile) {
        return endpoint != null && endpoint.serves(profile) ? Method.ANYCONNECT_EAP : Method.EAP;
    }

    /** What the server said. */
    public sealed interface Reply {
        /** The next EAP request for the peer. */
        record Continue(Octets packet, Thread thread) implements Reply {}

        /**
         * @param msk null for a method that makes no key
         * @param name the reply's User-Name, else the one asked with
         * @param attributes what the accept says of the user, keys left out
         */
        record Success(Octets packet, @Nullable Secret msk, String name, Attributes attributes)
                implements Reply {}

        /** Rejected; {@code packet} is an EAP-Failure. */
        record Failure(Octets packet, Refusal refusal) implements Reply {}
    }

    /**
     * @param thread null for the first packet
     * @param name User-Name: what the peer calls itself in EAP
     * @param signed what an AUTH of the peer would cover
     */
    public void relay(
            SessionFacts session,
            @Nullable Thread thread,
            String name,
            Octets packet,
            Octets signed,
            Consumer<Reply> done) {
        if (endpoint != null && endpoint.serves(session.profile())) {
            endpoint.answer(session, thread, packet, signed, done);
            return;
        }
        Answer<ServerGroup> to =
                thread instanceof ServerThread(ServerGroup group, _)
                        ? new Answer.Found<>(group)
                        : group(session.profile());
        switch (to) {
            case Answer.Refused<ServerGroup>(Refusal refusal) ->
                    done.accept(new Reply.Failure(failure(packet), refusal));
            case Answer.Found<ServerGroup>(ServerGroup group) ->
                    radius.send(
                            group,
                            Code.ACCESS_REQUEST,
                            request(session, thread, name, packet),
                            null,
                            reply -> done.accept(read(reply, group, name, packet)));
        }
    }

    private Answer<ServerGroup> group(Ikev2Profile profile) {
        for (Ikev2Profile.AuthenticationList named : profile.authenticationLists()) {
            if (named.method() != Method.EAP) {
                continue;
            }
            AaaConfig.MethodList list = config.get().aaa().loginLists().get(named.list());
            if (list == null) {
                return Answer.refused(
                        Reason.AAA_NOT_CONFIGURED,
                        "no `aaa authentication login "
                                + named.list()
                                + "`, which profile "
                                + profile.name()
                                + " names for EAP; add the list");
            }
            for (AaaConfig.Method method : list.methods()) {
                if (method instanceof AaaConfig.Method.Group(String group)) {
                    return new Answer.Found<>(groups.group(group));
                }
            }
            return Answer.refused(
                    Reason.AAA_NOT_CONFIGURED,
                    "aaa authentication login "
                            + named.list()
                            + " names no RADIUS group, and EAP needs one; add `group NAME`");
        }
        return Answer.refused(
                Reason.AAA_NOT_CONFIGURED,
                "profile "
                        + profile.name()
                        + " has no `aaa authentication eap LIST`; add it to say which server"
                        + " authenticates its EAP peers");
    }

    private Attributes request(
            SessionFacts session, @Nullable Thread thread, String name, Octets packet) {
        Attributes.Builder out =
                Attributes.builder()
                        .string(Attr.USER_NAME, name)
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_LOGIN);
        AccessRequests.addNas(config.get(), session, out);
        if (thread instanceof ServerThread(_, Octets state) && state != null) {
            out.add(Attr.STATE, state);
        }
        for (int at = 0; at < packet.length(); at += CHUNK_OCTETS) {
            int end = Math.min(packet.length(), at + CHUNK_OCTETS);
            out.add(Attr.EAP_MESSAGE, packet.slice(at, end));
        }
        return out.build();
    }

    private static Reply read(GroupReply reply, ServerGroup group, String name, Octets asked) {
        return switch (reply) {
            case GroupReply.NoAnswer(String sentence) ->
                    new Reply.Failure(failure(asked), new Refusal(Reason.AAA_NO_ANSWER, sentence));
            case GroupReply.Replied replied -> read(replied, group, name, asked);
        };
    }

    private static Reply read(
            GroupReply.Replied reply, ServerGroup group, String name, Octets asked) {
        Attributes attributes = reply.packet().attributes();
        Octets packet = Octets.EMPTY;
        for (Attribute part : attributes.all(Attr.EAP_MESSAGE)) {
            packet = packet.plus(part.value());
        }
        String server = "server " + reply.server().name();
        Code code = reply.packet().code();
        if (code == Code.ACCESS_REJECT) {
            String message = attributes.string(Attr.REPLY_MESSAGE);
            return new Reply.Failure(
                    is(packet, FAILURE) ? packet : failure(asked),
                    new Refusal(
                            Reason.EAP_REJECTED,
                            server
                                    + " rejected the EAP login of "
                                    + name
                                    + (message == null ? "" : " (" + message + ")")
                                    + "; its decision log says why"));
        }
        if (code == Code.ACCESS_CHALLENGE && is(packet, REQUEST)) {
            // The State is that server's alone.
            ServerGroup only = group.only(reply.server());
            Attribute state = attributes.first(Attr.STATE);
            return new Reply.Continue(
                    packet, new ServerThread(only, state == null ? null : state.value()));
        }
        if (code == Code.ACCESS_ACCEPT && is(packet, SUCCESS)) {
            try {
                return success(reply, packet, name);
            } catch (DecodeException e) {
                return bad(
                        asked,
                        server
                                + " sent MS-MPPE keys that cannot be read ("
                                + e.getMessage()
                                + "); check that both sides have the same RADIUS key");
            }
        }
        return bad(
                asked,
                server
                        + " answered the EAP of "
                        + name
                        + " with "
                        + code
                        + " and "
                        + (packet.isEmpty() ? "no EAP-Message" : "an EAP packet that is not its")
                        + "; is it set up for EAP?");
    }

    private static Reply bad(Octets asked, String sentence) {
        return new Reply.Failure(failure(asked), new Refusal(Reason.EAP_BAD_REPLY, sentence));
    }

    private static Reply success(GroupReply.Replied reply, Octets packet, String name)
            throws DecodeException {
        Attributes.Builder rest = Attributes.builder();
        for (Attribute attribute : reply.packet().attributes()) {
            boolean ofEap =
                    attribute.type() == Attr.EAP_MESSAGE
                            || attribute.type() == Attr.MESSAGE_AUTHENTICATOR
                            || isMicrosoft(attribute);
            if (!ofEap) {
                rest.add(attribute);
            }
        }
        Attributes attributes = reply.packet().attributes();
        String user = attributes.string(Attr.USER_NAME);
        return new Reply.Success(
                packet, msk(reply), user == null || user.isEmpty() ? name : user, rest.build());
    }

    private static boolean isMicrosoft(Attribute attribute) {
        Octets value = attribute.value();
        return attribute.type() == Attr.VENDOR_SPECIFIC
                && value.length() >= 4
                && (value.u8(0) << 24 | value.u8(1) << 16 | value.u8(2) << 8 | value.u8(3))
                        == VENDOR_MICROSOFT;
    }

    /** RFC 2548 §2.4.2 and RFC 5216 §2.3: what the server receives with comes first. */
    private static @Nullable Secret msk(GroupReply.Replied reply) throws DecodeException {
        List<byte[]> halves = new ArrayList<>();
        for (int type : List.of(MppeKey.RECEIVE, MppeKey.SEND)) {
            for (Octets value : reply.packet().attributes().vsa(VENDOR_MICROSOFT, type)) {
                try (Secret half =
                        MppeKey.decrypt(
                                value, reply.server().key(), reply.requestAuthenticator())) {
                    halves.add(half.reveal());
                }
            }
        }
        if (halves.size() < 2) {
            return null;
        }
        byte[] receive = halves.getFirst();
        byte[] send = halves.get(1);
        byte[] msk = new byte[Math.max(MSK_OCTETS, receive.length + send.length)];
        System.arraycopy(receive, 0, msk, 0, receive.length);
        System.arraycopy(send, 0, msk, receive.length, send.length);
        halves.forEach(half -> Arrays.fill(half, (byte) 0));
        return Secret.wrap(msk);
    }

    private static boolean is(Octets packet, int code) {
        return packet.length() >= 4
                && packet.u8(0) == code
                && (packet.u8(2) << 8 | packet.u8(3)) == packet.length();
    }

    /** RFC 3748 §4.2: with the identifier of what it ends. */
    private static Octets failure(Octets asked) {
        return Octets.of(FAILURE, asked.u8(1), 0, 4);
    }
}
