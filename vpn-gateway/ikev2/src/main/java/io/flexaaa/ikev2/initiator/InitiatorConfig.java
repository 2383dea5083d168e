package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.ikev2.message.IdType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.TrafficSelector;
import io.flexaaa.ikev2.message.VendorId;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a simulated spoke is. {@code ike} and {@code esp} are offered in this order; the KE payload
 * uses the first group of the first IKE proposal.
 *
 * @param remoteId sent as IDr when not null; the answer's IDr is not compared with it
 * @param localPsk what we sign with; {@code remotePsk} what the hub must sign with (asymmetric PSK)
 * @param maxFragmentOctets largest IKE message when both sides can fragment (RFC 7383)
 */
public record InitiatorConfig(
        List<Proposal> ike,
        List<Proposal> esp,
        Identification localId,
        @Nullable Identification remoteId,
        Secret localPsk,
        Secret remotePsk,
        List<ConfigurationAttribute> configurationRequest,
        List<TrafficSelector> trafficSelectorsI,
        List<TrafficSelector> trafficSelectorsR,
        List<VendorId> vendorIds,
        boolean initialContact,
        int maxFragmentOctets,
        long retransmitMillis,
        int maxTransmissions) {

    /** What {@code ip address negotiated} on an IOS spoke asks for, and IPv6 beside it. */
    public static final List<ConfigurationAttribute> ADDRESSES_AND_DNS =
            List.of(
                    ConfigurationAttribute.request(ConfigurationAttribute.INTERNAL_IP4_ADDRESS),
                    ConfigurationAttribute.request(ConfigurationAttribute.INTERNAL_IP6_ADDRESS),
                    ConfigurationAttribute.request(ConfigurationAttribute.INTERNAL_IP4_DNS),
                    ConfigurationAttribute.request(ConfigurationAttribute.INTERNAL_IP6_DNS),
                    ConfigurationAttribute.request(ConfigurationAttribute.INTERNAL_IP4_SUBNET));

    public InitiatorConfig {
        ike = List.copyOf(ike);
        esp = List.copyOf(esp);
        configurationRequest = List.copyOf(configurationRequest);
        trafficSelectorsI = List.copyOf(trafficSelectorsI);
        trafficSelectorsR = List.copyOf(trafficSelectorsR);
        vendorIds = List.copyOf(vendorIds);
    }

    /** A FlexVPN spoke with an FQDN identity and one key for both directions. */
    public static InitiatorConfig spoke(String fqdn, Secret psk, String ike, String esp) {
        return new InitiatorConfig(
                List.of(ProposalText.ike(1, ike)),
                List.of(ProposalText.esp(1, esp)),
                new Identification(true, IdType.FQDN, Octets.ofUtf8(fqdn)),
                null,
                psk,
                psk,
                ADDRESSES_AND_DNS,
                List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6),
                List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6),
                List.of(VendorId.FLEXVPN_SUPPORTED),
                true,
                1232,
                1000,
                5);
    }

    public InitiatorConfig withPsks(Secret local, Secret remote) {
        return new InitiatorConfig(
                ike,
                esp,
                localId,
                remoteId,
                local,
                remote,
                configurationRequest,
                trafficSelectorsI,
                trafficSelectorsR,
                vendorIds,
                initialContact,
                maxFragmentOctets,
                retransmitMillis,
                maxTransmissions);
    }

    public InitiatorConfig withProposals(List<Proposal> newIke, List<Proposal> newEsp) {
        return new InitiatorConfig(
                newIke,
                newEsp,
                localId,
                remoteId,
                localPsk,
                remotePsk,
                configurationRequest,
                trafficSelectorsI,
                trafficSelectorsR,
                vendorIds,
                initialContact,
                maxFragmentOctets,
                retransmitMillis,
                maxTransmissions);
    }

    public InitiatorConfig withConfigurationRequest(List<ConfigurationAttribute> request) {
        return new InitiatorConfig(
                ike,
                esp,
                localId,
                remoteId,
                localPsk,
                remotePsk,
                request,
                trafficSelectorsI,
                trafficSelectorsR,
                vendorIds,
                initialContact,
                maxFragmentOctets,
                retransmitMillis,
                maxTransmissions);
    }

    public InitiatorConfig withMaxFragmentOctets(int octets) {
        return new InitiatorConfig(
                ike,
                esp,
                localId,
                remoteId,
                localPsk,
                remotePsk,
                configurationRequest,
                trafficSelectorsI,
                trafficSelectorsR,
                vendorIds,
                initialContact,
                octets,
                retransmitMillis,
                maxTransmissions);
    }
}
