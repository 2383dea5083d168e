package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeConfig.EspTransform;
import io.flexaaa.ikev2.IkeConfig.IkeProposal;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;
import io.flexaaa.protocol.wire.Octets;

import java.util.ArrayList;
import java.util.List;

/** What the configuration accepts, written as proposals to compare with the peer's. */
public final class Offers {
    private static final Transform NO_DH = Transform.of(TransformType.DH, TransformType.ID_NONE);

    private Offers() {}

    /**
     * Our IKE proposals. The group the peer already sent a KE for goes first where we accept it:
     * any other choice would cost a round trip with INVALID_KE_PAYLOAD.
     */
    public static List<Proposal> ike(List<IkeProposal> configured, int keGroup) {
        List<Proposal> out = new ArrayList<>(configured.size());
        for (IkeProposal p : configured) {
            List<Transform> transforms = new ArrayList<>();
            for (EncryptionAlgorithm e : p.encryption()) {
                transforms.add(e.transform());
            }
            for (IntegrityAlgorithm i : p.integrity()) {
                transforms.add(i.transform());
            }
            for (PrfAlgorithm f : p.prf()) {
                transforms.add(f.transform());
            }
            for (KeyExchangeGroup g : p.groups()) {
                if (g.number() == keGroup) {
                    transforms.add(g.transform());
                }
            }
            for (KeyExchangeGroup g : p.groups()) {
                if (g.number() != keGroup) {
                    transforms.add(g.transform());
                }
            }
            out.add(new Proposal(out.size() + 1, ProtocolId.IKE, Octets.EMPTY, transforms));
        }
        return out;
    }

    /**
     * Our ESP proposals. Without {@code set pfs} a peer that brings a key exchange gets it, with
     * any group we can run; with it, exactly that group. {@code keGroup} 0: the peer sent no KE.
     */
    public static List<Proposal> esp(EspPolicy policy, int keGroup) {
        List<Proposal> out = new ArrayList<>(policy.transforms().size());
        for (EspTransform t : policy.transforms()) {
            List<Transform> transforms = new ArrayList<>();
            transforms.add(t.encryption().transform());
            IntegrityAlgorithm integrity = t.integrity();
            if (integrity != null) {
                transforms.add(integrity.transform());
            }
            KeyExchangeGroup pfs = policy.pfsGroup();
            if (pfs != null) {
                transforms.add(pfs.transform());
            } else {
                KeyExchangeGroup offered = KeyExchangeGroup.of(keGroup);
                if (offered != null) {
                    transforms.add(offered.transform());
                }
                transforms.add(NO_DH);
            }
            // Either numbering serves; the transform set only says which one we would rather have.
            int preferred = t.esn() ? TransformType.ESN_YES : TransformType.ESN_NO;
            transforms.add(Transform.of(TransformType.ESN, preferred));
            transforms.add(Transform.of(TransformType.ESN, 1 - preferred));
            out.add(new Proposal(out.size() + 1, ProtocolId.ESP, Octets.EMPTY, transforms));
        }
        return out;
    }
}
