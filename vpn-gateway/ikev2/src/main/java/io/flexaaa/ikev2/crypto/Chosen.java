package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads the one proposal a responder answers with (RFC 7296 §3.3.6: one transform of each type).
 */
final class Chosen {
    private Chosen() {}

    static Transform only(Proposal p, int transformType) throws DecodeException {
        List<Transform> found = p.ofType(transformType);
        if (found.size() != 1) {
            throw new DecodeException(
                    "SA",
                    found.size() + " " + TransformType.name(transformType) + " transforms in " + p);
        }
        return found.getFirst();
    }

    /** Null for an AEAD; RFC 7296 §3.3: then no INTEG, or the single INTEG_NONE. */
    static @Nullable IntegrityAlgorithm integrity(Proposal p, EncryptionAlgorithm encryption)
            throws DecodeException {
        if (encryption.aead()) {
            for (Transform t : p.ofType(TransformType.INTEG)) {
                if (t.id() != TransformType.ID_NONE) {
                    throw new DecodeException("SA", "integrity beside an AEAD in " + p);
                }
            }
            return null;
        }
        IntegrityAlgorithm integrity = IntegrityAlgorithm.of(only(p, TransformType.INTEG));
        if (integrity == null) {
            throw new DecodeException("SA", "cannot run " + p);
        }
        return integrity;
    }
}
