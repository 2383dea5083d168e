package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.Reason;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts since start. One owner, so plain fields. */
public final class Counters {
    public long initAccepted;
    public long initRejected;
    public long cookiesDemanded;
    public long cookiesAccepted;
    public long cookiesWrong;
    public long established;
    public long ikeRekeys;
    public long childRekeys;
    public long retransmissions;
    public long replays;
    private final Map<Drop, Long> drops = new EnumMap<>(Drop.class);
    private final Map<String, Long> refusals = new HashMap<>();

    public void drop(Drop why) {
        drops.merge(why, 1L, Long::sum);
    }

    /** Codes come from our own sealed reasons and the shell's, so the map stays small. */
    public void refuse(Reason reason) {
        refusals.merge(reason.code(), 1L, Long::sum);
    }

    public Map<String, Long> drops() {
        Map<String, Long> out = new HashMap<>();
        drops.forEach((why, count) -> out.put(why.label(), count));
        return out;
    }

    public Map<String, Long> refusals() {
        return Map.copyOf(refusals);
    }
}
