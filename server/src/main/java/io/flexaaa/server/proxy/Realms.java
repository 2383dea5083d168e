package io.flexaaa.server.proxy;

import io.flexaaa.protocol.radius.Dictionary;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.proxy.RealmEntry.HomeEntry;
import io.flexaaa.server.proxy.store.RealmStore;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.snapshot.SnapshotApplied;
import io.flexaaa.server.snapshot.SnapshotService;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The realms requests are routed by: an immutable list, renewed by the change log. */
@Component
class Realms {
    private static final Logger log = LoggerFactory.getLogger(Realms.class);
    private final RealmStore store;
    private final SecretBox box;
    private long loadedVersion;
    private boolean stale;
    private volatile List<RealmEntry> current;

    Realms(RealmStore store, SecretBox box, SnapshotService snapshots) {
        this.store = store;
        this.box = box;
        this.loadedVersion = snapshots.appliedVersion();
        this.current = load();
    }

    List<RealmEntry> current() {
        return current;
    }

    /** The closest match, or null: then the request is answered here. */
    @Nullable RealmEntry find(String userName, String nas) {
        List<RealmEntry> all = current;
        if (all.isEmpty()) return null;
        String realm = RealmEntry.realmOf(userName);
        RealmEntry best = null;
        int bestScore = 0;
        for (RealmEntry entry : all) {
            int score = entry.match(realm, nas);
            if (score > bestScore) {
                best = entry;
                bestScore = score;
            }
        }
        return best;
    }

    /** A kind of row the snapshot itself steps over. */
    @EventListener
    synchronized void applied(SnapshotApplied event) {
        try {
            if (stale || store.changedSince(loadedVersion)) current = load();
            loadedVersion = event.version();
            stale = false;
        } catch (DataAccessException e) {
            log.warn("realms not refreshed, tried again: {}", e.getMessage());
            stale = true;
        }
    }

    @Scheduled(fixedDelay = 1_000)
    synchronized void retry() {
        if (stale) applied(new SnapshotApplied(loadedVersion));
    }

    private List<RealmEntry> load() {
        List<RealmEntry> entries = new ArrayList<>();
        List<RealmStore.HomeRow> homes = store.homes(null);
        for (Realm realm : store.all()) {
            List<HomeEntry> own = new ArrayList<>();
            for (RealmStore.HomeRow row : homes) {
                HomeEntry home = row.realmId() == realm.id() ? home(realm, row) : null;
                if (home != null) own.add(home);
            }
            entries.add(
                    new RealmEntry(
                            realm, deniedTypes(realm), deniedPairs(realm), List.copyOf(own)));
        }
        return List.copyOf(entries);
    }

    private @Nullable HomeEntry home(Realm realm, RealmStore.HomeRow row) {
        byte[] sealed = row.secretSealed();
        if (sealed == null) return null;
        try {
            Secret secret = box.open(sealed, RealmService.place(row.id()));
            return new HomeEntry(
                    row.id(),
                    InetAddress.ofLiteral(row.address()),
                    row.authPort(),
                    row.acctPort(),
                    secret);
        } catch (SecretBox.UnsealException e) {
            log.error("realm {} does without {}: {}", realm.name(), row.address(), e.getMessage());
            return null;
        }
    }

    private static Set<Integer> deniedTypes(Realm realm) {
        Set<Integer> types = new HashSet<>();
        for (String name : realm.denyAttributes()) {
            Dictionary.Entry entry = Dictionary.standard().byName(name);
            if (entry != null && entry.vendor() == 0) types.add(entry.type());
        }
        return types;
    }

    private static Set<String> deniedPairs(Realm realm) {
        Set<String> names = new HashSet<>();
        for (String name : realm.denyAttributes()) {
            if (name.indexOf(':') > 0) names.add(name.toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
