package io.flexaaa.server.snapshot;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration at one version. Immutable: a request sees one version from beginning to
 * end.
 */
public final class Snapshot {

    private final long version;
    private final Map<Long, NasEntry> nas;
    private final Map<Long, PeerEntry> peers;
    private final Map<Long, GroupEntry> groups;
    private final Map<Long, UserEntry> users;
    private final Map<String, PeerEntry> peersByName;
    private final Map<String, GroupEntry> groupsByName;
    private final Map<String, UserEntry> usersByName;
    private final List<ByLength> nasByLength;

    private record ByLength(int octets, int length, Map<InetAddress, NasEntry> networks) {}

    Snapshot(
            long version,
            Map<Long, NasEntry> nas,
            Map<Long, PeerEntry> peers,
            Map<Long, GroupEntry> groups,
            Map<Long, UserEntry> users) {
        this.version = version;
        this.nas = nas;
        this.peers = peers;
        this.groups = groups;
        this.users = users;
        this.peersByName = HashMap.newHashMap(peers.size());
        peers.values().forEach(p -> peersByName.put(p.name(), p));
        this.groupsByName = HashMap.newHashMap(groups.size());
        groups.values().forEach(g -> groupsByName.put(g.name(), g));
        this.usersByName = HashMap.newHashMap(users.size());
        users.values().forEach(u -> usersByName.put(u.name(), u));
        this.nasByLength = index(nas.values());
    }

    public static Snapshot empty() {
        return new Snapshot(0, Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** Longest prefix first; one hash look-up a length in use. */
    private static List<ByLength> index(Collection<NasEntry> entries) {
        List<ByLength> lengths = new ArrayList<>();
        for (NasEntry entry : entries) {
            int octets = entry.prefix().network().getAddress().length;
            int length = entry.prefix().length();
            ByLength found = null;
            for (ByLength known : lengths) {
                if (known.octets == octets && known.length == length) found = known;
            }
            if (found == null) {
                found = new ByLength(octets, length, new HashMap<>());
                lengths.add(found);
            }
            found.networks.put(entry.prefix().network(), entry);
        }
        lengths.sort(Comparator.comparingInt(ByLength::length).reversed());
        return lengths;
    }

    public long version() {
        return version;
    }

    /** The RADIUS client that address belongs to: the longest prefix that holds it. */
    public @Nullable NasEntry nas(InetAddress source) {
        byte[] octets = source.getAddress();
        for (int i = 0; i < nasByLength.size(); i++) {
            ByLength level = nasByLength.get(i);
            if (level.octets != octets.length) continue;
            NasEntry found = level.networks.get(masked(source, octets, level.length));
            if (found != null) return found;
        }
        return null;
    }

    private static InetAddress masked(InetAddress source, byte[] octets, int length) {
        if (length == octets.length * 8) return source;
        byte[] network = octets.clone();
        for (int bit = length; bit < network.length * 8; bit++) {
            network[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + network.length + " octets", e);
        }
    }

    public @Nullable NasEntry nas(long id) {
        return nas.get(id);
    }

    public @Nullable PeerEntry peer(String name) {
        return peersByName.get(name);
    }

    public @Nullable GroupEntry group(String name) {
        return groupsByName.get(name);
    }

    public @Nullable UserEntry user(String name) {
        return usersByName.get(name);
    }

    /** Where a peer's addresses come from: its own pools, else its group's. */
    public PoolRefs pools(PeerEntry peer) {
        GroupEntry group = peer.group() == null ? null : groupsByName.get(peer.group());
        return group == null ? peer.pools() : peer.pools().or(group.pools());
    }

    /** Where a user's addresses come from: the pools of its group. */
    public PoolRefs pools(UserEntry user) {
        GroupEntry group = user.group() == null ? null : groupsByName.get(user.group());
        return group == null ? PoolRefs.NONE : group.pools();
    }

    public java.util.Set<String> peerNames() {
        return Collections.unmodifiableSet(peersByName.keySet());
    }

    public java.util.Set<String> groupNames() {
        return Collections.unmodifiableSet(groupsByName.keySet());
    }

    public java.util.Set<String> userNames() {
        return Collections.unmodifiableSet(usersByName.keySet());
    }

    public Collection<NasEntry> nasEntries() {
        return Collections.unmodifiableCollection(nas.values());
    }

    /** A copy with some entries replaced; an absent value takes the entry away. */
    Snapshot with(
            long newVersion,
            Map<Long, @Nullable NasEntry> changedNas,
            Map<Long, @Nullable PeerEntry> changedPeers,
            Map<Long, @Nullable GroupEntry> changedGroups,
            Map<Long, @Nullable UserEntry> changedUsers) {
        return new Snapshot(
                newVersion,
                merged(nas, changedNas),
                merged(peers, changedPeers),
                merged(groups, changedGroups),
                merged(users, changedUsers));
    }

    private static <T> Map<Long, T> merged(Map<Long, T> old, Map<Long, @Nullable T> changed) {
        if (changed.isEmpty()) return old;
        Map<Long, T> copy = new HashMap<>(old);
        changed.forEach((id, value) -> {
            if (value == null) copy.remove(id);
            else copy.put(id, value);
        });
        return copy;
    }
}
