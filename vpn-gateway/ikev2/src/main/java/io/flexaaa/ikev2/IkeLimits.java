package io.flexaaa.ikev2;

/**
 * What bounds the engine.
 *
 * @param maxSa IKE SAs altogether ({@code crypto ikev2 limit max-sa})
 * @param maxInNegotiation SAs not yet authenticated ({@code limit max-in-negotation-sa})
 * @param cookieThreshold half-open SAs above which a COOKIE is demanded; 0 = always, {@link
 *     #COOKIES_OFF} = never
 * @param halfOpenTimeoutMs an SA without a finished IKE_AUTH is dropped after this
 * @param aaaTimeoutMs how long one LookUpPsk, Authorize or OpenSession may take
 * @param retransmitFirstMs first retransmission of our own requests; doubles each time
 * @param retransmitTries sends of one request altogether before the peer counts as dead
 * @param fragmentOctets largest IP packet we make for an IKE message (RFC 7383)
 * @param maxChildren child SAs of one IKE SA
 * @param rekeyMarginPercent our own rekeying starts this much before the lifetime's end
 */
public record IkeLimits(
        int maxSa,
        int maxInNegotiation,
        int cookieThreshold,
        long halfOpenTimeoutMs,
        long aaaTimeoutMs,
        long retransmitFirstMs,
        int retransmitTries,
        int fragmentOctets,
        int maxChildren,
        int rekeyMarginPercent) {
    public static final int COOKIES_OFF = -1;

    public static final IkeLimits DEFAULT =
            new IkeLimits(10_000, 1_000, 200, 30_000, 60_000, 1_000, 6, 1_280, 16, 10);
}
