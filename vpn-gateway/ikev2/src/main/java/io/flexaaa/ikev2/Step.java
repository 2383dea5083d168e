package io.flexaaa.ikev2;

import java.util.List;

/**
 * What one event led to: actions to carry out in order, and when the engine wants its next {@link
 * Event.TimerTick} ({@link #NEVER} if nothing is pending).
 */
public record Step(List<Action> actions, long nextDeadlineMs) {
    public static final long NEVER = Long.MAX_VALUE;

    public Step {
        actions = List.copyOf(actions);
    }
}
