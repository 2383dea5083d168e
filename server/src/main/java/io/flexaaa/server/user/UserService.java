package io.flexaaa.server.user;

import io.flexaaa.protocol.otp.Base32;
import io.flexaaa.protocol.otp.Totp;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.identity.GroupService;
import io.flexaaa.server.identity.IdentityNames;
import io.flexaaa.server.identity.IdentityRules;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.user.store.UserActivityStore;
import io.flexaaa.server.user.store.UserActivityStore.Activity;
import io.flexaaa.server.user.store.UserEntity;
import io.flexaaa.server.user.store.UserRepository;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Users: list, create, replace, delete, second factor, unlock. */
@Service
public class UserService {

    private static final String ISSUER = "FlexAAA";

    private final UserRepository rows;
    private final UserActivityStore activities;
    private final GroupService groups;
    private final IdentityNames names;
    private final UserPasswords passwords;
    private final LoginBook logins;
    private final TotpBook codes;
    private final SecretBox box;
    private final SecureRandom random;
    private final Clock clock;

    UserService(
            UserRepository rows,
            UserActivityStore activities,
            GroupService groups,
            IdentityNames names,
            UserPasswords passwords,
            LoginBook logins,
            TotpBook codes,
            SecretBox box,
            SecureRandom random,
            Clock clock) {
        this.rows = rows;
        this.activities = activities;
        this.groups = groups;
        this.names = names;
        this.passwords = passwords;
        this.logins = logins;
        this.codes = codes;
        this.box = box;
        this.random = random;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<User> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<UserEntity> found = rows.page(after, page.like(), Limit.of(page.limit() + 1));
        Page<UserEntity> cut = Page.cut(found, page.limit(), UserEntity::name);
        Map<Long, Activity> activity =
                activities.of(cut.items().stream().map(UserEntity::id).toList());
        return new Page<>(
                cut.items().stream()
                        .map(u -> view(u, activity.getOrDefault(u.id(), Activity.NONE)))
                        .toList(),
                cut.next(),
                page.q() == null ? rows.count() : null);
    }

