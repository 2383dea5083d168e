package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapType;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code flexaaa.eap.*}
 *
 * @param methods in order of preference: tls, ttls, peap, mschapv2, gtc; md5 only for tests, it
 *     neither proves the server nor makes a key
 * @param tlsVersions of 1.2 and 1.3
 * @param tlsProvider whose TLS: {@code conscrypt} (BoringSSL), {@code jdk}, or {@code auto}: the
 *     first of the two that works here
 * @param realms if any are named, only names of these realms are served, and a user may be kept
 *     with or without the realm
 * @param packetOctets the longest EAP packet sent, where the NAS's Framed-MTU does not say less
 * @param maxRounds requests at most in one conversation, fragments included
 * @param conversationSeconds how long a peer may take for one answer
 * @param maxConversations half of them may be ones whose peer has only said its name
 * @param maxWorking requests in work at a time; more are not answered, so that the NAS repeats them
 */
@ConfigurationProperties("flexaaa.eap")
public record EapProperties(
        @DefaultValue({"tls", "ttls", "peap", "mschapv2", "gtc"}) List<String> methods,
        @DefaultValue({"1.3", "1.2"}) List<String> tlsVersions,
        @DefaultValue("auto") Provider tlsProvider,
        @DefaultValue({}) List<String> realms,
        @DefaultValue("1400") int packetOctets,
        @DefaultValue("60") int maxRounds,
        @DefaultValue("30") int conversationSeconds,
        @DefaultValue("8192") int maxConversations,
        @DefaultValue("1024") int maxWorking) {

    /** Whose TLS EAP runs on. */
    public enum Provider {
        AUTO,
        CONSCRYPT,
        JDK
    }

    public EapProperties {
        methods = List.copyOf(methods);
        tlsVersions = List.copyOf(tlsVersions);
        realms = realms.stream().map(r -> r.toLowerCase(Locale.ROOT)).toList();
        within("packet-octets", packetOctets, 100, 3_800);
        within("max-rounds", maxRounds, 5, 250);
        within("conversation-seconds", conversationSeconds, 3, 600);
        within("max-conversations", maxConversations, 16, 1_000_000);
        within("max-working", maxWorking, 1, 100_000);
    }

    List<EapType> types() {
        List<EapType> types = new ArrayList<>();
        for (String name : methods) {
            try {
                types.add(EapType.valueOf(name.trim().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        "flexaaa.eap.methods has "
                                + name
                                + "; known are tls, ttls, peap, mschapv2, gtc, md5",
                        e);
            }
        }
        return types;
    }

    String[] protocols() {
        List<String> protocols = new ArrayList<>();
        for (String version : tlsVersions) {
            protocols.add(
                    switch (version.trim()) {
                        case "1.2" -> "TLSv1.2";
                        case "1.3" -> "TLSv1.3";
                        default ->
                                throw new IllegalStateException(
                                        "flexaaa.eap.tls-versions has "
                                                + version
                                                + "; known are 1.2 and 1.3");
                    });
        }
        return protocols.toArray(String[]::new);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "flexaaa.eap." + name + " is " + value + "; allowed: " + least + " to " + most);
        }
    }
}
