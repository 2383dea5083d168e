package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.initiator.Action.ChildRefused;
import io.flexaaa.ikev2.initiator.Action.Closed;
import io.flexaaa.ikev2.initiator.Action.Established;
import io.flexaaa.ikev2.initiator.InitiatorConfig;
import io.flexaaa.ikev2.initiator.ProposalText;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** IKE_SA_INIT and IKE_AUTH with an initiator at the other end, RFC 7296 §1.2. */
class LoginTest {
    @Test
    void aSpokeComesUp() {
        // I -> R   IKE_SA_INIT { SA, KE, Ni, V, N(NATD_S), N(NATD_D), N(FRAG) }
        // R -> I   IKE_SA_INIT { SA, KE, Nr, V, N(NATD_S), N(NATD_D), N(FRAG) }
        // I -> R   IKE_AUTH { IDi, AUTH, CP, SA, TSi, TSr, N(INITIAL_CONTACT) }
        // R -> I   IKE_AUTH { IDr, AUTH, CP, SA, TSi, TSr, N(ESP_TFC_PADDING_NOT_SUPPORTED) }
        Lab lab = new Lab().connect();

        assertThat(lab.spokeActions(Closed.class)).isEmpty();
        Established up = lab.spokeActions(Established.class).getFirst();
        assertThat(up.peer().data()).isEqualTo(Octets.ofUtf8("hub.example.com"));
        assertThat(up.configuration()).isNotNull();
        assertThat(up.configuration().ofType(ConfigurationAttribute.INTERNAL_IP4_ADDRESS))
                .extracting(ConfigurationAttribute::value)
                .containsExactly(Octets.of(10, 0, 0, 7));
        assertThat(lab.hub.up).containsExactly(1L);

        SaSnapshot sa = lab.hub.engine.sas().getFirst();
        assertThat(sa.status()).isEqualTo(SaSnapshot.Status.READY);
        assertThat(sa.profile()).isEqualTo("FLEX");
        assertThat(sa.flexVpnPeer()).isTrue();
        assertThat(sa.nat().detected()).isFalse();
        assertThat(sa.children()).hasSize(1);
        bothHaveTheSameKeys(lab);
    }

