package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The algorithms of one IKE SA. {@code integrity} is null exactly when {@code encryption} is an
 * AEAD.
 */
public record IkeSuite(
        EncryptionAlgorithm encryption,
        PrfAlgorithm prf,
        @Nullable IntegrityAlgorithm integrity,
        KeyExchangeGroup group) {
    public IkeSuite {
        if (encryption.aead() == (integrity != null)) {
            throw new IllegalArgumentException(encryption + " with integrity " + integrity);
        }
    }

    public boolean weak() {
        return prf.weak() || (integrity != null && integrity.weak());
    }

    /** As a proposal with one transform of each type. */
    public Proposal proposal(int number, Octets spi) {
        List<Transform> transforms = new ArrayList<>();
        transforms.add(encryption.transform());
        transforms.add(prf.transform());
        if (integrity != null) {
            transforms.add(integrity.transform());
        }
        transforms.add(group.transform());
        return new Proposal(number, ProtocolId.IKE, spi, transforms);
    }

    /**
     * Reads a chosen proposal: exactly one transform of each type.
     *
     * @throws DecodeException when a type is missing, doubled or not one we can run
     */
    public static IkeSuite of(Proposal chosen) throws DecodeException {
        EncryptionAlgorithm encryption =
                EncryptionAlgorithm.of(Chosen.only(chosen, TransformType.ENCR));
        PrfAlgorithm prf = PrfAlgorithm.of(Chosen.only(chosen, TransformType.PRF));
        KeyExchangeGroup group = KeyExchangeGroup.of(Chosen.only(chosen, TransformType.DH));
        if (encryption == null || prf == null || group == null) {
            throw new DecodeException("SA", "cannot run " + chosen);
        }
        IntegrityAlgorithm integrity = Chosen.integrity(chosen, encryption);
        return new IkeSuite(encryption, prf, integrity, group);
    }
}
