package io.flexaaa.server.proxy;

import io.flexaaa.protocol.radius.Dictionary;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.proxy.RealmWrite.HomeWrite;
import io.flexaaa.server.proxy.store.RealmStore;
import io.flexaaa.server.proxy.store.RealmStore.HomeRow;
import io.flexaaa.server.secrets.SecretBox;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Realms: list, create, replace, delete. */
@Service
public class RealmService {
    private static final int MAX_HOMES = 8;
    private final RealmStore store;
    private final SecretBox box;
    private final Clock clock;

    RealmService(RealmStore store, SecretBox box, Clock clock) {
        this.store = store;
        this.box = box;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Realm> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<Realm> found = store.page(after, page.like(), page.limit() + 1);
        Page<Realm> cut = Page.cut(found, page.limit(), Realm::name);
        List<Realm> items = cut.items().stream().map(this::withHomes).toList();
        return new Page<>(items, cut.next(), store.count());
    }

    @Transactional(readOnly = true)
    public Realm get(String name) {
        return store.find(name)
                .map(this::withHomes)
                .orElseThrow(() -> new Problem.NotFound("realm", name));
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public Realm put(String name, RealmWrite write, @Nullable Long ifVersion) {
        Realm before = store.find(name).map(this::withHomes).orElse(null);
        List<HomeWrite> homes = homes(write);
        check(name, write, homes, before);
        if (before != null && ifVersion != null && ifVersion != before.version()) {
            throw new Problem.StaleVersion("realm", name, before);
        }
        long id = store.put(realm(name, write));
        List<Long> kept = new ArrayList<>();
        for (HomeWrite home : homes) {
            int authPort = Objects.requireNonNullElse(home.authPort(), 1812);
            long homeId =
                    store.putHome(
                            id,
                            kept.size(),
                            String.valueOf(home.address()),
                            authPort,
                            Objects.requireNonNullElse(home.acctPort(), authPort + 1));
            kept.add(homeId);
            String secret = home.secret();
            if (secret != null) {
                store.setSecret(homeId, box.seal(Secret.ofUtf8(secret), place(homeId)));
            }
        }
        store.keepHomes(id, kept);
        return get(name);
    }

    @Transactional
    public void delete(String name) {
        get(name);
        store.delete(name);
    }

    /** The home servers' secrets in their order. The caller has checked the permission. */
    @Transactional(readOnly = true)
    public List<@Nullable String> revealSecrets(String name) {
        List<@Nullable String> clear = new ArrayList<>();
        for (HomeRow home : store.homes(get(name).id())) {
            byte[] sealed = home.secretSealed();
            clear.add(sealed == null ? null : box.open(sealed, place(home.id())).revealUtf8());
        }
        return clear;
    }

    static SecretBox.Place place(long homeId) {
        return new SecretBox.Place("realm_home", homeId, "secret_sealed");
    }

    private Realm realm(String name, RealmWrite w) {
        return new Realm(
                0,
                name,
                Objects.requireNonNullElse(w.description(), ""),
                Objects.requireNonNullElse(w.enabled(), true),
                match(name, w),
                Objects.requireNonNullElse(w.nas(), List.of()),
                Objects.requireNonNullElse(w.strip(), false),
                Objects.requireNonNullElse(w.lookUps(), false),
                Objects.requireNonNullElse(w.reply(), ReplyMode.HOME),
                Objects.requireNonNullElse(w.denyAttributes(), List.of()),
                w.group(),
                Objects.requireNonNullElse(w.requireMessageAuthenticator(), true),
                Objects.requireNonNullElse(w.forwardAccounting(), false),
                Objects.requireNonNullElse(w.timeoutMillis(), 10_000),
                Objects.requireNonNullElse(w.retransmits(), 0),
                Objects.requireNonNullElse(w.statusServer(), true),
                Objects.requireNonNullElse(w.deadSeconds(), 30),
                List.of(),
                0,
                clock.instant(),
                clock.instant());
    }

    /** A realm is mostly named as what it matches. */
    private static String match(String name, RealmWrite w) {
        return (w.match() == null ? name : w.match().strip()).toLowerCase(Locale.ROOT);
    }

    private static List<HomeWrite> homes(RealmWrite write) {
        return write.homeServers() == null ? List.of() : write.homeServers();
    }

    private void check(String name, RealmWrite w, List<HomeWrite> homes, @Nullable Realm before) {
        Check check = new Check();
        check.require(!name.isBlank(), "name", name, "is empty", "give the realm a name");
        String match = match(name, w);
        check.require(
                match.isEmpty()
                        || match.equals("*")
                        || match.matches(
                                "(\\*\\.)?[\\p{L}\\p{N}]([\\p{L}\\p{N}._-]*[\\p{L}\\p{N}])?"),
                "match",
                match,
                "is not a realm",
                "write example.com, *.example.com, * for any realm, or nothing for names without"
                        + " one");
        check.require(
                !homes.isEmpty() && homes.size() <= MAX_HOMES,
                "homeServers",
                homes.size(),
                "are not 1 to " + MAX_HOMES,
                "give the servers in the order they are to be asked");
        for (int i = 0; i < homes.size(); i++)
            home(check, "homeServers[" + i + "]", homes.get(i), before);
        range(check, "timeoutMillis", w.timeoutMillis(), 500, 180_000);
        range(check, "retransmits", w.retransmits(), 0, 5);
        range(check, "deadSeconds", w.deadSeconds(), 1, 3_600);
        List<String> denied = Objects.requireNonNullElse(w.denyAttributes(), List.of());
        for (int i = 0; i < denied.size(); i++) {
            check.require(
                    deniable(denied.get(i)),
                    "denyAttributes[" + i + "]",
                    denied.get(i),
                    "is neither an attribute nor an AV pair",
                    "write Framed-IP-Address, or ip:interface-config for the AV pairs of that"
                            + " name");
        }
        check.done();
    }

    private static boolean deniable(String text) {
        return text.indexOf(':') > 0 || Dictionary.standard().byName(text) != null;
    }

    private static void home(Check check, String field, HomeWrite home, @Nullable Realm before) {
        String address = home.address();
        InetAddress literal = literal(address);
        check.require(
                literal != null && !literal.isAnyLocalAddress() && !literal.isMulticastAddress(),
                field + ".address",
                address,
                "is not the address of a server",
                "write an IP address: a name would be another thing that can be down");
        range(check, field + ".authPort", home.authPort(), 1, 65_535);
        range(check, field + ".acctPort", home.acctPort(), 1, 65_535);
        int port = Objects.requireNonNullElse(home.authPort(), 1812);
        boolean known =
                before != null
                        && literal != null
                        && before.homeServers().stream()
                                .anyMatch(h ->
                                        h.secretSet()
                                                && h.authPort() == port
                                                && literal.equals(literal(h.address())));
        String secret = home.secret();
        if (secret == null ? !known : secret.isEmpty()) {
            check.add(
                    new FieldProblem(
                            field + ".secret",
                            "",
                            "is missing",
                            "give the secret that the home server has for this server"));
        }
    }

    private static @Nullable InetAddress literal(@Nullable String text) {
        if (text == null) return null;
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            // The caller says so in its own words.
            return null;
        }
    }

    private static void range(
            Check check, String field, @Nullable Integer value, int min, int max) {
        check.require(
                value == null || (value >= min && value <= max),
                field,
                value,
                "is outside " + min + ".." + max,
                "choose a value within");
    }

    private Realm withHomes(Realm r) {
        List<Realm.Home> homes = store.homes(r.id()).stream().map(RealmService::view).toList();
        return new Realm(
                r.id(),
                r.name(),
                r.description(),
                r.enabled(),
                r.match(),
                r.nas(),
                r.strip(),
                r.lookUps(),
                r.reply(),
                r.denyAttributes(),
                r.group(),
                r.requireMessageAuthenticator(),
                r.forwardAccounting(),
                r.timeoutMillis(),
                r.retransmits(),
                r.statusServer(),
                r.deadSeconds(),
                homes,
                r.version(),
                r.createdAt(),
                r.updatedAt());
    }

    private static Realm.Home view(HomeRow row) {
        return new Realm.Home(
                row.address(), row.authPort(), row.acctPort(), row.secretSealed() != null);
    }
}
