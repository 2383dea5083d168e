package io.flexaaa.server.nas;

import java.util.Map;

/** What one RADIUS client sent since the server started; drops by reason. */
public record NasCounters(
        long requests, long accepts, long rejects, long accounting, Map<String, Long> drops) {

    public static final NasCounters NONE = new NasCounters(0, 0, 0, 0, Map.of());
}
