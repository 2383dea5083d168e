package io.flexaaa.server.operator;

import io.flexaaa.protocol.otp.Base32;
import io.flexaaa.protocol.otp.Totp;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.operator.store.SecondFactorStore;
import io.flexaaa.server.operator.store.SecondFactorStore.Stored;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.SecretBox;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One-time codes of operators: enrol, confirm, check at sign-in, recovery codes. */
@Service
public class SecondFactor {
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_LENGTH = 16;
    private static final String ISSUER = "FlexAAA";
    private final SecondFactorStore store;
    private final SecretBox box;
    private final AuditLog audit;
    private final SecureRandom random;
    private final Clock clock;

    SecondFactor(
            SecondFactorStore store,
            SecretBox box,
            AuditLog audit,
            SecureRandom random,
            Clock clock) {
        this.store = store;
        this.box = box;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    /** Shown once. */
    public record Enrolment(String secret, String uri) {
        @Override
        public String toString() {
            return "Enrolment[]";
        }
    }

    public boolean active(long operatorId) {
        return store.find(operatorId).filter(Stored::confirmed).isPresent();
    }

    /** A new secret. It counts only once {@link #confirm} has seen a code of it. */
    @Transactional
    public Enrolment enrol(Actor actor, Operator operator) {
        if (active(operator.id()))
            throw new Problem.Conflict(
                    "SECOND_FACTOR_ON",
                    "the second factor is on; turn it off before enrolling another device");
        byte[] octets = new byte[Totp.SECRET_OCTETS];
        random.nextBytes(octets);
        String text = Base32.encode(octets);
        store.put(operator.id(), box.seal(Secret.wrap(octets), place(operator.id())));
        audit.note(actor, "enrol-second-factor", "operator", operator.name(), Map.of());
        String uri =
                "otpauth://totp/"
                        + ISSUER
                        + ":"
                        + URLEncoder.encode(operator.name(), StandardCharsets.UTF_8)
                        + "?secret="
                        + text
                        + "&issuer="
                        + ISSUER;
        return new Enrolment(text, uri);
    }

    /**
     * @return recovery codes, shown this once
     */
    @Transactional
    public List<String> confirm(Actor actor, Operator operator, String code) {
        Stored stored =
                store.find(operator.id())
                        .orElseThrow(() -> new Problem.NotFound("enrolment of", operator.name()));
        if (stored.confirmed())
            throw new Problem.Conflict("SECOND_FACTOR_ON", "the second factor is on already");
        if (!claimed(operator.id(), stored, code))
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "code",
                                    "",
                                    "is not the code of this moment",
                                    "check the clock of the device, then type the next code")));
        store.confirm(operator.id(), clock.instant());
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) codes.add(RandomTokens.password(RECOVERY_LENGTH));
        store.setRecovery(operator.id(), codes.stream().map(RandomTokens::hash).toList());
        audit.note(actor, "confirm-second-factor", "operator", operator.name(), Map.of());
        return codes;
    }

    /** Whether {@code code} is a one-time code not used before, or a recovery code. */
    public boolean accepts(long operatorId, String code) {
        String text = code.strip().replace(" ", "");
        return store.find(operatorId)
                .map(stored ->
                        claimed(operatorId, stored, text)
                                || store.useRecovery(operatorId, RandomTokens.hash(text)))
                .orElse(true);
    }

    @Transactional
    public void remove(Actor actor, Operator operator) {
        store.remove(operator.id());
        audit.note(actor, "remove-second-factor", "operator", operator.name(), Map.of());
    }

    private boolean claimed(long operatorId, Stored stored, String code) {
        if (!Totp.looksLikeCode(code)) return false;
        Secret secret = box.open(stored.sealed(), place(operatorId));
        long step = Totp.matching(secret, code.toLowerCase(Locale.ROOT), clock.millis());
        return step != Totp.NONE && store.claim(operatorId, step);
    }

    private static SecretBox.Place place(long operatorId) {
        return new SecretBox.Place("operator", operatorId, "totp_sealed");
    }
}
