package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.nas.NasCounterBook;
import io.flexaaa.server.nas.NasType;
import io.flexaaa.server.nas.Prefix;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.policy.ConditionalSets;
import io.flexaaa.server.policy.LoginPlan;
import io.flexaaa.server.policy.NasFacts;
import io.flexaaa.server.policy.ReplyAttributes;
import io.flexaaa.server.policy.ReplyPlan;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.secrets.SecretBox.Place;
import io.flexaaa.server.snapshot.PoolRefs.PoolRef;
import io.flexaaa.server.snapshot.store.SnapshotRows.GroupRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.NasRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.PeerRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.PoolRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.PskRow;
import io.flexaaa.server.snapshot.store.SnapshotRows.UserRow;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
                counters.of(row.id()),
                new NasFacts(
                        row.id(),
                        row.name(),
                        row.type(),
                        TemplateValues.ofNas(row.name(), row.values())),
                row.certificateName());
    }

    /** With what each takes over from its parents. */
    Map<Long, GroupEntry> groups(List<GroupRow> rows) {
        Map<Long, GroupRow> byId = HashMap.newHashMap(rows.size());
        rows.forEach(row -> byId.put(row.id(), row));
        Map<Long, GroupEntry> entries = HashMap.newHashMap(rows.size());
        for (GroupRow row : rows) {
            try {
                entries.put(row.id(), group(row, byId));
            } catch (RuntimeException e) {
                log.error("group {} left out: {}", row.name(), e.toString());
            }
        }
        return entries;
    }

    private static GroupEntry group(GroupRow row, Map<Long, GroupRow> all) {
        List<GroupRow> lineage = new ArrayList<>();
        for (GroupRow at = row; at != null; at = all.get(at.parentId())) {
            if (lineage.contains(at)) throw new IllegalStateException("its parents are a circle");
            lineage.add(at);
            if (at.parentId() == null) break;
        }
        PoolRefs pools = PoolRefs.NONE;
        List<ReplyPlan.Layer> layers = new ArrayList<>();
        for (GroupRow at : lineage) pools = pools.or(pools(at.pools()));
        for (GroupRow at : lineage.reversed()) {
            layers.add(new ReplyPlan.Layer(null, at.framedPool(), at.avPairs()));
            conditional(layers, at.conditional());
        }
        boolean fixed = ReplyPlan.fixed(layers);
        Attributes attributes =
                fixed ? ReplyPlan.encode(layers, ReplyAttributes::ofGroup) : Attributes.EMPTY;
        return new GroupEntry(
                row.id(),
                row.name(),
                attributes,
                ReplyAttributes.octets(attributes),
                fixed ? null : new ReplyPlan(layers, ReplyAttributes::ofGroup, null),
                pools,
                lineage.stream().map(GroupRow::name).toList(),
                List.copyOf(layers));
    }

    private static void conditional(List<ReplyPlan.Layer> layers, String json) {
        for (ConditionalSet set : ConditionalSets.read(json)) {
            layers.add(new ReplyPlan.Layer(set.condition(), set.framedPool(), set.pairs()));
        }
    }

    private static PoolRefs pools(PoolRow row) {
        if (row.v4() == null && row.v6() == null) return PoolRefs.NONE;
        return new PoolRefs(pool(row.v4(), row.v4Name()), pool(row.v6(), row.v6Name()));
    }

    private static @Nullable PoolRef pool(@Nullable Long id, @Nullable String name) {
        return id == null || name == null ? null : new PoolRef(id, name);
    }

    PeerEntry peer(PeerRow row) {
        PskEntry psk = row.psk() == null ? null : psk(row, row.psk());
        String local = null;
        String remote = null;
        if (psk instanceof PskEntry.Asymmetric pair) {
            local = pair.local().revealUtf8();
            remote = pair.remote().revealUtf8();
        }
        ReplyPlan.Encoder encoder = encoder(row, psk != null, local, remote);
        List<ReplyPlan.Layer> layers = new ArrayList<>();
        layers.add(new ReplyPlan.Layer(null, row.framedPool(), row.avPairs()));
        conditional(layers, row.conditional());
        boolean fixed = ReplyPlan.fixed(layers);
        Attributes attributes = fixed ? ReplyPlan.encode(layers, encoder) : Attributes.EMPTY;
        PoolRefs pools = pools(row.pools());
        return new PeerEntry(
                row.id(),
                row.name(),
                row.enabled(),
                row.group(),
                row.validUntil(),
                psk,
                row.acctInterimSeconds(),
                attributes,
                ReplyAttributes.octets(attributes),
                fixed
                        ? null
                        : new ReplyPlan(
                                layers, encoder, new ReplyPlan.PeerFacts(row.name(), row.values())),
                pools,
                row.values());
    }

    private static ReplyPlan.Encoder encoder(
            PeerRow row, boolean psk, @Nullable String local, @Nullable String remote) {
        return (pool, avPairs) ->
                ReplyAttributes.ofPeer(
                        new ReplyAttributes.PeerSettings(
                                row.framedIp(),
                                row.framedNetmask(),
                                pool,
                                row.addrV6(),
                                avPairs,
                                row.acctInterimSeconds()),
                        psk,
                        local,
                        remote);
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
        ReplyPlan.Encoder encoder = encoder(row);
        Attributes attributes = encoder.encode(row.framedPool(), row.avPairs());
        List<ReplyPlan.Layer> own =
                List.of(new ReplyPlan.Layer(null, row.framedPool(), row.avPairs()));
        LoginPlan plan =
                row.group() == null && ReplyPlan.fixed(own)
                        ? null
                        : new LoginPlan(own, encoder, row.name());
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
                ReplyAttributes.octets(attributes),
                plan);
    }

    private static ReplyPlan.Encoder encoder(UserRow row) {
        return (pool, avPairs) ->
                ReplyAttributes.ofPeer(
                        new ReplyAttributes.PeerSettings(
                                row.framedIp(),
                                row.framedNetmask(),
                                pool,
                                row.addrV6(),
                                avPairs,
                                row.acctInterimSeconds()),
                        false,
                        null,
                        null);
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
