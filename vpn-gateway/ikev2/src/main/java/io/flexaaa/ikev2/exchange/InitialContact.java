package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import java.util.List;

/**
 * INITIAL_CONTACT, RFC 7296 §2.4: the peer lost its state, so older SAs of its identity are dead.
 * Only after AUTH and authorization, or anyone could end anyone's tunnel; no Delete is sent, as
 * nobody would understand it.
 */
final class InitialContact {
    private InitialContact() {}

    static void apply(Host host, Session session, Phase.Claim claim) {
        boolean said = claim.request().hasNotification(NotifyType.INITIAL_CONTACT);
        if (!said && !claim.profile().initialContactForce()) {
            return;
        }
        for (Session older : List.copyOf(host.sessionsOf(claim.who()))) {
            if (older != session) {
                Teardown.ended(host, older, new Reason.InitialContact(claim.identity()));
            }
        }
    }
}
