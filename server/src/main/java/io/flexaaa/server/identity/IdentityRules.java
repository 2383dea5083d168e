package io.flexaaa.server.identity;

import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.policy.TemplateRules;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a peer's or group's values must be; each refusal names the field, the value and the cure.
 */
public final class IdentityRules {

    /**
     * Value of a Cisco-AVPair: 255 less attribute header, vendor id and vendor header (RFC 2865
     * §5.26).
     */
    static final int AV_PAIR_OCTETS = 247;

    private IdentityRules() {}

    public static void name(Check check, String name) {
        int octets = name.getBytes(StandardCharsets.UTF_8).length;
        check.require(
                octets >= 1 && octets <= 253,
                "name",
                name,
                "has " + octets + " octets",
                "User-Name carries 1 to 253 octets (RFC 2865)");
        check.require(
                name.chars().noneMatch(c -> c < 0x20 || c == 0x7f) && name.strip().equals(name),
                "name",
                name,
                "has a control character or blanks around it",
                "write the IKE identity exactly as the hub sends it");
    }

    static void peer(Check check, PeerWrite write) {
        addressing(check, write.framedIp(), write.framedNetmask(), write.addrV6());
        interim(check, write.acctInterimSeconds());
        TemplateRules.values(check, write.values(), TemplateValues.OF_PEER);
    }

    public static void addressing(
            Check check,
            @Nullable String framedIp,
            @Nullable String framedNetmask,
            @Nullable String addrV6) {
        address(check, "framedIp", framedIp, 4);
        address(check, "framedNetmask", framedNetmask, 4);
        if (addrV6 != null && !addrV6.isBlank()) {
            int slash = addrV6.indexOf('/');
            address(check, "addrV6", slash < 0 ? addrV6 : addrV6.substring(0, slash), 16);
            check.require(
                    slash < 0
                            || addrV6.substring(slash + 1)
                                    .matches("([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8])"),
                    "addrV6",
                    addrV6,
                    "has no prefix length of 0..128",
                    "write 2001:db8::1 or 2001:db8::1/64");
        }
    }

    public static void interim(Check check, @Nullable Integer seconds) {
        check.require(
                seconds == null || (seconds >= 5 && seconds <= 604_800),
                "acctInterimSeconds",
                seconds,
                "is outside 5..604800",
                "300 is a good start");
    }

    /** What a peer's or group's AV pairs, pool name and conditional sets must be. */
    static void policy(
            Check check,
            @Nullable List<String> pairs,
            @Nullable String framedPool,
            @Nullable List<ConditionalSet> conditional,
            @Nullable Map<String, String> peer) {
        avPairs(check, "avPairs", pairs);
        for (int i = 0; pairs != null && i < pairs.size(); i++) {
            TemplateRules.placeholders(check, "avPairs[" + i + "]", pairs.get(i), peer);
        }
        TemplateRules.placeholders(check, "framedPool", framedPool, peer);
        TemplateRules.conditional(check, conditional, peer);
        for (int i = 0; conditional != null && i < conditional.size(); i++) {
            ConditionalSet set = conditional.get(i);
            if (set != null) avPairs(check, "conditional[" + i + "].avPairs", set.avPairs());
        }
    }

    public static void avPairs(Check check, @Nullable List<String> pairs) {
        avPairs(check, "avPairs", pairs);
    }

    private static void avPairs(Check check, String list, @Nullable List<String> pairs) {
        if (pairs == null) return;
        for (int i = 0; i < pairs.size(); i++) {
            String pair = pairs.get(i);
            String field = list + "[" + i + "]";
            int octets = pair.getBytes(StandardCharsets.UTF_8).length;
            if (octets < 1 || octets > AV_PAIR_OCTETS) {
                check.add(
                        new FieldProblem(
                                field,
                                pair,
                                "has " + octets + " octets",
                                "a Cisco-AVPair carries 1 to " + AV_PAIR_OCTETS));
            }
            check.require(
                    pair.indexOf('=') > 0 || pair.indexOf('*') > 0,
                    field,
                    pair,
                    "has no name=value",
                    "write it as protocol:name=value, e.g. ipsec:dns-servers=192.0.2.53");
            check.require(
                    !pair.contains("ikev2-password-"),
                    field,
                    "(hidden)",
                    "is a key",
                    "set it as the peer's asymmetric PSK, where it is stored sealed");
        }
    }

    private static void address(Check check, String field, @Nullable String text, int octets) {
        if (text == null || text.isBlank()) return;
        boolean ok;
        try {
            ok = InetAddress.ofLiteral(text.strip()).getAddress().length == octets;
            // The JDK reads 192.0.2 as 192.0.0.2; nobody who writes it means that.
            ok &= octets != 4 || text.strip().matches("[0-9]+(\\.[0-9]+){3}");
        } catch (IllegalArgumentException e) {
            ok = false;
        }
        check.require(
                ok,
                field,
                text,
                "is not an IPv" + (octets == 4 ? "4" : "6") + " address",
                octets == 4 ? "write it as 192.0.2.1" : "write it as 2001:db8::1");
    }
}
