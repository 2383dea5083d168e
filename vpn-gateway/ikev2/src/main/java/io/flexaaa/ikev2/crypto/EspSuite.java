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
 * The algorithms of one ESP child SA. {@code integrity} is null exactly when {@code encryption} is
 * an AEAD; {@code group} is null when the child has no key exchange of its own (no PFS).
 */
public record EspSuite(
        EncryptionAlgorithm encryption,
        @Nullable IntegrityAlgorithm integrity,
        @Nullable KeyExchangeGroup group,
        boolean extendedSequenceNumbers) {
    public EspSuite {
        if (encryption.aead() == (integrity != null)) {
            throw new IllegalArgumentException(encryption + " with integrity " + integrity);
        }
    }

    public boolean weak() {
        return integrity != null && integrity.weak();
    }

    /** As a proposal with one transform of each type. */
    public Proposal proposal(int number, Octets spi) {
        List<Transform> transforms = new ArrayList<>();
        transforms.add(encryption.transform());
        if (integrity != null) {
            transforms.add(integrity.transform());
        }
        if (group != null) {
            transforms.add(group.transform());
        }
        int esn = extendedSequenceNumbers ? TransformType.ESN_YES : TransformType.ESN_NO;
        transforms.add(Transform.of(TransformType.ESN, esn));
        return new Proposal(number, ProtocolId.ESP, spi, transforms);
    }

    /**
     * Reads a chosen proposal: exactly one transform of each type, DH optional.
     *
     * @throws DecodeException when a type is missing, doubled or not one we can run
     */
    public static EspSuite of(Proposal chosen) throws DecodeException {
        EncryptionAlgorithm encryption =
                EncryptionAlgorithm.of(Chosen.only(chosen, TransformType.ENCR));
        if (encryption == null) {
            throw new DecodeException("SA", "cannot run " + chosen);
        }
        IntegrityAlgorithm integrity = Chosen.integrity(chosen, encryption);
        KeyExchangeGroup group = null;
        if (chosen.hasType(TransformType.DH)) {
            Transform dh = Chosen.only(chosen, TransformType.DH);
            group = KeyExchangeGroup.of(dh);
            if (group == null && dh.id() != TransformType.ID_NONE) {
                throw new DecodeException("SA", "cannot run " + dh);
            }
        }
        int esn = Chosen.only(chosen, TransformType.ESN).id();
        if (esn != TransformType.ESN_NO && esn != TransformType.ESN_YES) {
            throw new DecodeException("SA", "ESN transform " + esn);
        }
        return new EspSuite(encryption, integrity, group, esn == TransformType.ESN_YES);
    }
}
