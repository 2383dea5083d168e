package io.flexaaa.gateway.session;

import io.flexaaa.gateway.dhcp.DhcpAnswer;
import io.flexaaa.gateway.dhcp.DhcpLeases;
import io.flexaaa.gateway.dhcp.DhcpMessage;
import io.flexaaa.gateway.dhcp.DhcpQuestion;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.protocol.policy.EffectivePolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The addresses of sessions whose policy names a DHCP server. An address the policy names itself
 * and a pool go before it.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
final class DhcpAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(DhcpAddresses.class);

    /** Sends to a DHCP server. */
    interface Wire {
        void send(DhcpLeases.Out out) throws IOException;
    }

    private final DhcpLeases leases;
    private final Wire wire;

    DhcpAddresses(DhcpLeases leases, Wire wire) {
        this.leases = leases;
        this.wire = wire;
    }

    /** Whether the session cannot be opened before a DHCP server has answered. */
    static boolean needed(Session session) {
        EffectivePolicy policy = Objects.requireNonNull(session.policy);
        return session.dhcp == null
                && policy.dhcpServer() != null
                && policy.framedIp() == null
                && policy.pool() == null;
    }

    List<DhcpAnswer> ask(Session session, long nowMs) {
        EffectivePolicy policy = Objects.requireNonNull(session.policy);
        Integer timeout = EffectivePolicy.value(policy.dhcpTimeoutSeconds());
        return sent(
                leases.ask(
                        session.id(),
                        new DhcpQuestion(
                                Objects.requireNonNull(EffectivePolicy.value(policy.dhcpServer())),
                                EffectivePolicy.value(policy.dhcpGiaddr()),
                                timeout == null ? DhcpQuestion.DEFAULT_TIMEOUT_SECONDS : timeout,
                                session.userName()),
                        nowMs));
    }

    List<DhcpAnswer> received(DhcpMessage message, Inet4Address from, long nowMs) {
        return sent(leases.received(message, from, nowMs));
    }

    List<DhcpAnswer> tick(long nowMs) {
        return leases.isEmpty() ? List.of() : sent(leases.tick(nowMs));
    }

    void release(long sessionId) {
        leases.release(sessionId);
        sent(List.of());
    }

    void rehold(long before, long now) {
        leases.rehold(before, now);
    }

    private List<DhcpAnswer> sent(List<DhcpAnswer> answers) {
        List<DhcpAnswer> all = new ArrayList<>(answers);
        for (DhcpLeases.Out out : leases.toSend()) {
            try {
                wire.send(out);
            } catch (IOException e) {
                LOG.warn(
                        "{}",
                        LogLine.of("dhcp-send")
                                .with("session", out.sessionId())
                                .with("error", e.getMessage()));
                if (out.opens()) {
                    leases.abandon(out.sessionId());
                    all.add(
                            new DhcpAnswer.Failed(
                                    out.sessionId(),
                                    new Refusal(
                                            Reason.DHCP_UNUSABLE, String.valueOf(e.getMessage()))));
                }
            }
        }
        return all;
    }
}
