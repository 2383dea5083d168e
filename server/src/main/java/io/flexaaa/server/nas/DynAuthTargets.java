package io.flexaaa.server.nas;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.nas.store.NasEntity;
import io.flexaaa.server.nas.store.NasRepository;
import io.flexaaa.server.secrets.SecretBox;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.Optional;

/** Where and with which secret a NAS takes CoA and Disconnect requests. */
@Service
public class DynAuthTargets {
    private final NasRepository rows;
    private final SecretBox box;

    DynAuthTargets(NasRepository rows, SecretBox box) {
        this.rows = rows;
        this.box = box;
    }

    /**
     * One NAS as dynamic authorization needs it.
     *
     * @param secret absent for a NAS that comes by RadSec only
     */
    public record Target(String nas, int port, @Nullable Secret secret) {}

    /** Absent when the NAS was deleted meanwhile. */
    @Transactional(readOnly = true)
    public Optional<Target> of(long nasId) {
        return rows.findById(nasId).map(this::target);
    }

    private Target target(NasEntity row) {
        byte[] sealed = row.secretSealed();
        var place = new SecretBox.Place("nas_client", row.id(), "secret_sealed");
        return new Target(
                row.name(), row.dynAuthPort(), sealed == null ? null : box.open(sealed, place));
    }
}
