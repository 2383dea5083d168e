package io.flexaaa.ikev2;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An IKEv2 responder (RFC 7296) that only decides: one event in, all its actions out, then the next
 * event. Not thread-safe: it has one owner. Make one with {@code
 * io.flexaaa.ikev2.endpoint.IkeEndpoint}.
 *
 * <p>Contract with the owner:
 *
 * <ul>
 *   <li>carry out the actions of a step in their order before the next {@link #handle};
 *   <li>call {@code handle(new Event.TimerTick(), now)} no later than {@link Step#nextDeadlineMs};
 *   <li>if an action of a session fails (no virtual access, SA not installable), leave out the rest
 *       of that step's actions for the session and feed {@link Event.SessionFailed}.
 * </ul>
 */
public interface IkeEngine {
    /** Takes one event; {@code nowMs} never goes backwards (monotonic milliseconds). */
    Step handle(Event event, long nowMs);

    /** Every IKE SA past IKE_SA_INIT, in order of its session id. */
    List<SaSnapshot> sas();

    /** One IKE SA, or null when there is none of that id. */
    @Nullable SaSnapshot sa(long sessionId);

    /** Counters since start. */
    IkeStatistics statistics();

    /** The configuration now in force. */
    IkeConfig config();
}
