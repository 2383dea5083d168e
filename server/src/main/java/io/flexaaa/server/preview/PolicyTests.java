package io.flexaaa.server.preview;

import io.flexaaa.protocol.policy.NameMangling;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.server.preview.PolicyPreview.EffectiveValue;
import io.flexaaa.server.preview.store.PolicyTestStore;
import io.flexaaa.server.preview.store.PolicyTestStore.Row;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotService;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Policy tests: list, create, replace, delete, run. */
@Service
public class PolicyTests {
    private final PolicyTestStore store;
    private final PreviewService previews;
    private final SnapshotService snapshots;
    private final TransactionTemplate committed;
    private final Clock clock;

    PolicyTests(
            PolicyTestStore store,
            PreviewService previews,
            SnapshotService snapshots,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.store = store;
        // Leases come from the database: the caller's transaction would show them as written.
        this.committed = new TransactionTemplate(transactions);
        this.committed.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.committed.setReadOnly(true);
        this.previews = previews;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** All, each run against the configuration in force. */
    @Transactional(readOnly = true)
    public List<PolicyTest> list() {
        Snapshot snapshot = snapshots.current();
        return store.all().stream().map(row -> view(row, snapshot)).toList();
    }

    @Transactional(readOnly = true)
    public PolicyTest get(String name) {
        return view(find(name), snapshots.current());
    }

    @Transactional
    public PolicyTest put(String name, PolicyTestWrite write, @Nullable Long ifVersion) {
        Row before = store.find(name).orElse(null);
        if (before != null && ifVersion != null && ifVersion != before.version()) {
            throw new Problem.StaleVersion("policy test", name, view(before, snapshots.current()));
        }
        check(name, write);
        store.put(
                name, write.peer(), JsonMapper.shared().writeValueAsString(write), clock.instant());
        return get(name);
    }

    private static void check(String name, PolicyTestWrite write) {
        Check check = new Check();
        check.require(
                !name.isBlank() && name.length() <= 200,
                "name",
                name,
                "is empty or longer than 200 characters",
                "say what must hold, e.g. branches-get-the-corporate-route");
        check.require(
                write.peer() != null && !write.peer().isBlank(),
                "peer",
                write.peer(),
                "is empty",
                "write the peer's identity");
        check.require(
                write.nas() != null && !write.nas().isBlank(),
                "nas",
                write.nas(),
                "is empty",
                "write the NAS's name");
        boolean some = !orEmpty(write.has()).isEmpty() || !orEmpty(write.lacks()).isEmpty();
        check.require(
                some || write.accepted() != null,
                "has",
                null,
                "and lacks are empty: the test would hold for ever",
                "write at least one value, or accepted");
        for (String has : orEmpty(write.has())) {
            check.require(
                    has.indexOf('=') > 0,
                    "has",
                    has,
                    "is not name=value",
                    "write it like ip:interface-config=ip mtu 1400");
        }
        noKeys(check, "has", write.has());
        noKeys(check, "lacks", write.lacks());
        ProfileOptions p = write.profile();
        if (p != null) {
            mangler(check, "profile.pskMangler", p.pskMangler());
            mangler(check, "profile.userMangler", p.userMangler());
            mangler(check, "profile.groupMangler", p.groupMangler());
        }
        check.done();
    }

    /** A test is kept as it was written, and read by everybody who may read peers. */
    private static void noKeys(Check check, String field, @Nullable List<String> pairs) {
        for (String pair : orEmpty(pairs)) {
            check.require(
                    !pair.contains("ikev2-password-") || pair.indexOf('=') < 0,
                    field,
                    "(hidden)",
                    "is a key",
                    "a test says what is allowed, not which key; leave it out");
        }
    }

    private static void mangler(Check check, String field, @Nullable String words) {
        if (words == null) return;
        try {
            NameMangling.parse(words);
        } catch (DecodeException e) {
            check.require(
                    false,
                    field,
                    words,
                    String.valueOf(e.getMessage()),
                    "write it as in crypto ikev2 name-mangler");
        }
    }

    @Transactional
    public void delete(String name) {
        if (!store.delete(name)) throw new Problem.NotFound("policy test", name);
    }

    /**
     * The tests that hold in {@code before} and no longer in {@code after}: one that failed already
     * must not stop somebody who changes something else.
     */
    List<String> broken(List<Row> tests, Snapshot before, Snapshot after) {
        List<String> broken = new ArrayList<>();
        for (Row row : tests) {
            PolicyTestWrite test = read(row);
            String got = got(test, after);
            if (got != null && committed.execute(_ -> got(test, before) == null)) {
                broken.add("policy test " + row.name() + " fails: " + got);
            }
        }
        return broken;
    }

    List<Row> rows() {
        return store.all();
    }

    void flush() {
        store.flush();
    }

    /** Every peer, user and NAS the tests may look up. */
    Set<String> names(List<Row> tests) {
        Set<String> names = new HashSet<>();
        for (Row row : tests) {
            PolicyTestWrite test = read(row);
            ProfileOptions p = test.profile() == null ? ProfileOptions.DEFAULT : test.profile();
            names.add(test.peer());
            names.add(test.nas());
            add(names, p.user());
            add(names, mangled(p.pskMangler(), test.peer()));
            add(names, mangled(p.userMangler(), test.peer()));
        }
        return names;
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null) names.add(name);
    }

