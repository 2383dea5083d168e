package io.flexaaa.server.preview;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a peer would get from a NAS.
 *
 * @param identityKind fqdn, email, dn or address, as the text looks
 * @param accepted whether every look-up is accepted; a hub ends the session at the first reject
 * @param effective the merge of group, implicit and user attributes, by the gateway's own code
 * @param problems AV pairs the merge could not read
 * @param notes what else to know
 */
public record PolicyPreview(
        String identity,
        String identityKind,
        String nas,
        boolean accepted,
        String sentence,
        List<LookUp> lookUps,
        List<EffectiveValue> effective,
        List<String> problems,
        List<String> notes) {

    /**
     * One request of the hub and its answer.
     *
     * @param purpose psk, eap, user or group
     * @param how how the name was made
     * @param result accept or reject
     * @param reason code of a reject
     */
    public record LookUp(
            String purpose,
            String userName,
            String how,
            String result,
            @Nullable String reason,
            String sentence,
            List<AttributeView> attributes) {}

    /**
     * One attribute of a reply.
     *
     * @param value as one reads it; hidden for a key
     * @param hex its octets on the wire; hidden for a key
     */
    public record AttributeView(int type, String name, String value, String hex) {}

    /**
     * A value of the session's policy.
     *
     * @param source group, implicit or user
     * @param beaten values it won over, weakest first
     */
    public record EffectiveValue(
            String name, String value, String source, List<BeatenValue> beaten) {}

    /** A value that lost. */
    public record BeatenValue(String value, String source) {}
}
