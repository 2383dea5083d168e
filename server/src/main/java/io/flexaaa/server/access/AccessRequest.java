package io.flexaaa.server.access;

import io.flexaaa.protocol.mschap.MsChap;
import io.flexaaa.protocol.mschap.MsChapV2;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What of an Access-Request a decision looks at, read in one pass. */
public record AccessRequest(
        String userName,
        Credential credential,
        int serviceType,
        @Nullable String callingStationId,
        @Nullable String nasPortId,
        int nasPortType,
        @Nullable String auditSessionId,
        @Nullable String phase1Id,
        @Nullable String groupId,
        @Nullable Octets state) {

    /** No Service-Type, no NAS-Port-Type. */
    public static final int ABSENT = -1;

    /** What the request proves itself with. */
    public sealed interface Credential {
        record Password(byte[] octets) implements Credential {
            @Override
            public String toString() {
                return "Password[hidden]";
            }
        }

        record Malformed() implements Credential {}

        record Mixed() implements Credential {}

        /** RFC 2865 §5.3. */
        record Chap(int identifier, Octets response, Octets challenge) implements Credential {}

        /** RFC 2548 §2.1.3, the NT response. */
        record MsChap1(int identifier, Octets challenge, Octets ntResponse) implements Credential {}

        /** RFC 2548 §2.3.2. */
        record MsChap2(int identifier, Octets challenge, Octets peerChallenge, Octets ntResponse)
                implements Credential {}

        record MalformedChap() implements Credential {}

        record Eap(int identifier) implements Credential {}

        record None() implements Credential {}
    }

    /** MS-CHAP-Response and MS-CHAP2-Response (RFC 2548 §2.1.3, §2.3.2). */
    private static final int MS_CHAP_RESPONSE = 1;

    private static final int MS_CHAP_CHALLENGE = 11;

    private static final int MS_CHAP2_RESPONSE = 25;

    public static AccessRequest of(RadiusPacket packet, Secret secret) {
        Attributes a = packet.attributes();
        String audit = null;
        String phase1 = null;
        String group = null;
        if (a.has(Attr.VENDOR_SPECIFIC)) {
            for (String pair : a.avPairs()) {
                int sign = pair.indexOf('=');
                if (sign < 0) continue;
                String value = pair.substring(sign + 1);
                switch (pair.substring(
                        pair.indexOf(':') + 1 > sign ? 0 : pair.indexOf(':') + 1, sign)) {
                    case "audit-session-id" -> audit = value;
                    case "isakmp-phase1-id" -> phase1 = value;
                    case "isakmp-group-id" -> group = value;
                    default -> {}
                }
            }
        }
        Attribute name = a.count(Attr.USER_NAME) == 1 ? a.first(Attr.USER_NAME) : null;
        return new AccessRequest(
                name == null ? "" : name.value().utf8(),
                credential(packet, secret),
                (int) Math.min(Integer.MAX_VALUE, a.u32(Attr.SERVICE_TYPE, ABSENT)),
                a.string(Attr.CALLING_STATION_ID),
                a.string(Attr.NAS_PORT_ID),
                (int) Math.min(Integer.MAX_VALUE, a.u32(Attr.NAS_PORT_TYPE, ABSENT)),
                audit,
                phase1,
                group,
                a.count(Attr.STATE) == 1 ? value(a, Attr.STATE) : null);
    }

    private static @Nullable Octets value(Attributes a, int type) {
        Attribute found = a.first(type);
        return found == null ? null : found.value();
    }

    private static Credential credential(RadiusPacket packet, Secret secret) {
        Attributes a = packet.attributes();
        int passwords = a.count(Attr.USER_PASSWORD);
        boolean chap = a.has(Attr.CHAP_PASSWORD) || msChap(a);
        Attribute eap = a.first(Attr.EAP_MESSAGE);
        int kinds = (passwords > 0 ? 1 : 0) + (chap ? 1 : 0) + (eap != null ? 1 : 0);
        if (kinds > 1 || passwords > 1 || a.count(Attr.CHAP_PASSWORD) > 1) {
            return new Credential.Mixed();
        }
        if (eap != null) {
            Octets message = eap.value();
            return new Credential.Eap(message.length() > 1 ? message.u8(1) : 0);
        }
        if (chap) return chap(packet);
        Attribute password = a.first(Attr.USER_PASSWORD);
        if (password == null) return new Credential.None();
        try {
            return new Credential.Password(
                    PapHiding.reveal(password.value(), secret, packet.authenticator()));
        } catch (DecodeException e) {
            return new Credential.Malformed();
        }
    }

    private static Credential chap(RadiusPacket packet) {
        Attributes a = packet.attributes();
        Octets chap = value(a, Attr.CHAP_PASSWORD);
        if (chap != null) {
            if (msChap(a)) return new Credential.Mixed();
            if (chap.length() != 17) return new Credential.MalformedChap();
            Octets challenge = value(a, Attr.CHAP_CHALLENGE);
            return new Credential.Chap(
                    chap.u8(0),
                    chap.slice(1, 17),
                    challenge == null ? packet.authenticator() : challenge);
        }
        List<Octets> challenges = a.vsa(Attr.VENDOR_MICROSOFT, MS_CHAP_CHALLENGE);
        List<Octets> first = a.vsa(Attr.VENDOR_MICROSOFT, MS_CHAP_RESPONSE);
        List<Octets> second = a.vsa(Attr.VENDOR_MICROSOFT, MS_CHAP2_RESPONSE);
        if (first.size() + second.size() > 1) return new Credential.Mixed();
        if (challenges.size() != 1) return new Credential.MalformedChap();
        Octets challenge = challenges.getFirst();
        Octets response = first.isEmpty() ? second.getFirst() : first.getFirst();
        int wanted = first.isEmpty() ? MsChapV2.CHALLENGE_OCTETS : MsChap.CHALLENGE_OCTETS;
        if (response.length() != 50 || challenge.length() != wanted) {
            return new Credential.MalformedChap();
        }
        Octets ntResponse = response.slice(26, 50);
        return first.isEmpty()
                ? new Credential.MsChap2(
                        response.u8(0), challenge, response.slice(2, 18), ntResponse)
                : new Credential.MsChap1(response.u8(0), challenge, ntResponse);
    }

    private static boolean msChap(Attributes a) {
        return a.has(Attr.VENDOR_SPECIFIC)
                && (!a.vsa(Attr.VENDOR_MICROSOFT, MS_CHAP_RESPONSE).isEmpty()
                        || !a.vsa(Attr.VENDOR_MICROSOFT, MS_CHAP2_RESPONSE).isEmpty());
    }

    /**
     * Whether a hub's key or authorization look-up asks, not a person. Service-Type Outbound says
     * so. Without a Service-Type the FlexVPN AV pairs do, unless the port is a terminal line: IOS
     * logins may lack Service-Type too ({@code radius-server attribute 6 on-for-login-auth} adds
     * it), and such a login must never pass with the look-ups' well-known password.
     */
    public boolean isLookup() {
        if (serviceType == Attr.SERVICE_TYPE_OUTBOUND) return true;
        if (serviceType != ABSENT) return false;
        boolean terminal =
                nasPortId != null && nasPortId.toLowerCase(java.util.Locale.ROOT).startsWith("tty");
        boolean virtual = nasPortType == ABSENT || nasPortType == Attr.NAS_PORT_TYPE_VIRTUAL;
        return !terminal && virtual && (auditSessionId != null || phase1Id != null);
    }

    /**
     * Whether the unknown name was meant as a group: what the IKE identity's domain part is, or
     * what IOS calls one.
     */
    public boolean looksLikeGroup(@Nullable String peerOfSession) {
        if (userName.equals(groupId)) return true;
        if (phase1Id != null) {
            if (userName.equals(phase1Id)) return false;
            int at = phase1Id.indexOf('@');
            if (at >= 0 && userName.equals(phase1Id.substring(at + 1))) return true;
            int dot = phase1Id.indexOf('.');
            if (dot >= 0 && userName.equals(phase1Id.substring(dot + 1))) return true;
        }
        return peerOfSession != null && !peerOfSession.equals(userName);
    }
}
