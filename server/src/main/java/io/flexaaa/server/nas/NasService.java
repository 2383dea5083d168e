package io.flexaaa.server.nas;

import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.store.NasActivityStore;
import io.flexaaa.server.nas.store.NasEntity;
import io.flexaaa.server.nas.store.NasRepository;
import io.flexaaa.server.policy.TemplateRules;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.SecretBox;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RADIUS clients: list, create, replace, delete. */
@Service
public class NasService {

    private final NasRepository rows;
    private final NasActivityStore activity;
    private final NasCounterBook counters;
    private final SecretBox box;
    private final Clock clock;

    NasService(
            NasRepository rows,
            NasActivityStore activity,
            NasCounterBook counters,
            SecretBox box,
            Clock clock) {
        this.rows = rows;
        this.activity = activity;
        this.counters = counters;
        this.box = box;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Nas> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<NasEntity> found = rows.page(after, page.like(), Limit.of(page.limit() + 1));
        Page<NasEntity> cut = Page.cut(found, page.limit(), NasEntity::name);
        Map<Long, Instant> heard =
                activity.lastPacketAt(cut.items().stream().map(NasEntity::id).toList());
        List<Nas> items = cut.items().stream().map(e -> view(e, heard.get(e.id()))).toList();
        return new Page<>(items, cut.next(), rows.count());
    }

    @Transactional(readOnly = true)
    public Nas get(String name) {
        NasEntity row = find(name);
        return view(row, activity.lastPacketAt(List.of(row.id())).get(row.id()));
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public Nas put(String name, NasWrite write, @Nullable Long ifVersion) {
        NasEntity row = rows.findByName(name).orElse(null);
        check(name, write, row);
        if (row != null && ifVersion != null && ifVersion != row.version()) {
            throw new Problem.StaleVersion("NAS", name, view(row, null));
        }
        Instant now = clock.instant();
        if (row == null) row = new NasEntity(name, now);
        row.setDescription(orElse(write.description(), ""));
        Prefix prefix = Prefix.parse(write.address());
        row.setAddress(prefix == null ? write.address() : prefix.text());
        row.setType(orElse(write.type(), NasType.FLEXVPN).text());
        row.setRequireMessageAuthenticator(orElse(write.requireMessageAuthenticator(), true));
        row.setDynAuthPort(orElse(write.dynAuthPort(), 1700));
        row.setAcctInterimSeconds(write.acctInterimSeconds());
        row.setEnabled(orElse(write.enabled(), true));
        if (write.values() != null) row.setValues(write.values());
        String certificate = write.certificateName();
        if (certificate != null) {
            row.setCertificateName(certificate.isBlank() ? null : certificate.strip());
        }
        row.touch(now);
        row = rows.saveAndFlush(row);
        // The row's id is part of what seals a secret, so secrets follow the insert.
        String secret = write.secret();
        if (secret != null) {
            row.setSecretSealed(seal(row, secret, "secret_sealed"));
        }
        String password = write.authorizationPassword();
        if (password != null) {
            row.setAuthorizationPasswordSealed(
                    password.isEmpty()
                            ? null
                            : seal(row, password, "authorization_password_sealed"));
        }
        return view(rows.saveAndFlush(row), null);
    }

    @Transactional
    public void delete(String name) {
        rows.delete(find(name));
    }

    /** The stored secrets as a write would bring them. The caller has checked the permission. */
    @Transactional(readOnly = true)
    public Map<String, String> revealSecrets(String name) {
        NasEntity row = find(name);
        Map<String, String> clear = new HashMap<>();
        byte[] secret = row.secretSealed();
        if (secret != null) clear.put("secret", open(row, secret, "secret_sealed"));
        byte[] password = row.authorizationPasswordSealed();
        if (password != null)
            clear.put(
                    "authorizationPassword", open(row, password, "authorization_password_sealed"));
        return clear;
    }

    private String open(NasEntity row, byte[] sealed, String column) {
        return box.open(sealed, new SecretBox.Place("nas_client", row.id(), column)).revealUtf8();
    }

    private NasEntity find(String name) {
        return rows.findByName(name).orElseThrow(() -> new Problem.NotFound("NAS", name));
    }

    private void check(String name, NasWrite write, @Nullable NasEntity row) {
        Check check = new Check();
        check.require(!name.isBlank(), "name", name, "is empty", "give the NAS a name");
        Prefix prefix = Prefix.parse(write.address());
        check.require(
                prefix != null,
                "address",
                write.address(),
                "is not an IP address or prefix",
                "write it as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/64, host bits zero");
        String secret = write.secret();
        boolean known = row != null && row.secretSealed() != null;
        check.require(
                known
                        || (secret != null && !secret.isEmpty())
                        || (write.certificateName() != null && !write.certificateName().isBlank()),
                "secret",
                null,
                "is missing",
                "give the shared secret that the hub's radius server key has; only a NAS with"
                        + " certificateName, which comes over TLS, needs none");
        String certificate = write.certificateName();
        check.require(
                certificate == null
                        || (certificate.length() <= 253
                                && certificate.chars().noneMatch(Character::isISOControl)),
                "certificateName",
                certificate,
                "is no name",
                "write the DNS name, e-mail address or common name of the hub's certificate");
        check.require(
                secret == null || !secret.isEmpty(),
                "secret",
                null,
                "is empty",
                "leave it out to keep the stored secret");
        Integer port = write.dynAuthPort();
        check.require(
                port == null || (port > 0 && port < 65536),
                "dynAuthPort",
                port,
                "is not a port",
                "IOS listens on 1700 unless told otherwise, RFC 5176 says 3799");
        Integer interim = write.acctInterimSeconds();
        check.require(
                interim == null || (interim >= 5 && interim <= 604_800),
                "acctInterimSeconds",
                interim,
                "is outside 5..604800",
                "300 is a good start");
        TemplateRules.values(check, write.values(), TemplateValues.OF_NAS);
        if (prefix != null) {
            rows.findAll().stream()
                    .filter(n -> !n.name().equals(name) && n.address().equals(prefix.text()))
                    .findFirst()
                    .ifPresent(n ->
                            check.require(
                                    false,
                                    "address",
                                    write.address(),
                                    "already belongs to NAS " + n.name(),
                                    "change that one, or use a longer prefix"));
        }
        check.done();
    }

    private byte[] seal(NasEntity row, String text, String column) {
        return box.seal(Secret.ofUtf8(text), new SecretBox.Place("nas_client", row.id(), column));
    }

    private Nas view(NasEntity row, @Nullable Instant stored) {
        Instant live = counters.of(row.id()).lastPacketAt();
        return new Nas(
                row.id(),
                row.name(),
                row.description(),
                row.address(),
                row.secretSealed() != null,
                NasType.of(row.type()),
                row.requireMessageAuthenticator(),
                row.authorizationPasswordSealed() != null,
                row.dynAuthPort(),
                row.acctInterimSeconds(),
                row.enabled(),
                Map.copyOf(row.values()),
                row.certificateName(),
                row.version(),
                row.createdAt(),
                row.updatedAt(),
                live != null ? live : stored,
                counters.read(row.id()));
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
