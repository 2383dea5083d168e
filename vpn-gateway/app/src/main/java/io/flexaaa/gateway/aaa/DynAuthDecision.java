package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.aaa.DynAuthRequest.Hub;
import io.flexaaa.gateway.aaa.DynAuthRequest.Nak;
import io.flexaaa.gateway.aaa.DynAuthRequest.Named;
import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.ErrorCause;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Reads an authenticated CoA-Request or Disconnect-Request (RFC 5176): whom it means and what it
 * wants, or the Error-Cause. A pure function: nothing is changed until all of it has been read.
 */
public final class DynAuthDecision {
    private static final int SERVICE_TYPE_AUTHORIZE_ONLY = 17;
    private static final String AUDIT = "audit-session-id";

    private final Attributes attributes;
    private final boolean change;
    private final List<Predicate<Named>> identifiers = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<AvPair> inAcl = new ArrayList<>();
    private final List<AvPair> outAcl = new ArrayList<>();
    private @Nullable Long sessionTimeout;
    private @Nullable Long idleTimeout;
    private @Nullable Long interim;
    private @Nullable Nak nak;

    private DynAuthDecision(RadiusPacket request) {
        this.attributes = request.attributes();
        this.change = request.code() == Code.COA_REQUEST;
    }

    public static DynAuthRequest decide(RadiusPacket request, Hub hub, Collection<Named> sessions) {
        return new DynAuthDecision(request).decide(hub, sessions);
    }

    private DynAuthRequest decide(Hub hub, Collection<Named> sessions) {
        for (Attribute attribute : attributes) {
            read(attribute, hub);
            if (nak != null) {
                return nak;
            }
        }
        if (identifiers.isEmpty()) {
            return new Nak(
                    ErrorCause.MISSING_ATTRIBUTE,
                    "no session is named; send audit-session-id, Acct-Session-Id,"
                            + " Framed-IP-Address or User-Name");
        }
        List<Long> meant =
                sessions.stream()
                        .filter(session -> identifiers.stream().allMatch(i -> i.test(session)))
                        .map(Named::sessionId)
                        .toList();
        if (meant.isEmpty()) {
            return new Nak(
                    ErrorCause.SESSION_CONTEXT_NOT_FOUND,
                    "no session has all the identifiers of the request");
        }
        return change ? change(meant) : new DynAuthRequest.Disconnect(meant);
    }

    private DynAuthRequest change(List<Long> meant) {
        if (meant.size() > 1) {
            return new Nak(
                    ErrorCause.MULTIPLE_SESSION_SELECTION_UNSUPPORTED,
                    meant.size() + " sessions match; name one by audit-session-id");
        }
        boolean nothing =
                lines.isEmpty()
                        && inAcl.isEmpty()
                        && outAcl.isEmpty()
                        && sessionTimeout == null
                        && idleTimeout == null
                        && interim == null;
        if (nothing) {
            return new Nak(
                    ErrorCause.MISSING_ATTRIBUTE,
                    "nothing to change; send interface-config, inacl, outacl, Session-Timeout,"
                            + " Idle-Timeout or Acct-Interim-Interval");
        }
        return new DynAuthRequest.Change(
                meant.getFirst(),
                lines,
                inAcl.isEmpty() ? null : inOrder(inAcl),
                outAcl.isEmpty() ? null : inOrder(outAcl),
                sessionTimeout,
                idleTimeout,
                interim);
    }

    private static List<AvPair> inOrder(List<AvPair> pairs) {
        return pairs.stream().sorted(Comparator.comparingLong(DynAuthDecision::number)).toList();
    }

    private static long number(AvPair pair) {
        String digits = pair.name().substring(pair.name().indexOf('#') + 1);
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }

