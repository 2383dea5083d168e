package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.AccountedSession;
import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.Usage;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Sourced;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Accounting of one session: which list, its Start and Stop, and the refusal of a login. */
final class SessionAccounts {
    private final Accounting accounting;
    private final LongSupplier epochMs;

    SessionAccounts(Accounting accounting, LongSupplier epochMs) {
        this.accounting = accounting;
        this.epochMs = epochMs;
    }

    void start(Session session) {
        String list = accountingList(session);
        if (list == null) {
            return;
        }
        EffectivePolicy policy = Objects.requireNonNull(session.policy);
        session.accounted =
                new AccountedSession(
                        session.facts,
                        list,
                        session.userName(),
                        session.ipv4 == null ? null : session.ipv4.address(),
                        session.ipv6 == null ? null : session.ipv6.address(),
                        policy.classes().stream().map(Sourced::value).toList(),
                        epochMs.getAsLong());
        accounting.start(session.accounted);
    }

    void stop(Session session, Usage usage, Reason why) {
        if (session.accounted != null) {
            accounting.stop(session.accounted, usage, why.terminateCause(), why.code());
        } else if (!session.up && session.keyFromServer) {
            tellRefusal(session, why);
        }
    }

    private static @Nullable String accountingList(Session session) {
        for (Ikev2Profile.Accounting accounting : session.facts.profile().accountings()) {
            if (accounting.method() == session.method || accounting.method() == Method.ANY) {
                return accounting.list();
            }
        }
        return null;
    }

    private void tellRefusal(Session session, Reason why) {
        String list = accountingList(session);
        if (list == null) {
            return;
        }
        AccountedSession refused =
                new AccountedSession(
                        session.facts,
                        list,
                        session.userName(),
                        null,
                        null,
                        List.of(),
                        epochMs.getAsLong());
        accounting.reject(refused, why.terminateCause(), why.code(), why.sentence());
    }
}
