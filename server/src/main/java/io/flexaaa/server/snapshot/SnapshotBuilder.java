package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.nas.NasCounterBook;
import io.flexaaa.server.nas.NasType;
import io.flexaaa.server.nas.Prefix;
import io.flexaaa.server.policy.ReplyAttributes;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.secrets.SecretBox.Place;
import io.flexaaa.server.snapshot.store.SnapshotRows.GroupRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.NasRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.PeerRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.PskRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.UserRow;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Rows to entries: opens the seals, encodes the attributes. One bad row never costs the others. */
@Component
class SnapshotBuilder {

    private static final Logger log = LoggerFactory.getLogger(SnapshotBuilder.class);

    /** IOS's password in key and authorization look-ups unless configured otherwise. */
    private static final String DEFAULT_AUTHORIZATION_PASSWORD = "cisco";

    private final SecretBox box;
    private final NasCounterBook counters;

    SnapshotBuilder(SecretBox box, NasCounterBook counters) {
        this.box = box;
        this.counters = counters;
    }

    NasEntry nas(NasRow row) {
        Prefix prefix = Prefix.parse(row.address());
        if (prefix == null) {
            throw new IllegalStateException("NAS " + row.name() + " address " + row.address());
        }
        Secret secret = null;
        Secret password = Secret.ofUtf8(DEFAULT_AUTHORIZATION_PASSWORD);
        try {
            if (row.secret() != null) {
                secret = box.open(row.secret(), new Place("nas_client", row.id(), "secret_sealed"));
            }
            if (row.authorizationPassword() != null) {
                Place place = new Place("nas_client", row.id(), "authorization_password_sealed");
                password = box.open(row.authorizationPassword(), place);
            }
        } catch (SecretBox.UnsealException e) {
            secret = null;
            log.error("NAS {} is not answered: {}", row.name(), e.getMessage());
        }
        return new NasEntry(
                row.id(),
                row.name(),
                prefix,
                secret,
                password,
                NasType.of(row.type()),
                row.requireMessageAuthenticator(),
                row.dynAuthPort(),
                row.acctInterimSeconds(),
                row.enabled(),
                counters.of(row.id()));
    }

    GroupEntry group(GroupRow row) {
        Attributes attributes = ReplyAttributes.ofGroup(row.framedPool(), row.avPairs());
        return new GroupEntry(row.id(), row.name(), attributes, ReplyAttributes.octets(attributes));
    }

    PeerEntry peer(PeerRow row) {
        PskEntry psk = row.psk() == null ? null : psk(row, row.psk());
        String local = null;
        String remote = null;
        if (psk instanceof PskEntry.Asymmetric pair) {
            local = pair.local().revealUtf8();
            remote = pair.remote().revealUtf8();
        }
        Attributes attributes =
                ReplyAttributes.ofPeer(
                        new ReplyAttributes.PeerSettings(
                                row.framedIp(),
                                row.framedNetmask(),
                                row.framedPool(),
                                row.addrV6(),
                                row.avPairs(),
                                row.acctInterimSeconds()),
                        psk != null,
                        local,
                        remote);
        return new PeerEntry(
                row.id(),
                row.name(),
                row.enabled(),
                row.group(),
                row.validUntil(),
                psk,
                row.acctInterimSeconds(),
                attributes,
                ReplyAttributes.octets(attributes));
    }

    UserEntry user(UserRow row) {
        Secret password = null;
        Argon2Hash hash = null;
        Secret totp = null;
        String unreadable = null;
        try {
            if (row.passwordSealed() != null) {
                Place place = new Place("user_account", row.id(), "password_sealed");
                password = box.open(row.passwordSealed(), place);
            }
            if (row.totpSealed() != null) {
                Place place = new Place("user_account", row.id(), "totp_sealed");
                totp = box.open(row.totpSealed(), place);
            }
        } catch (SecretBox.UnsealException e) {
            // Without its one-time codes a user would get in with the password alone.
            unreadable = String.valueOf(e.getMessage());
            log.error("user {} cannot log in: {}", row.name(), unreadable);
        }
        if (row.passwordHash() != null) {
            hash = Argon2Hash.parse(row.passwordHash());
            if (hash == null) {
                unreadable = "user_account row " + row.id() + " password_hash is no Argon2id hash";
            }
        }
        Attributes attributes =
                ReplyAttributes.ofPeer(
                        new ReplyAttributes.PeerSettings(
                                row.framedIp(),
                                row.framedNetmask(),
                                row.framedPool(),
                                row.addrV6(),
                                row.avPairs(),
                                row.acctInterimSeconds()),
                        false,
                        null,
                        null);
        return new UserEntry(
                row.id(),
                row.name(),
                row.enabled(),
                row.validUntil(),
                row.group(),
                password,
                hash,
                totp,
                unreadable,
                row.acctInterimSeconds(),
                attributes,
                ReplyAttributes.octets(attributes));
    }

    private PskEntry psk(PeerRow peer, PskRow row) {
        try {
            Secret symmetric = open(row.symmetric(), row.id(), "symmetric_sealed");
            if (symmetric != null) {
                return new PskEntry.Symmetric(symmetric.reveal(), row.expiresAt());
            }
            Secret local = open(row.local(), row.id(), "local_sealed");
            Secret remote = open(row.remote(), row.id(), "remote_sealed");
            if (local != null && remote != null) {
                return new PskEntry.Asymmetric(local, remote, row.expiresAt());
            }
            return new PskEntry.Unreadable("half of the key pair is missing", row.expiresAt());
        } catch (SecretBox.UnsealException e) {
            log.error("peer {} has no usable PSK: {}", peer.name(), e.getMessage());
            return new PskEntry.Unreadable(String.valueOf(e.getMessage()), row.expiresAt());
        }
    }

    private @Nullable Secret open(byte @Nullable [] sealed, long id, String column) {
        return sealed == null ? null : box.open(sealed, new Place("psk", id, column));
    }
}
