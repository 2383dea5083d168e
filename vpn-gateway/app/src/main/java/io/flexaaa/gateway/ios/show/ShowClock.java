package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** {@code show clock}, in UTC. */
final class ShowClock implements ShowCommand {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS 'UTC' EEE MMM d yyyy", Locale.ENGLISH);

    @Override
    public String text(GatewayView view, Match m) {
        return FORMAT.format(Instant.ofEpochMilli(view.epochMs()).atOffset(ZoneOffset.UTC)) + "\n";
    }

    @Override
    public Object json(GatewayView view, Match m) {
        return Map.of("epochMs", view.epochMs());
    }
}
