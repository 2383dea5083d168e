package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A responder's choice among proposals, RFC 7296 §2.7 and §3.3. Our order decides; the peer's only
 * among its proposals that match the same one of ours.
 */
public final class ProposalChooser {
    private ProposalChooser() {}

    /** What the proposals are for: it decides which transform types must or must not take part. */
    public enum Purpose {
        /** IKE SA: ENCR, PRF, INTEG (unless AEAD), DH. */
        IKE,
        /** Child SA inside IKE_AUTH: there is no KE payload, so DH transforms are passed over. */
        FIRST_CHILD,
        /** Child SA in CREATE_CHILD_SA: DH as configured; DH_NONE among ours makes PFS optional. */
        CHILD
    }

    /** The outcome. */
    public sealed interface Choice {
        /** The peer's number and SPI, and one transform of each type: what SAr1/SAr2 answers. */
        record Match(Proposal proposal) implements Choice {}

        /** For NO_PROPOSAL_CHOSEN and the log line that explains it. */
        record NoMatch(String offered, String acceptable, String why) implements Choice {
            @Override
            public String toString() {
                return why + "; peer offered " + offered + "; acceptable " + acceptable;
            }
        }
    }

    public static Choice choose(List<Proposal> own, List<Proposal> offered, Purpose purpose) {
        ProtocolId protocol = purpose == Purpose.IKE ? ProtocolId.IKE : ProtocolId.ESP;
        List<String> reasons = new ArrayList<>();
        for (Proposal ours : own) {
            for (Proposal theirs : offered) {
                if (theirs.protocol() != protocol) {
                    reasons.add("proposal " + theirs.number() + " is for " + theirs.protocol());
                    continue;
                }
                Attempt attempt = new Attempt(ours, theirs, purpose);
                List<Transform> chosen = attempt.run();
                if (chosen != null) {
                    return new Choice.Match(
                            new Proposal(theirs.number(), protocol, theirs.spi(), chosen));
                }
                reasons.add(attempt.why);
            }
        }
        String why = reasons.isEmpty() ? "no proposal" : String.join(", ", dedupe(reasons));
        return new Choice.NoMatch(text(offered), text(own), why);
    }

    private static List<String> dedupe(List<String> reasons) {
        return reasons.stream().distinct().toList();
    }

    private static String text(List<Proposal> proposals) {
        return proposals.stream().map(Proposal::toString).collect(Collectors.joining(" "));
    }

    /** One of ours against one of theirs. */
    private static final class Attempt {
        private final Proposal ours;
        private final Proposal theirs;
        private final Purpose purpose;
        private String why = "";

        Attempt(Proposal ours, Proposal theirs, Purpose purpose) {
            this.ours = ours;
            this.theirs = theirs;
            this.purpose = purpose;
        }

        @Nullable List<Transform> run() {
            for (Transform t : theirs.transforms()) {
                // RFC 7296 §3.3.6: a proposal with a transform type we do not know is not ours to
                // accept.
                if (t.type() < TransformType.ENCR || t.type() > TransformType.ESN) {
                    why = "unknown " + TransformType.name(t.type());
                    return null;
                }
            }
            List<Transform> chosen = new ArrayList<>();
            return encryptionAndIntegrity(chosen)
                            && (purpose == Purpose.IKE ? ike(chosen) : esp(chosen))
                    ? chosen
                    : null;
        }

        private boolean encryptionAndIntegrity(List<Transform> chosen) {
            boolean common = false;
            for (Transform encr : ours.ofType(TransformType.ENCR)) {
                EncryptionAlgorithm algorithm = EncryptionAlgorithm.of(encr);
                if (algorithm == null || !theirs.transforms().contains(encr)) {
                    continue;
                }
                common = true;
                if (algorithm.aead()) {
                    // §3.3: with an AEAD the peer offers no INTEG, or INTEG_NONE.
                    boolean none = theirs.transforms().contains(NO_INTEGRITY);
                    if (none || !theirs.hasType(TransformType.INTEG)) {
                        chosen.add(encr);
                        if (none) {
                            chosen.add(NO_INTEGRITY);
                        }
                        return true;
                    }
                } else {
                    Transform integ = common(TransformType.INTEG);
                    if (integ != null && IntegrityAlgorithm.of(integ) != null) {
                        chosen.add(encr);
                        chosen.add(integ);
                        return true;
                    }
                }
            }
            return common ? mismatch(TransformType.INTEG) : mismatch(TransformType.ENCR);
        }

        private boolean ike(List<Transform> chosen) {
            if (theirs.hasType(TransformType.ESN)) {
                why = "ESN in an IKE proposal";
                return false;
            }
            return add(TransformType.PRF, chosen) && add(TransformType.DH, chosen);
        }

        private boolean esp(List<Transform> chosen) {
            if (theirs.hasType(TransformType.PRF)) {
                why = "PRF in an ESP proposal";
                return false;
            }
            if (purpose == Purpose.CHILD && !keyExchange(chosen)) {
                return false;
            }
            // §3.3.3: ESN is mandatory for ESP; a proposal without it is not valid.
            if (!theirs.hasType(TransformType.ESN)) {
                why = "no ESN transform";
                return false;
            }
            Transform esn = common(TransformType.ESN);
            if (esn == null && !ours.hasType(TransformType.ESN)) {
                esn = theirs.transforms().contains(NO_ESN) ? NO_ESN : null;
            }
            if (esn == null) {
                return mismatch(TransformType.ESN);
            }
            chosen.add(esn);
            return true;
        }

        private boolean keyExchange(List<Transform> chosen) {
            boolean theyMayOmit =
                    !theirs.hasType(TransformType.DH) || theirs.transforms().contains(NO_DH);
            boolean weMayOmit =
                    !ours.hasType(TransformType.DH) || ours.transforms().contains(NO_DH);
            for (Transform group : ours.ofType(TransformType.DH)) {
                if (!group.equals(NO_DH) && theirs.transforms().contains(group)) {
                    chosen.add(group);
                    return true;
                }
            }
            if (theyMayOmit && weMayOmit) {
                if (theirs.transforms().contains(NO_DH)) {
                    chosen.add(NO_DH);
                }
                return true;
            }
            return mismatch(TransformType.DH);
        }

        private boolean add(int type, List<Transform> chosen) {
            Transform found = common(type);
            if (found == null) {
                return mismatch(type);
            }
            chosen.add(found);
            return true;
        }

        private @Nullable Transform common(int type) {
            for (Transform t : ours.ofType(type)) {
                if (theirs.transforms().contains(t)) {
                    return t;
                }
            }
            return null;
        }

        private boolean mismatch(int type) {
            why =
                    "no common "
                            + TransformType.name(type)
                            + " (offered "
                            + theirs.ofType(type)
                            + ", acceptable "
                            + ours.ofType(type)
                            + ")";
            return false;
        }
    }

    private static final Transform NO_INTEGRITY =
            Transform.of(TransformType.INTEG, TransformType.ID_NONE);
    private static final Transform NO_DH = Transform.of(TransformType.DH, TransformType.ID_NONE);
    private static final Transform NO_ESN = Transform.of(TransformType.ESN, TransformType.ESN_NO);
}
