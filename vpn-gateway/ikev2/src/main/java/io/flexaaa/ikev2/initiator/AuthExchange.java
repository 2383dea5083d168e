package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Configuration;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.protocol.wire.Octets;

import java.util.ArrayList;
import java.util.List;

/** IKE_AUTH with a pre-shared key, RFC 7296 §1.2 and §2.15. */
final class AuthExchange {
    private AuthExchange() {}

    /** IDi, [IDr], AUTH, [CP], SAi2, TSi, TSr and our notifies. */
    static List<Payload> request(
            InitiatorConfig config, Channel channel, Octets ourInit, Octets nr, Octets childSpi) {
        IkeSuite suite = channel.suite;
        Octets signed =
                PskAuth.signedOctets(suite.prf(), ourInit, nr, channel.keys.pi(), config.localId());
        List<Payload> payloads = new ArrayList<>();
        payloads.add(config.localId());
        if (config.initialContact()) {
            payloads.add(NotifyPayload.of(NotifyType.INITIAL_CONTACT));
        }
        Identification remoteId = config.remoteId();
        if (remoteId != null) {
            payloads.add(remoteId);
        }
        payloads.add(
                new Authentication(
                        Authentication.SHARED_KEY,
                        PskAuth.auth(suite.prf(), config.localPsk(), signed)));
        if (!config.configurationRequest().isEmpty()) {
            payloads.add(
                    new Configuration(Configuration.CFG_REQUEST, config.configurationRequest()));
        }
        payloads.add(ChildExchange.offer(config, childSpi, false));
        payloads.add(new TrafficSelectors(true, config.trafficSelectorsI()));
        payloads.add(new TrafficSelectors(false, config.trafficSelectorsR()));
        payloads.add(NotifyPayload.of(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED));
        payloads.add(NotifyPayload.of(NotifyType.NON_FIRST_FRAGMENTS_ALSO));
        return payloads;
    }

    /** True when the hub proved the key we expect of it. */
    static boolean verify(
            InitiatorConfig config, Channel channel, IkeMessage m, Octets hubInit, Octets ni) {
        Identification idR = m.identification(false);
        Authentication auth = m.first(Authentication.class);
        if (idR == null || auth == null || auth.method() != Authentication.SHARED_KEY) {
            return false;
        }
        Octets signed =
                PskAuth.signedOctets(channel.suite.prf(), hubInit, ni, channel.keys.pr(), idR);
        return PskAuth.verify(channel.suite.prf(), config.remotePsk(), signed, auth.data());
    }
}