    private void read(Attribute attribute, Hub hub) {
        switch (attribute.type()) {
            case Attr.USER_NAME -> {
                String name = attribute.value().utf8();
                identifiers.add(session -> session.userName().equals(name));
            }
            case Attr.ACCT_SESSION_ID -> {
                String id = attribute.value().utf8();
                identifiers.add(session -> session.acctSessionId().equals(id));
            }
            case Attr.CALLING_STATION_ID -> {
                String id = attribute.value().utf8();
                identifiers.add(session -> id.equals(session.callingStationId()));
            }
            case Attr.FRAMED_IP_ADDRESS -> {
                InetAddress address = address(attribute, 4);
                identifiers.add(session -> address != null && address.equals(session.framedIpv4()));
            }
            case Attr.FRAMED_IPV6_ADDRESS -> {
                InetAddress address = address(attribute, 16);
                identifiers.add(session -> address != null && address.equals(session.framedIpv6()));
            }
            case Attr.NAS_IP_ADDRESS -> {
                InetAddress address = address(attribute, 4);
                if (address != null && !hub.addresses().contains(address)) {
                    mismatch("NAS-IP-Address " + address.getHostAddress());
                }
            }
            case Attr.NAS_IPV6_ADDRESS -> {
                InetAddress address = address(attribute, 16);
                if (address != null && !hub.addresses().contains(address)) {
                    mismatch("NAS-IPv6-Address " + address.getHostAddress());
                }
            }
            case Attr.NAS_IDENTIFIER -> {
                if (!attribute.value().utf8().equals(hub.hostname())) {
                    mismatch("NAS-Identifier " + attribute.value().utf8());
                }
            }
            case Attr.VENDOR_SPECIFIC -> vendor(attribute);
            case Attr.SESSION_TIMEOUT -> sessionTimeout = policyNumber(attribute, 0);
            case Attr.IDLE_TIMEOUT -> idleTimeout = policyNumber(attribute, 0);
            case Attr.ACCT_INTERIM_INTERVAL -> interim = policyNumber(attribute, 5);
            case Attr.SERVICE_TYPE -> {
                Long value = number(attribute);
                if (value != null && value == SERVICE_TYPE_AUTHORIZE_ONLY) {
                    // RFC 5176 §3.1: a server that does not support it answers so.
                    refuse(
                            ErrorCause.UNSUPPORTED_SERVICE,
                            "Service-Type Authorize-Only is not supported; send the change itself");
                }
            }
            case Attr.MESSAGE_AUTHENTICATOR,
                    Attr.EVENT_TIMESTAMP,
                    Attr.PROXY_STATE,
                    Attr.STATE,
                    Attr.CLASS,
                    Attr.REPLY_MESSAGE,
                    Attr.NAS_PORT,
                    Attr.NAS_PORT_TYPE,
                    Attr.NAS_PORT_ID,
                    Attr.CALLED_STATION_ID -> {
                // Known, and neither names a session here nor changes it.
            }
            case Attr.ACCT_TERMINATE_CAUSE -> {
                if (change) {
                    unsupported("Acct-Terminate-Cause in a CoA-Request");
                }
            }
            default -> unsupported("attribute " + attribute.type());
        }
    }

    private void vendor(Attribute attribute) {
        Attributes one = Attributes.of(List.of(attribute));
        List<String> texts = one.avPairs();
        if (texts.isEmpty()) {
            unsupported("a vendor-specific attribute that is no Cisco-AVPair");
        }
        for (String text : texts) {
            try {
                pair(AvPair.parse(text));
            } catch (DecodeException e) {
                // RFC 5176 §3.5, Invalid Request: an attribute is not formatted properly.
                refuse(ErrorCause.INVALID_REQUEST, String.valueOf(e.getMessage()));
            }
        }
    }

    private void pair(AvPair pair) {
        String name = pair.baseName().toLowerCase(Locale.ROOT);
        if (name.equals(AUDIT)) {
            String id = pair.value();
            identifiers.add(session -> session.auditSessionId().equals(id));
            return;
        }
        if (!change) {
            unsupported("Cisco-AVPair " + pair.name() + " in a Disconnect-Request");
            return;
        }
        switch (name) {
            case "interface-config" -> lines.add(pair.value().strip());
            case "inacl" -> inAcl.add(pair);
            case "outacl" -> outAcl.add(pair);
            case "sub-qos-policy-in", "sub-qos-policy-out", "sub-policy-in", "sub-policy-out" ->
                    unsupported("QoS policy-map " + pair.value() + " (" + pair.name() + ")");
            default -> unsupported("Cisco-AVPair " + pair.protocol() + ":" + pair.name());
        }
    }

    private @Nullable Long policyNumber(Attribute attribute, long least) {
        if (!change) {
            unsupported("attribute " + attribute.type() + " in a Disconnect-Request");
            return null;
        }
        Long value = number(attribute);
        if (value != null && value < least) {
            refuse(
                    ErrorCause.INVALID_ATTRIBUTE_VALUE,
                    "attribute " + attribute.type() + " of " + value + " is below " + least);
        }
        return value;
    }

    private @Nullable Long number(Attribute attribute) {
        if (attribute.value().length() != 4) {
            refuse(
                    ErrorCause.INVALID_REQUEST,
                    "attribute "
                            + attribute.type()
                            + " has "
                            + attribute.value().length()
                            + " octets, not 4");
            return null;
        }
        return Attributes.of(List.of(attribute)).u32(attribute.type(), 0);
    }

    private @Nullable InetAddress address(Attribute attribute, int octets) {
        if (attribute.value().length() != octets) {
            refuse(
                    ErrorCause.INVALID_REQUEST,
                    "attribute "
                            + attribute.type()
                            + " has "
                            + attribute.value().length()
                            + " octets, not "
                            + octets);
            return null;
        }
        try {
            return InetAddress.getByAddress(attribute.value().toArray());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of " + octets + " octets", e);
        }
    }

    private void unsupported(String what) {
        refuse(ErrorCause.UNSUPPORTED_ATTRIBUTE, what + " is not supported; nothing was changed");
    }

    private void mismatch(String what) {
        refuse(ErrorCause.NAS_IDENTIFICATION_MISMATCH, what + " is not this hub");
    }

    /** The first reason stands. */
    private void refuse(ErrorCause cause, String sentence) {
        if (nak == null) {
            nak = new Nak(cause, sentence);
        }
    }
}