    /** The order a FlexVPN hub works in; the reply is last, when everything is in place. */
    @Test
    void theHubAsksAndActsInOrder() {
        Lab lab = new Lab().connect();

        assertThat(lab.hub.all)
                .filteredOn(a -> !(a instanceof Action.Report))
                .extracting(a -> a.getClass().getSimpleName())
                .containsExactly(
                        "Send",
                        "LookUpPsk",
                        "Authorize",
                        "OpenSession",
                        "InstallChild",
                        "SessionUp",
                        "Send");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    aes256gcm16-prfsha256-x25519,  aes256gcm16
                    aes256gcm16-prfsha256-ecp256,  aes256-sha256
                    aes256-sha256-x25519,          aes256gcm16
                    """)
    void everyOfferedSuiteWorks(String ike, String esp) {
        Lab lab =
                new Lab(
                        TestConfig.config(),
                        InitiatorConfig.spoke(
                                "br1.example.com", Secret.ofUtf8("spoke key"), ike, esp));
        lab.connect();

        assertThat(lab.spoke.isEstablished()).isTrue();
        bothHaveTheSameKeys(lab);
    }

    static void bothHaveTheSameKeys(Lab lab) {
        ChildSa ours = lab.hub.installed.values().iterator().next();
        var theirs = lab.spoke.children().getFirst();
        assertThat(ours.outboundEncryptionKey()).isEqualTo(theirs.inboundEncryption());
        assertThat(ours.inboundEncryptionKey()).isEqualTo(theirs.outboundEncryption());
        assertThat(ours.inboundIntegrityKey()).isEqualTo(theirs.outboundIntegrity());
        assertThat(ours.outboundIntegrityKey()).isEqualTo(theirs.inboundIntegrity());
        assertThat(ours.suite()).isEqualTo(theirs.suite());
    }

    @Test
    void asymmetricKeys() {
        InitiatorConfig spoke =
                Lab.spoke().withPsks(Secret.ofUtf8("spoke signs"), Secret.ofUtf8("hub signs"));
        Lab lab = new Lab(TestConfig.config(), spoke);
        lab.hub.hold = true;
        lab.connect();

        Action.LookUpPsk q = (Action.LookUpPsk) lab.hub.held.removeFirst();
        lab.hub.hold = false;
        lab.hub(
                new Event.PskFound(
                        q.requestId(),
                        Secret.ofUtf8("hub signs"),
                        List.of(Secret.ofUtf8("an older key"), Secret.ofUtf8("spoke signs"))));
        lab.settle();

        assertThat(lab.spoke.isEstablished()).isTrue();
    }

    /** R -> I IKE_AUTH { N(AUTHENTICATION_FAILED) } and nothing of the attempt is left. */
    @Test
    void wrongKey() {
        Lab lab = new Lab();
        lab.hub.psks.put("br1.example.com", Secret.ofUtf8("another key"));
        lab.connect();

        assertThat(lab.spokeActions(Closed.class).getFirst().code())
                .isEqualTo("AUTHENTICATION_FAILED");
        assertThat(lab.hub.onlyDown()).isInstanceOf(Reason.PskMismatch.class);
        assertThat(lab.hub.outcomes(Outcome.RefusedPeer.class)).hasSize(1);
        lab.run(60_000);
        assertThat(lab.hub.engine.sas()).isEmpty();
    }

    @Test
    void unknownPeer() {
        Lab lab = new Lab(TestConfig.config(), Lab.spoke("nobody.example.com")).connect();

        assertThat(lab.spokeActions(Closed.class).getFirst().code())
                .isEqualTo("AUTHENTICATION_FAILED");
        assertThat(lab.hub.onlyDown()).isInstanceOf(Reason.PskUnknown.class);
    }

    /** No profile: the shell is not even asked, and hears of no session. */
    @Test
    void noProfile() {
        Lab lab = new Lab(TestConfig.config(), Lab.spoke("br1.example.net")).connect();

        assertThat(lab.spokeActions(Closed.class).getFirst().code())
                .isEqualTo("AUTHENTICATION_FAILED");
        assertThat(lab.hub.down).isEmpty();
        assertThat(lab.hub.outcomes(Outcome.RefusedPeer.class).getFirst().sentence())
                .contains("br1.example.net")
                .contains("match identity remote");
    }

    @Test
    void authorizationRefused() {
        Lab lab = new Lab();
        Reason no = new Reason.Refused("GROUP_UNKNOWN", "no group G", TerminateCause.NAS_REQUEST);
        lab.hub.refuseAuthorization = no;
        lab.connect();

        assertThat(lab.spokeActions(Closed.class).getFirst().code())
                .isEqualTo("AUTHENTICATION_FAILED");
        assertThat(lab.hub.onlyDown()).isEqualTo(no);
    }

    /**
     * RFC 7296 §3.15.4: the IKE SA stands, without child; nobody makes one, so it is taken down.
     */
    @Test
    void noAddress() {
        Lab lab = new Lab();
        lab.hub.refuseSession = new Reason.AddressUnavailable("pool P is full");
        lab.connect();

        assertThat(lab.spoke.isEstablished()).isTrue();
        assertThat(lab.spokeActions(ChildRefused.class).getFirst().notifyName())
                .isEqualTo("INTERNAL_ADDRESS_FAILURE");
        assertThat(lab.hub.installed).isEmpty();

        lab.run(45_000);
        assertThat(lab.hub.engine.sas()).isEmpty();
        assertThat(lab.spokeActions(Closed.class).getFirst().code()).isEqualTo("DELETED_BY_PEER");
        assertThat(lab.hub.up).isEmpty();
        assertThat(lab.hub.onlyDown().code()).isEqualTo("CHILDLESS");
    }

    /** R -> I IKE_SA_INIT { N(NO_PROPOSAL_CHOSEN) }, and the log says who wanted what. */
    @Test
    void noCommonProposal() {
        InitiatorConfig spoke =
                InitiatorConfig.spoke(
                        "br1.example.com",
                        Secret.ofUtf8("spoke key"),
                        "aes128-sha512-modp3072",
                        Lab.ESP);
        Lab lab = new Lab(TestConfig.config(), spoke).connect();

        assertThat(lab.spokeActions(Closed.class).getFirst().code())
                .isEqualTo("NO_PROPOSAL_CHOSEN");
        assertThat(lab.hub.outcomes(Outcome.RefusedPeer.class).getFirst().sentence())
                .contains("MODP_3072")
                .contains("AES_GCM_16");
        assertThat(lab.hub.engine.sas()).isEmpty();
    }

    /** R -> I IKE_SA_INIT { N(INVALID_KE_PAYLOAD, 31) }, then the same with the right group. */
    @Test
    void anotherGroupIsAskedFor() {
        InitiatorConfig spoke =
                Lab.spoke()
                        .withProposals(
                                List.of(
                                        ProposalText.ike(
                                                1, "aes256gcm16-prfsha256-modp2048-x25519")),
                                List.of(ProposalText.esp(1, Lab.ESP)));
        Lab lab = new Lab(TestConfig.config(), spoke).connect();

        assertThat(lab.spoke.isEstablished()).isTrue();
        assertThat(lab.hub.engine.statistics().initRequestsRejected()).isEqualTo(1);
    }

    /** IKE_AUTH { IDr, AUTH, N(NO_PROPOSAL_CHOSEN) }: RFC 7296 §1.2, the IKE SA is made. */
    @Test
    void noCommonEspProposal() {
        InitiatorConfig spoke =
                InitiatorConfig.spoke(
                        "br1.example.com", Secret.ofUtf8("spoke key"), Lab.IKE, "aes128-sha512");
        Lab lab = new Lab(TestConfig.config(), spoke).connect();

        assertThat(lab.spoke.isEstablished()).isTrue();
        assertThat(lab.spokeActions(ChildRefused.class).getFirst().notifyName())
                .isEqualTo("NO_PROPOSAL_CHOSEN");
        assertThat(lab.hub.up).isEmpty();
        lab.run(45_000);
        assertThat(lab.hub.down).hasSize(1);
    }

    /** Without FLEXVPN-SUPPORTED the peer's side is the address it got, as on a Cisco hub. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void selectorsFollowTheVendorId(boolean flexVpn) {
        InitiatorConfig base = Lab.spoke();
        InitiatorConfig spoke =
                new InitiatorConfig(
                        base.ike(),
                        base.esp(),
                        base.localId(),
                        null,
                        base.localPsk(),
                        base.remotePsk(),
                        base.configurationRequest(),
                        base.trafficSelectorsI(),
                        base.trafficSelectorsR(),
                        flexVpn ? base.vendorIds() : List.of(),
                        true,
                        1232,
                        1000,
                        5);
        Lab lab = new Lab(TestConfig.config(), spoke).connect();

        ChildSa child = lab.hub.installed.values().iterator().next();
        if (flexVpn) {
            assertThat(child.remote()).containsExactly(Selector.any4(), Selector.any6());
            assertThat(child.local()).containsExactly(Selector.any4(), Selector.any6());
        } else {
            assertThat(child.remote())
                    .containsExactly(Selector.host(TestConfig.address("10.0.0.7")));
            // The peer has no IPv6 address, so the IPv6 half could carry nothing.
            assertThat(child.local()).containsExactly(Selector.any4());
        }
    }

    /**
     * Copies of the request while the shell works are absorbed; the one answer is repeated after.
     */
    @Test
    void aaaTakesItsTime() {
        Lab lab = new Lab();
        lab.hub.hold = true;
        lab.spoke(lab.spoke.start(lab.nowMs));
        lab.run(4_000);
        assertThat(lab.hub.held).hasSize(1);
        assertThat(lab.hub.engine.statistics().dropped()).containsKey("duplicate-while-busy");

        lab.hub.answer(lab.hub.held.removeFirst(), lab.nowMs);
        lab.run(100);
        lab.hub.answer(lab.hub.held.removeFirst(), lab.nowMs);
        lab.hub.hold = false;
        lab.run(100);
        lab.hub.answer(lab.hub.held.removeFirst(), lab.nowMs);
        lab.flushHub();
        lab.run(10_000);

        assertThat(lab.spoke.isEstablished()).isTrue();
        assertThat(lab.hub.installed).hasSize(1);
        bothHaveTheSameKeys(lab);
    }

    @Test
    void aaaNeverAnswers() {
        IkeLimits d = IkeLimits.DEFAULT;
        IkeLimits limits =
                new IkeLimits(
                        d.maxSa(),
                        d.maxInNegotiation(),
                        d.cookieThreshold(),
                        d.halfOpenTimeoutMs(),
                        5_000,
                        d.retransmitFirstMs(),
                        d.retransmitTries(),
                        d.fragmentOctets(),
                        d.maxChildren(),
                        d.rekeyMarginPercent());
        Lab lab = new Lab(TestConfig.config(Dpd.OFF, limits), Lab.spoke());
        lab.hub.hold = true;
        lab.spoke(lab.spoke.start(lab.nowMs));
        lab.run(8_000);

        assertThat(lab.spokeActions(Closed.class).getFirst().code())
                .isEqualTo("AUTHENTICATION_FAILED");
        assertThat(lab.hub.onlyDown()).isInstanceOf(Reason.AaaTimeout.class);
        // The answer that comes at last finds nobody.
        lab.hub.answer(lab.hub.held.removeFirst(), lab.nowMs);
        lab.run(60_000);
        assertThat(lab.hub.engine.sas()).isEmpty();
    }

    /** The same peer again with INITIAL_CONTACT: the older session makes room, silently. */
    @Test
    void initialContact() {
        Lab lab = new Lab().connect();
        Hub hub = lab.hub;
        Lab again = new Lab(hub, Lab.spoke(), 99);
        again.nowMs = lab.nowMs;
        again.spokeSeenAt = TestConfig.endpoint("198.18.1.9", 500);
        again.connect();

        assertThat(hub.down.get(1L)).isInstanceOf(Reason.InitialContact.class);
        assertThat(hub.engine.sas()).hasSize(1);
        assertThat(hub.installed).hasSize(1);
        assertThat(hub.up).containsExactly(1L, 2L);
        // Down before the new session is opened: it may get the very address the old one had.
        List<String> order =
                hub.all.stream()
                        .filter(a ->
                                a instanceof Action.SessionDown || a instanceof Action.OpenSession)
                        .map(a -> a.getClass().getSimpleName())
                        .toList();
        assertThat(order).containsExactly("OpenSession", "SessionDown", "OpenSession");
    }

    /** A peer that says nothing after IKE_SA_INIT is forgotten. */
    @Test
    void halfOpen() {
        Lab lab = new Lab();
        lab.network = p -> lab.hub.engine.sas().isEmpty();
        lab.spoke(lab.spoke.start(lab.nowMs));
        lab.run(1_000);
        assertThat(lab.hub.engine.statistics().negotiatingSas()).isEqualTo(1);

        lab.run(60_000);
        assertThat(lab.hub.engine.statistics().negotiatingSas()).isZero();
        assertThat(lab.hub.engine.sas()).isEmpty();
        assertThat(lab.hub.down).isEmpty();
    }

    /** RFC 7383: with a small path both ends split, and both put together again. */
    @Test
    void fragmentedLogin() {
        IkeLimits d = IkeLimits.DEFAULT;
        IkeLimits small =
                new IkeLimits(
                        d.maxSa(),
                        d.maxInNegotiation(),
                        d.cookieThreshold(),
                        d.halfOpenTimeoutMs(),
                        d.aaaTimeoutMs(),
                        d.retransmitFirstMs(),
                        d.retransmitTries(),
                        200,
                        d.maxChildren(),
                        d.rekeyMarginPercent());
        IkeConfig config = TestConfig.config(Dpd.OFF, small);
        Lab lab = new Lab(config, Lab.spoke().withMaxFragmentOctets(160));
        Set<Octets> seen = new HashSet<>();
        // About every other packet is lost the first time it is sent.
        lab.network = p -> !seen.add(p.bytes()) || (p.bytes().hashCode() & 1) == 0;
        lab.spoke(lab.spoke.start(lab.nowMs));
        lab.run(30_000);

        assertThat(lab.spoke.isEstablished()).isTrue();
        bothHaveTheSameKeys(lab);
        assertThat(lab.hub.engine.sas().getFirst().fragmentation()).isTrue();
        assertThat(lab.hub.all)
                .filteredOn(a ->
                        a instanceof Action.Send(_, _, _, Octets bytes)
                                && bytes.u8(18) == ExchangeType.IKE_AUTH)
                .hasSizeGreaterThan(1)
                .allMatch(a ->
                        a instanceof Action.Send(_, _, _, Octets bytes)
                                && bytes.length() <= 200 - 28);
    }

    /** A NAT on the way: both ends go to port 4500 and ESP goes inside UDP. */
    @Test
    void behindNat() {
        Lab lab = new Lab();
        lab.spokeSeenAt = TestConfig.endpoint("198.18.3.3", 1_024);
        lab.connect();

        SaSnapshot sa = lab.hub.engine.sas().getFirst();
        assertThat(sa.nat()).isEqualTo(new SaSnapshot.Nat(false, true));
        assertThat(sa.local().port()).isEqualTo(4500);
        ChildSa child = lab.hub.installed.values().iterator().next();
        assertThat(child.udpEncapsulated()).isTrue();
        assertThat(child.remoteEndpoint()).isEqualTo(lab.spokeSeenAt);
    }

    /** A strict policy is not undone by a lenient one behind it. */
    @ParameterizedTest(name = "{0} then {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    any:strict,          any:lenient,         false
                    any:lenient,         any:strict,          true
                    any:lenient,         198.18.0.1:strict,   false
                    198.18.0.9:strict,   any:lenient,         true
                    198.18.0.9:lenient,  198.18.0.8:lenient,  false
                    """)
    void onePolicyCounts(String first, String second, boolean accepted) {
        IkeConfig base = TestConfig.config();
        IkeConfig config =
                new IkeConfig(
                        List.of(policy(first), policy(second)), base.profiles(), base.limits());
        Lab lab = new Lab(config, Lab.spoke()).connect();
        assertThat(lab.spoke.isEstablished()).isEqualTo(accepted);
    }

    private static IkeConfig.IkePolicy policy(String text) {
        String[] part = text.split(":");
        IkeConfig.IkeProposal lenient = TestConfig.proposal();
        IkeConfig.IkeProposal strict =
                new IkeConfig.IkeProposal(
                        "S",
                        lenient.encryption(),
                        lenient.integrity(),
                        lenient.prf(),
                        List.of(KeyExchangeGroup.ECP_521));
        return new IkeConfig.IkePolicy(
                text,
                part[0].equals("any") ? null : TestConfig.address(part[0]),
                List.of(part[1].equals("strict") ? strict : lenient));
    }
}
