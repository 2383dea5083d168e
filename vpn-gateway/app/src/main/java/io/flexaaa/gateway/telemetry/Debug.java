package io.flexaaa.gateway.telemetry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * {@code debug ...} of the exec line: which subjects are written to the log, and of which peers.
 * Nothing is on after a start. Any thread.
 */
public final class Debug {
    private static final Logger LOG = LoggerFactory.getLogger(Debug.class);

    /** What can be switched on; the words are IOS's. */
    public enum Subject {
        CRYPTO_IKEV2("crypto ikev2"),
        AAA_COA("aaa coa"),
        AAA_POD("aaa pod"),
        VTEMPLATE_CLONING("vtemplate cloning");

        private final String ios;

        Subject(String ios) {
            this.ios = ios;
        }

        public String ios() {
            return ios;
        }
    }

    private final Set<Subject> on = ConcurrentHashMap.newKeySet();
    private final Set<InetAddress> peers = new CopyOnWriteArraySet<>();
    private final Set<String> users = new CopyOnWriteArraySet<>();

    public void set(Subject subject, boolean nowOn) {
        if (nowOn) {
            on.add(subject);
        } else {
            on.remove(subject);
        }
    }

    public void allOff() {
        on.clear();
    }

    /** {@code debug crypto condition peer ...}: only these peers from now on. */
    public void condition(@Nullable InetAddress peer, @Nullable String user, boolean add) {
        if (peer != null && add) {
            peers.add(peer);
        } else if (peer != null) {
            peers.remove(peer);
        }
        if (user != null && add) {
            users.add(user);
        } else if (user != null) {
            users.remove(user);
        }
    }

    public void noConditions() {
        peers.clear();
        users.clear();
    }

    /** Whether lines of this subject about this peer are wanted; null = not known. */
    public boolean wants(Subject subject, @Nullable InetAddress peer, @Nullable String user) {
        if (!on.contains(subject)) {
            return false;
        }
        boolean all = peers.isEmpty() && users.isEmpty();
        return all || peer != null && peers.contains(peer) || user != null && users.contains(user);
    }

    public void write(Subject subject, LogLine line) {
        LOG.info("{}", line.with("debug", subject.ios()));
    }

    /** For {@code show debugging}. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Subject subject : on.isEmpty() ? Set.<Subject>of() : EnumSet.copyOf(on)) {
            out.append(subject.ios()).append(" debugging is on\n");
        }
        Set<String> conditions = new TreeSet<>(users);
        peers.forEach(peer -> conditions.add(peer.getHostAddress()));
        conditions.forEach(c -> out.append("condition: ").append(c).append('\n'));
        return out.isEmpty() ? "No debugging is on.\n" : out.toString();
    }
}
