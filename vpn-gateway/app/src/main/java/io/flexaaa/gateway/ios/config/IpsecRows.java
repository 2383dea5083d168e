package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code crypto ipsec ...}. */
final class IpsecRows {
    private IpsecRows() {}

    private static final String TRANSFORMS =
            "{esp-des@t|esp-3des@t|esp-aes@t|esp-gcm@t|esp-gmac@t|esp-null@t"
                    + "|esp-chacha20-poly1305@t|128@t|192@t|256@t|esp-md5-hmac@t|esp-sha-hmac@t"
                    + "|esp-sha256-hmac@t|esp-sha384-hmac@t|esp-sha512-hmac@t|esn@t}+";

    private static final String LIFETIME =
            "lifetime {seconds <s:120-2592000>|days <days:1-30>"
                    + "|kilobytes {disable@kboff|<kb:2560-4294967295>}}";

    static final Mode<IpsecDrafts.TransformSet> TRANSFORM_SET =
            Mode.of(
                    "crypto ipsec transform-set",
                    List.of(
                            row(
                                    "mode {tunnel|transport [require]}",
                                    IpsecRows::mode,
                                    (t, _) -> t.transportMode = false),
                            row("esn", (t, _) -> t.esn = true, (t, _) -> t.esn = false)));

    static final Mode<IpsecDrafts.Profile> PROFILE =
            Mode.of(
                    "crypto ipsec profile",
                    List.of(
                            row(
                                    "set transform-set {<t:name>}+",
                                    IpsecRows::transformSets,
                                    (p, _) -> p.transformSets = List.of("default")),
                            row(
                                    "set ikev2-profile <p:name>",
                                    IpsecRows::ikev2Profile,
                                    (p, _) -> p.ikev2Profile = p.initialIkev2Profile()),
                            row(
                                    "set pfs {group1@g|group2@g|group5@g|group14@g"
                                            + "|group15@g|group16@g|group19@g|group20@g"
                                            + "|group21@g|group24@g|group31@g}"
                                            + " [pqc <k:name>]",
                                    IpsecRows::pfs,
                                    (p, _) -> p.pfsGroup = null),
                            row(
                                    "set security-association " + LIFETIME,
                                    (p, m) -> p.lifetime = lifetime(p.lifetime, m),
                                    (p, _) -> p.lifetime = null),
                            row(
                                    "set security-association idle-time <s:60-86400>"
                                            + " [default]",
                                    (p, m) -> p.idleTimeSeconds = m.number("s"),
                                    (p, _) -> p.idleTimeSeconds = null),
                            row(
                                    "set security-association replay {disable"
                                            + "|window-size {64@w|128@w|256@w|512@w"
                                            + "|1024@w}}",
                                    (p, m) -> p.replayWindow = window(m),
                                    (p, _) -> p.replayWindow = null),
                            inert(
                                    "set security-association {dfbit|ecn|dummy|level}"
                                            + " [<rest:line>]",
                                    "SA details"),
                            inert("set security-policy limit <n:0-50000>", "flow limits"),
                            inert(
                                    "set {isakmp-profile|identity|mixed-mode|reverse-route|"
                                            + "ikev1-profile} [<rest:line>]",
                                    "not FlexVPN"),
                            inert("{description|reverse-route} [<rest:line>]", "notes"),
                            row(
                                    "responder-only",
                                    (p, _) -> p.responderOnly = true,
                                    (p, _) -> p.responderOnly = false)));

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row(
                            "crypto ipsec transform-set <n:name> " + TRANSFORMS,
                            IpsecRows::transformSet,
                            (d, m) -> d.transformSets.remove(m.text("n"))),
                    row(
                            "crypto ipsec profile <n:name>",
                            (d, m) ->
                                    m.enter(
                                            PROFILE,
                                            d.ipsecProfiles.computeIfAbsent(
                                                    m.text("n"), IpsecDrafts.Profile::new)),
                            (d, m) -> d.ipsecProfiles.remove(m.text("n"))),
                    row(
                            "crypto ipsec security-association " + LIFETIME,
                            IpsecRows::global,
                            (d, _) -> d.ipsecLifetime = IpsecConfig.Lifetime.IOS),
                    row(
                            "crypto ipsec security-association replay {disable"
                                    + "|window-size {64@w|128@w|256@w|512@w|1024@w}}",
                            (d, m) -> d.replayWindow = window(m),
                            (d, _) -> d.replayWindow = IpsecConfig.REPLAY_WINDOW),
                    inert(
                            "crypto ipsec {security-association {idle-time|ecn|dummy|multi-sn}"
                                    + "|df-bit|fragmentation|nat-transparency|optional"
                                    + "|ipv4-deny} [<rest:line>]",
                            "IPsec details"));

    private static void mode(IpsecDrafts.TransformSet t, Match m) {
        t.transportMode = m.has("transport");
        t.transportRequired = m.has("require");
    }

    private static void transformSet(ConfigDraft d, Match m) {
        IpsecDrafts.TransformSet t =
                d.transformSets.computeIfAbsent(m.text("n"), IpsecDrafts.TransformSet::new);
        IpsecConfig.EspEncryption cipher = null;
        IpsecConfig.EspIntegrity integrity = null;
        t.esn = false;
        for (String word : m.all("t")) {
            IpsecConfig.EspIntegrity hmac = byIos(IpsecConfig.EspIntegrity.values(), word);
            IpsecConfig.EspEncryption named = byIos(IpsecConfig.EspEncryption.values(), word);
            if (hmac != null) {
                integrity = hmac;
            } else if (named != null) {
                cipher = named;
            } else if (word.equals("esn")) {
                t.esn = true;
            } else if (!word.equals("128")) {
                cipher = sized(cipher, word);
                if (cipher == null) {
                    m.complain("t", word + " fits no cipher", "write for example: esp-aes 256");
                }
            }
        }
        if (cipher == null || integrity == null && !cipher.aead()) {
            m.complain(
                    "t",
                    "a transform set needs "
                            + (cipher == null ? "a cipher" : "integrity beside " + cipher.ios()),
                    "write for example: esp-gcm 256, or esp-aes 256 esp-sha256-hmac");
        } else {
            t.encryption = cipher;
            // A combined-mode cipher authenticates by itself (RFC 4106 §5).
            t.integrity = cipher.aead() ? null : integrity;
        }
        m.enter(TRANSFORM_SET, t);
    }

    private static IpsecConfig.@Nullable EspEncryption sized(
            IpsecConfig.@Nullable EspEncryption cipher, String bits) {
        return cipher == null
                ? null
                : byIos(IpsecConfig.EspEncryption.values(), cipher.ios() + " " + bits);
    }

    private static <E extends IosWord> @Nullable E byIos(E[] constants, String ios) {
        for (E constant : constants) {
            if (constant.ios().equals(ios)) {
                return constant;
            }
        }
        return null;
    }

    private static void transformSets(IpsecDrafts.Profile p, Match m) {
        p.transformSets = m.all("t");
        for (String name : p.transformSets) {
            m.refersTo(RefKind.TRANSFORM_SET, "t", name);
        }
    }

    private static void ikev2Profile(IpsecDrafts.Profile p, Match m) {
        p.ikev2Profile = m.text("p");
        m.refers(RefKind.IKEV2_PROFILE, "p");
    }

    private static void pfs(IpsecDrafts.Profile p, Match m) {
        p.pfsGroup = Integer.valueOf(m.text("g").substring("group".length()));
        if (m.given("k")) {
            m.notInEffect("post-quantum key exchange");
        }
    }

    private static IpsecConfig.Lifetime lifetime(IpsecConfig.@Nullable Lifetime before, Match m) {
        IpsecConfig.Lifetime from = before == null ? IpsecConfig.Lifetime.IOS : before;
        if (m.given("s")) {
            return new IpsecConfig.Lifetime(m.number("s"), from.kilobytes());
        }
        if (m.given("days")) {
            return new IpsecConfig.Lifetime(m.number("days") * 86400, from.kilobytes());
        }
        return new IpsecConfig.Lifetime(from.seconds(), m.longOrNull("kb"));
    }

    private static void global(ConfigDraft d, Match m) {
        d.ipsecLifetime = lifetime(d.ipsecLifetime, m);
    }

    private static int window(Match m) {
        return m.has("disable") ? IpsecConfig.REPLAY_DISABLED : m.number("w");
    }
}
