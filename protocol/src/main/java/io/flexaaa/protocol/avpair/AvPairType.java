package io.flexaaa.protocol.avpair;

/**
 * One row of the catalogue: all that is known of an AV pair.
 *
 * @param direction used by the hub itself, or pushed to the peer in CFG_REPLY
 * @param repeatable whether several instances add up; else the last one counts
 * @param grammar of the value, for people
 * @param doc one sentence
 * @param example a whole pair
 * @param ios the line of an IKEv2 authorization policy or interface that does the same
 */
public record AvPairType(
        String protocol,
        String name,
        Direction direction,
        boolean repeatable,
        String grammar,
        String doc,
        String example,
        String ios,
        Value value) {

    /** Who acts on it. */
    public enum Direction {
        LOCAL,
        PUSHED
    }

    /** The shape of the value, which {@link AvPairValues} checks. */
    public enum Value {
        TEXT,
        NAME,
        SECRET,
        IPV4,
        IPV4_LIST,
        IPV6,
        IPV6_LIST,
        PREFIX_LENGTH,
        DHCP_TIMEOUT,
        FLOW_LIMIT,
        ROUTE_SET,
        ROUTE_ACCEPT,
        SWITCH,
        CONFIG_VERSION,
        LIFETIME,
        ACE,
        INTERFACE_COMMAND
    }
}
