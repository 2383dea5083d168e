package io.flexaaa.gateway.session;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeEngine;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.IkeStatistics;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Step;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Answers events with the actions a test gives, and remembers the events. */
final class ScriptedEngine implements IkeEngine {
    final List<Event> events = new ArrayList<>();
    Function<Event, List<Action>> script = event -> List.of();

    @Override
    public Step handle(Event event, long nowMs) {
        events.add(event);
        return new Step(script.apply(event), Step.NEVER);
    }

    @Override
    public List<SaSnapshot> sas() {
        return List.of();
    }

    @Override
    public @Nullable SaSnapshot sa(long sessionId) {
        return null;
    }

    @Override
    public IkeStatistics statistics() {
        return new IkeStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of());
    }

    @Override
    public IkeConfig config() {
        return new IkeConfig(List.of(), List.of(), IkeLimits.DEFAULT);
    }
}