    private static @Nullable String mangled(@Nullable String rule, String identity) {
        if (rule == null) return null;
        try {
            return NameMangling.apply(NameMangling.parse(rule), identity);
        } catch (DecodeException e) {
            // Refused when the test was written.
            return null;
        }
    }

    /** What does not hold, in words; null when all does. */
    private @Nullable String got(PolicyTestWrite test, Snapshot snapshot) {
        ProfileOptions options = test.profile() == null ? ProfileOptions.DEFAULT : test.profile();
        PolicyPreview preview;
        try {
            preview = previews.of(test.peer(), test.nas(), options, snapshot);
        } catch (Problem e) {
            return e.detail();
        }
        boolean wanted = test.accepted() == null || test.accepted();
        String who = test.peer() + " at " + test.nas();
        if (preview.accepted() != wanted) return who + ": " + preview.sentence();
        for (String has : orEmpty(test.has())) {
            if (preview.effective().stream().noneMatch(v -> is(v, has))) {
                return who + " does not get " + has + instead(preview, has);
            }
        }
        for (String lacks : orEmpty(test.lacks())) {
            for (EffectiveValue value : preview.effective()) {
                if (is(value, lacks) || value.name().equalsIgnoreCase(lacks)) {
                    return who + " gets " + value.name() + "=" + value.value();
                }
            }
        }
        return null;
    }

    private static boolean is(EffectiveValue value, String text) {
        int sign = text.indexOf('=');
        return sign > 0
                && value.name().equalsIgnoreCase(text.substring(0, sign).strip())
                && value.value().equals(text.substring(sign + 1).strip());
    }

    private static String instead(PolicyPreview preview, String has) {
        String name = has.substring(0, has.indexOf('=')).strip().toLowerCase(Locale.ROOT);
        List<String> values =
                preview.effective().stream()
                        .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(name))
                        .map(EffectiveValue::value)
                        .toList();
        return values.isEmpty() ? "" : ", but " + String.join(", ", values);
    }

    private Row find(String name) {
        return store.find(name).orElseThrow(() -> new Problem.NotFound("policy test", name));
    }

    private PolicyTest view(Row row, Snapshot snapshot) {
        PolicyTestWrite test = read(row);
        String got = got(test, snapshot);
        return new PolicyTest(
                row.id(),
                row.name(),
                test,
                got == null,
                got,
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }

    private static PolicyTestWrite read(Row row) {
        return JsonMapper.shared().readValue(row.definition(), PolicyTestWrite.class);
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
