package io.flexaaa.ikev2.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.crypto.ProposalChooser.Choice;
import io.flexaaa.ikev2.crypto.ProposalChooser.Purpose;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.Transform.TransformAttribute;
import io.flexaaa.ikev2.message.TransformType;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ProposalChooserTest {
    private static final Map<String, Transform> WORDS =
            Map.ofEntries(
                    Map.entry("cbc128", Transform.of(1, 12, 128)),
                    Map.entry("cbc256", Transform.of(1, 12, 256)),
                    Map.entry("cbc", Transform.of(1, 12)),
                    Map.entry("gcm128", Transform.of(1, 20, 128)),
                    Map.entry("gcm256", Transform.of(1, 20, 256)),
                    Map.entry("chacha", Transform.of(1, 28)),
                    Map.entry("3des", Transform.of(1, 3)),
                    Map.entry("prf1", Transform.of(2, 2)),
                    Map.entry("prf256", Transform.of(2, 5)),
                    Map.entry("prf512", Transform.of(2, 7)),
                    Map.entry("none", Transform.of(3, 0)),
                    Map.entry("sha1", Transform.of(3, 2)),
                    Map.entry("sha256", Transform.of(3, 12)),
                    Map.entry("sha512", Transform.of(3, 14)),
                    Map.entry("nodh", Transform.of(4, 0)),
                    Map.entry("dh2", Transform.of(4, 2)),
                    Map.entry("dh14", Transform.of(4, 14)),
                    Map.entry("dh19", Transform.of(4, 19)),
                    Map.entry("dh31", Transform.of(4, 31)),
                    Map.entry("noesn", Transform.of(5, 0)),
                    Map.entry("esn", Transform.of(5, 1)),
                    Map.entry("addke", Transform.of(6, 36)));

    private static List<Proposal> proposals(Purpose purpose, String text) {
        List<Proposal> proposals = new ArrayList<>();
        boolean ike = purpose == Purpose.IKE;
        for (String one : text.split("\\+")) {
            List<Transform> transforms = new ArrayList<>();
            for (String word : one.trim().split(" ")) {
                Transform t = WORDS.get(word);
                assertThat(t).as(word).isNotNull();
                transforms.add(t);
            }
            proposals.add(
                    new Proposal(
                            proposals.size() + 1,
                            ike ? ProtocolId.IKE : ProtocolId.ESP,
                            ike ? Octets.EMPTY : Octets.of(1, 2, 3, proposals.size() + 1),
                            transforms));
        }
        return proposals;
    }

    /** "number: words" of the choice, or the reason why there is none. */
    private static String choose(Purpose purpose, String own, String offered) {
        return switch (ProposalChooser.choose(
                proposals(purpose, own), proposals(purpose, offered), purpose)) {
            case Choice.Match(Proposal p) -> {
                StringBuilder out = new StringBuilder().append(p.number()).append(':');
                for (Transform t : p.transforms()) {
                    WORDS.forEach((word, known) -> out.append(known.equals(t) ? " " + word : ""));
                }
                yield out.toString();
            }
            case Choice.NoMatch no -> no.why();
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    one of each,                      cbc256 prf256 sha256 dh14,            cbc256 prf256 sha256 dh14,                     1: cbc256 sha256 prf256 dh14
                    AEAD without INTEG,               gcm128 prf256 dh31,                   gcm128 prf256 dh31,                            1: gcm128 prf256 dh31
                    AEAD with INTEG_NONE,             gcm128 prf256 dh31,                   gcm128 prf256 none dh31,                       1: gcm128 none prf256 dh31
                    AEAD beside a real INTEG,         gcm128 prf256 dh31,                   gcm128 prf256 sha256 dh31,                     no common INTEG
                    mixed ours: AEAD when it may,     gcm256 cbc256 prf256 sha256 dh14,     gcm256 prf256 dh14,                            1: gcm256 prf256 dh14
                    mixed theirs: CBC with INTEG,     gcm256 cbc256 prf256 sha256 dh14,     gcm256 cbc256 prf256 sha256 dh14,              1: cbc256 sha256 prf256 dh14
                    our order of algorithms,          cbc256 cbc128 prf512 prf256 sha512 sha256 dh19 dh14, cbc128 cbc256 prf256 prf512 sha256 sha512 dh14 dh19, 1: cbc256 sha512 prf512 dh19
                    our order of proposals,           gcm128 prf256 dh31 + cbc128 prf256 sha256 dh14, cbc128 prf256 sha256 dh14 + gcm128 prf256 dh31, 2: gcm128 prf256 dh31
                    their second matches,             cbc128 prf256 sha256 dh14,            gcm256 prf512 dh19 + cbc128 prf256 sha256 dh14, 2: cbc128 sha256 prf256 dh14
                    another key length,               cbc128 prf256 sha256 dh14,            cbc256 prf256 sha256 dh14,                     no common ENCR
                    AES without key length,           cbc128 prf256 sha256 dh14,            cbc prf256 sha256 dh14,                        no common ENCR
                    no PRF offered,                   cbc128 prf256 sha256 dh14,            cbc128 sha256 dh14,                            no common PRF
                    no group offered,                 cbc128 prf256 sha256 dh14,            cbc128 prf256 sha256,                          no common DH
                    only a weak group,                cbc128 prf256 sha256 dh14,            cbc128 prf256 sha256 dh2,                      no common DH
                    CBC without INTEG,                cbc128 prf256 sha256 dh14,            cbc128 prf256 dh14,                            no common INTEG
                    CBC with INTEG_NONE both,         cbc128 prf256 none dh14,              cbc128 prf256 none dh14,                       no common INTEG
                    additional key exchange,          gcm128 prf256 dh31,                   gcm128 prf256 dh31 addke,                      unknown transform-type-6
                    and a plain one after it,         gcm128 prf256 dh31,                   gcm128 prf256 dh31 addke + gcm128 prf256 dh31, 2: gcm128 prf256 dh31
                    ESN in an IKE proposal,           gcm128 prf256 dh31,                   gcm128 prf256 dh31 noesn,                      ESN in an IKE proposal
                    a cipher we cannot run is ours,   3des cbc128 prf256 sha256 dh14,       3des prf256 sha256 dh14,                       no common ENCR
                    """)
    void ikeProposals(String name, String own, String offered, String expected) {
        assertThat(choose(Purpose.IKE, own, offered)).as(name).startsWith(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    plain,                            CHILD,       gcm128 noesn,              gcm128 noesn,                1: gcm128 noesn
                    missing ESN is not valid,         CHILD,       gcm128 noesn,              gcm128,                      no ESN transform
                    ESN preferred by us,              CHILD,       gcm128 esn noesn,          gcm128 noesn esn,            1: gcm128 esn
                    ESN only they,                    CHILD,       gcm128 noesn,              gcm128 esn,                  no common ESN
                    ESN not configured means no ESN,  CHILD,       gcm128,                    gcm128 esn noesn,            1: gcm128 noesn
                    PFS both,                         CHILD,       gcm128 dh19 dh31 noesn,    gcm128 dh31 noesn,           1: gcm128 dh31 noesn
                    PFS required by us,               CHILD,       gcm128 dh31 noesn,         gcm128 noesn,                no common DH
                    PFS optional to us; not offered,  CHILD,       gcm128 dh31 nodh noesn,    gcm128 noesn,                1: gcm128 noesn
                    PFS optional to us; offered,      CHILD,       gcm128 dh31 nodh noesn,    gcm128 dh31 noesn,           1: gcm128 dh31 noesn
                    PFS optional to us; other group,  CHILD,       gcm128 dh31 nodh noesn,    gcm128 dh2 noesn,            no common DH
                    PFS optional to them,             CHILD,       gcm128 noesn,              gcm128 dh31 nodh noesn,      1: gcm128 nodh noesn
                    PFS required by them,             CHILD,       gcm128 noesn,              gcm128 dh31 noesn,           no common DH
                    in IKE_AUTH groups are ignored,   FIRST_CHILD, gcm128 dh31 noesn,         gcm128 dh2 noesn,            1: gcm128 noesn
                    IOS default transform set,        FIRST_CHILD, cbc128 sha1 noesn,         cbc128 sha256 sha1 noesn,    1: cbc128 sha1 noesn
                    chacha,                           FIRST_CHILD, chacha gcm128 esn noesn,   chacha esn noesn,            1: chacha esn
                    PRF in an ESP proposal,           FIRST_CHILD, gcm128 noesn,              gcm128 prf256 noesn,         PRF in an ESP proposal
                    """)
    void espProposals(String name, Purpose purpose, String own, String offered, String expected) {
        assertThat(choose(purpose, own, offered)).as(name).startsWith(expected);
    }

    @Test
    void theAnswerCarriesThePeersNumberAndSpi() {
        List<Proposal> offered = proposals(Purpose.CHILD, "gcm256 noesn + gcm128 noesn");
        Choice choice =
                ProposalChooser.choose(
                        proposals(Purpose.CHILD, "gcm128 noesn"), offered, Purpose.CHILD);
        assertThat(choice)
                .isEqualTo(
                        new Choice.Match(
                                new Proposal(
                                        2,
                                        ProtocolId.ESP,
                                        Octets.of(1, 2, 3, 2),
                                        List.of(WORDS.get("gcm128"), WORDS.get("noesn")))));
    }

    @Test
    void aRefusalSaysWhatWasOfferedAndWhatWouldDo() {
        Choice choice =
                ProposalChooser.choose(
                        proposals(Purpose.IKE, "gcm256 prf512 dh19"),
                        proposals(Purpose.IKE, "cbc128 prf1 sha1 dh2"),
                        Purpose.IKE);
        assertThat(choice.toString())
                .isEqualTo(
                        "no common ENCR (offered [AES_CBC-128], acceptable [AES_GCM_16-256]); peer"
                                + " offered IKE:AES_CBC-128/PRF_HMAC_SHA1/HMAC_SHA1_96/MODP_1024;"
                                + " acceptable IKE:AES_GCM_16-256/PRF_HMAC_SHA2_512/ECP_256");
    }

    @Test
    void aTransformWithAnAttributeWeDoNotKnowIsNotOurs() {
        Transform odd =
                new Transform(
                        1, 20, 128, List.of(new TransformAttribute(99, true, Octets.of(0, 1))));
        Proposal offered =
                new Proposal(
                        1,
                        ProtocolId.IKE,
                        Octets.EMPTY,
                        List.of(odd, Transform.of(2, 5), Transform.of(TransformType.DH, 31)));
        assertThat(
                        ProposalChooser.choose(
                                proposals(Purpose.IKE, "gcm128 prf256 dh31"),
                                List.of(offered),
                                Purpose.IKE))
                .isInstanceOf(Choice.NoMatch.class);
    }

    @Test
    void aProposalForAnotherProtocolIsPassedOver() {
        Choice choice =
                ProposalChooser.choose(
                        proposals(Purpose.CHILD, "gcm128 noesn"),
                        List.of(
                                new Proposal(
                                        1,
                                        ProtocolId.AH,
                                        Octets.of(0, 0, 1, 0),
                                        List.of(Transform.of(3, 12), Transform.of(5, 0)))),
                        Purpose.CHILD);
        assertThat(choice.toString()).contains("proposal 1 is for AH");
    }
}
