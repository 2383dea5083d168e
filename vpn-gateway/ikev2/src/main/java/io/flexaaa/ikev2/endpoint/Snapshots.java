package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A session as show commands see it. */
final class Snapshots {
    private Snapshots() {}

    static SaSnapshot of(Session session) {
        IkeSa sa = session.sa();
        Phase.Login login = session.login();
        Phase.Claim claim = claim(session.phase());
        String profile = null;
        PeerIdentity localIdentity = null;
        PeerIdentity remoteIdentity = null;
        if (login != null) {
            profile = login.profile().name();
            localIdentity = login.local();
            remoteIdentity = login.remote();
        } else if (claim != null) {
            profile = claim.profile().name();
            remoteIdentity = claim.identity();
        }
        List<SaSnapshot.Child> children = new ArrayList<>();
        if (login != null) {
            EspPolicy esp = login.esp();
            for (Child c : session.children()) {
                children.add(
                        c.snapshot(
                                session.udpEncapsulated(),
                                esp.replayWindow(),
                                esp.lifetimeSeconds(),
                                esp.lifetimeKilobytes()));
            }
        }
        return new SaSnapshot(
                session.id(),
                status(session.phase()),
                sa.originalInitiator(),
                profile,
                session.path().local(),
                session.path().remote(),
                sa.localSpi(),
                sa.remoteSpi(),
                sa.suite(),
                login == null ? AuthMethod.PSK : login.localMethod(),
                login != null
                        ? login.remoteMethod()
                        : claim == null ? AuthMethod.PSK : claim.method(),
                localIdentity,
                remoteIdentity,
                session.startedMs(),
                login == null ? -1 : login.establishedMs(),
                login == null ? 0 : login.profile().lifetimeSeconds(),
                session.lastHeardMs(),
                messageIds(session),
                login == null ? IkeConfig.Dpd.OFF : login.profile().dpd(),
                session.nat(),
                sa.fragmentation(),
                session.traits().dynamicRoute(),
                session.traits().flexVpn(),
                session.traits().ios(),
                session.peerVersion(),
                login == null ? List.of() : login.assigned(),
                session.rekeys(),
                children);
    }

    private static SaSnapshot.MessageIds messageIds(Session session) {
        IkeSa sa = session.sa();
        long out = sa.nextOutbound();
        long in = sa.nextInbound();
        return new SaSnapshot.MessageIds(
                sa.inFlight() == null ? out : out - 1,
                out,
                session.queue().size(),
                1,
                sa.answering() ? in : Math.max(0, in - 1),
                in,
                sa.answering() ? 1 : 0,
                1);
    }

    private static SaSnapshot.Status status(Phase phase) {
        return switch (phase) {
            case Phase.AwaitingAuth _, Phase.LookingUpPsk _, Phase.Authorizing _, Phase.Opening _ ->
                    SaSnapshot.Status.IN_NEGOTIATION;
            case Phase.CheckingCertificate _, Phase.EapRelaying _ ->
                    SaSnapshot.Status.IN_NEGOTIATION;
            case Phase.AwaitingSecond _, Phase.EapAwaiting _, Phase.EapProving _ ->
                    SaSnapshot.Status.IN_NEGOTIATION;
            case Phase.Established _ -> SaSnapshot.Status.READY;
            case Phase.Closing _, Phase.Lingering _ -> SaSnapshot.Status.DELETING;
        };
    }

    private static Phase.@Nullable Claim claim(Phase phase) {
        return switch (phase) {
            case Phase.LookingUpPsk p -> p.claim();
            case Phase.CheckingCertificate p -> p.claim();
            case Phase.AwaitingSecond p -> p.claim();
            case Phase.EapRelaying p -> p.conversation().claim();
            case Phase.EapAwaiting p -> p.conversation().claim();
            case Phase.EapProving p -> p.conversation().claim();
            case Phase.Authorizing p -> p.claim();
            case Phase.Opening p -> p.claim();
            case Phase.AwaitingAuth _, Phase.Established _ -> null;
            case Phase.Closing _, Phase.Lingering _ -> null;
        };
    }
}