    @Transactional(readOnly = true)
    public User get(String name) {
        return view(find(name));
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public User put(String name, UserWrite write, @Nullable Long ifVersion) {
        UserEntity row = rows.findByName(name).orElse(null);
        if (row != null && ifVersion != null && ifVersion != row.version()) {
            throw new Problem.StaleVersion("user", name, view(row));
        }
        String group = blankToNull(write.group());
        Long groupId = group == null ? null : groups.idOf(group);
        Check check = new Check();
        IdentityRules.name(check, name);
        if (row == null) names.requireFree(check, "user", name);
        IdentityRules.addressing(check, write.framedIp(), write.framedNetmask(), write.addrV6());
        IdentityRules.interim(check, write.acctInterimSeconds());
        IdentityRules.avPairs(check, write.avPairs());
        check.require(
                group == null || groupId != null,
                "group",
                group,
                "does not exist",
                "create the group first, or leave it out");
        if (write.password() != null) passwords.check(check, name, write.password());
        check.done();
        Instant now = clock.instant();
        if (row == null) row = new UserEntity(name, now);
        row.setDescription(write.description() == null ? "" : write.description());
        row.setEnabled(write.enabled() == null || write.enabled());
        row.setGroup(groupId, group);
        row.setAddressing(
                blankToNull(write.framedIp()),
                blankToNull(write.framedNetmask()),
                blankToNull(write.framedPool()),
                blankToNull(write.addrV6()));
        row.setAvPairs(write.avPairs() == null ? List.of() : write.avPairs());
        row.setAcctInterimSeconds(write.acctInterimSeconds());
        row.setValidUntil(write.validUntil());
        row.touch(now);
        row = rows.saveAndFlush(row);
        if (write.password() != null) {
            setPassword(row, write.password(), now);
            row = rows.saveAndFlush(row);
        }
        return view(row);
    }

    @Transactional
    public void delete(String name) {
        rows.delete(find(name));
    }

    /** A new secret, in force at once; this is the only time it is shown. */
    @Transactional
    public TotpEnrolment enrolTotp(String name) {
        UserEntity row = find(name);
        byte[] octets = new byte[Totp.SECRET_OCTETS];
        random.nextBytes(octets);
        String text = Base32.encode(octets);
        row.setTotp(box.seal(Secret.wrap(octets), place(row, "totp_sealed")), clock.instant());
        row.touch(clock.instant());
        rows.saveAndFlush(row);
        activities.forgetTotp(row.id());
        codes.forget(row.id());
        // The format every authenticator app reads; issuer twice, as old and new ones expect it.
        String uri =
                "otpauth://totp/"
                        + ISSUER
                        + ":"
                        + encoded(name)
                        + "?secret="
                        + text
                        + "&issuer="
                        + ISSUER
                        + "&algorithm=SHA1&digits="
                        + Totp.DIGITS
                        + "&period="
                        + Totp.STEP_SECONDS;
        return new TotpEnrolment(uri, text);
    }

    @Transactional
    public User disableTotp(String name) {
        UserEntity row = find(name);
        row.setTotp(null, null);
        row.touch(clock.instant());
        return view(rows.saveAndFlush(row));
    }

    @Transactional
    public User unlock(String name) {
        UserEntity row = find(name);
        activities.unlock(row.id());
        logins.unlocked(row.id());
        return view(row);
    }

    private void setPassword(UserEntity row, PasswordWrite write, Instant now) {
        String value = write.value() == null ? "" : write.value();
        Secret secret = Secret.ofUtf8(value);
        switch (write.storage()) {
            case NONE -> row.setPassword(null, null, null);
            case HASH -> {
                String hash = write.hash();
                row.setPassword(
                        hash == null ? Argon2Hash.of(secret, random).text() : hash, null, now);
            }
            case REVERSIBLE ->
                    row.setPassword(null, box.seal(secret, place(row, "password_sealed")), now);
        }
    }

    private static SecretBox.Place place(UserEntity row, String column) {
        return new SecretBox.Place("user_account", row.id(), column);
    }

    /** The password as a write would bring it. The caller has checked the permission. */
    @Transactional(readOnly = true)
    public PasswordWrite revealPassword(String name) {
        UserEntity row = find(name);
        byte[] sealed = row.passwordSealed();
        if (sealed == null)
            return new PasswordWrite(
                    PasswordStorage.of(row.passwordHash(), null), null, row.passwordHash());
        return new PasswordWrite(
                PasswordStorage.REVERSIBLE,
                box.open(sealed, place(row, "password_sealed")).revealUtf8());
    }

    private UserEntity find(String name) {
        return rows.findByName(name).orElseThrow(() -> new Problem.NotFound("user", name));
    }

    private User view(UserEntity row) {
        return view(row, activities.of(List.of(row.id())).getOrDefault(row.id(), Activity.NONE));
    }

    private User view(UserEntity row, Activity activity) {
        PasswordStorage storage = PasswordStorage.of(row.passwordHash(), row.passwordSealed());
        Instant locked = activity.lockedUntil();
        return new User(
                row.id(),
                row.name(),
                row.description(),
                row.enabled(),
                row.group(),
                new PasswordStatus(
                        storage,
                        storage != PasswordStorage.NONE,
                        row.passwordSetAt(),
                        storage.methods()),
                new TotpStatus(row.totpSealed() != null, row.totpEnrolledAt()),
                row.framedIp(),
                row.framedNetmask(),
                row.framedPool(),
                row.addrV6(),
                List.copyOf(row.avPairs()),
                row.acctInterimSeconds(),
                row.validUntil(),
                row.version(),
                row.createdAt(),
                row.updatedAt(),
                activity.lastLoginAt(),
                activity.failedLogins(),
                locked != null && clock.instant().isBefore(locked) ? locked : null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
