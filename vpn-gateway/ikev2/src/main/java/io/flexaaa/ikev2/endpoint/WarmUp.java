package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeConfig.EspTransform;
import io.flexaaa.ikev2.IkeConfig.IdentityMatch;
import io.flexaaa.ikev2.IkeConfig.IkePolicy;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.IkeConfig.IkeProposal;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.initiator.Initiator;
import io.flexaaa.ikev2.initiator.InitiatorConfig;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Logs an imaginary spoke in, in memory, before the first real one comes: a cold JVM needs a second
 * or two for its first key exchange, and a client would send again meanwhile.
 */
public final class WarmUp {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    private WarmUp() {}

    /** Takes {@code logins} logins' worth of CPU time of the caller; touches nothing else. */
    public static void run(Entropy entropy, int logins) {
        for (int i = 0; i < logins; i++) {
            login(entropy);
        }
    }

    private static void login(Entropy entropy) {
        try (Secret key = Secret.wrap(entropy.bytes(16))) {
            InitiatorConfig spoke =
                    InitiatorConfig.spoke(
                            "warm.invalid", key, "aes256gcm16-prfsha256-x25519", "aes256gcm16");
            IkeEndpoint hub = new IkeEndpoint(config(), entropy);
            InetSocketAddress at = new InetSocketAddress(ADDRESS, 500);
            Initiator initiator = new Initiator(spoke, entropy, at, at);
            Endpoint end = new Endpoint(ADDRESS, 500);
            ArrayDeque<Event> events = new ArrayDeque<>();
            receive(initiator.start(0), end, events);
            while (!events.isEmpty()) {
                Step step = hub.handle(events.remove(), 0);
                for (Action action : step.actions()) {
                    switch (action) {
                        case Action.Send s ->
                                receive(initiator.receive(s.bytes().toArray(), 0), end, events);
                        case Action.LookUpPsk q ->
                                events.add(Event.PskFound.symmetric(q.requestId(), key));
                        case Action.Authorize q -> events.add(new Event.Authorized(q.requestId()));
                        case Action.OpenSession q ->
                                events.add(
                                        new Event.SessionOpened(
                                                q.requestId(), List.of(), List.of()));
                        case Action.CheckCertificate _, Action.RelayEap _ -> {}
                        case Action.NatKeepalive _, Action.InstallChild _ -> {}
                        case Action.SwitchOutbound _, Action.RemoveChild _ -> {}
                        case Action.UpdatePeer _, Action.SessionUp _, Action.SessionDown _ -> {}
                        case Action.AskEspActivity _, Action.Report _ -> {}
                    }
                }
            }
        }
    }

    private static void receive(
            List<io.flexaaa.ikev2.initiator.Action> actions,
            Endpoint end,
            ArrayDeque<Event> events) {
        for (var action : actions) {
            if (action instanceof io.flexaaa.ikev2.initiator.Action.Send(byte[] b, _)) {
                events.add(new Event.Datagram(end, end, false, Octets.wrap(b)));
            }
        }
    }

    private static IkeConfig config() {
        IkeProposal proposal =
                new IkeProposal(
                        "warm",
                        List.of(EncryptionAlgorithm.AES_GCM_16_256),
                        List.of(),
                        List.of(PrfAlgorithm.HMAC_SHA2_256),
                        List.of(KeyExchangeGroup.CURVE25519));
        EspPolicy esp =
                new EspPolicy(
                        "warm",
                        List.of(
                                new EspTransform(
                                        "warm", EncryptionAlgorithm.AES_GCM_16_256, null, false)),
                        null,
                        3_600,
                        0,
                        64,
                        false,
                        false);
        IkeProfile profile =
                new IkeProfile(
                        "warm",
                        List.of(new IdentityMatch.Any()),
                        List.of(),
                        null,
                        Proofs.PSK,
                        esp,
                        86_400,
                        Dpd.OFF,
                        0,
                        false,
                        false);
        return new IkeConfig(
                List.of(new IkePolicy("warm", null, List.of(proposal))),
                List.of(profile),
                IkeLimits.DEFAULT);
    }
}
