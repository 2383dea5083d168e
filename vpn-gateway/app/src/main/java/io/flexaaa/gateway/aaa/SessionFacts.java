package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.PeerIdentity;

import org.jspecify.annotations.Nullable;

/**
 * What requests about a session say of it.
 *
 * @param auditSessionId opaque, unique over restarts; the key of CoA and Disconnect
 * @param acctSessionId unique over restarts
 * @param eapName who EAP found it to be; null before and outside of EAP
 * @param certificateSubject the distinguished name of the peer's certificate, once it was found
 *     good
 */
public record SessionFacts(
        long sessionId,
        String auditSessionId,
        String acctSessionId,
        Ikev2Profile profile,
        PeerIdentity identity,
        @Nullable String eapName,
        @Nullable String certificateSubject,
        Endpoint local,
        Endpoint remote) {
    /** The same session once EAP has found out who it is. */
    public SessionFacts asEapUser(String name) {
        return new SessionFacts(
                sessionId,
                auditSessionId,
                acctSessionId,
                profile,
                identity,
                name,
                certificateSubject,
                local,
                remote);
    }

    /** The same session to servers and operators, on a new IKE SA of a client that came back. */
    public SessionFacts onSa(long newSessionId, Endpoint newLocal, Endpoint newRemote) {
        return new SessionFacts(
                newSessionId,
                auditSessionId,
                acctSessionId,
                profile,
                identity,
                eapName,
                certificateSubject,
                newLocal,
                newRemote);
    }

    /** The same session once the peer's certificate was found good. */
    public SessionFacts withCertificate(String subject) {
        return new SessionFacts(
                sessionId,
                auditSessionId,
                acctSessionId,
                profile,
                identity,
                eapName,
                subject,
                local,
                remote);
    }

    /** The name in accounting and logs, and the whole name of look-ups. */
    public String userName() {
        return eapName == null ? identity.text() : eapName;
    }
}
