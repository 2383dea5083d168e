package io.flexaaa.protocol.avpair;

import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue: all that is known of an AV pair, or of one form of it.
 *
 * @param form the value's first word where that decides what the pair means, as in {@code
 *     route-set}; else null
 * @param direction used by the hub itself, or pushed to the peer in CFG_REPLY
 * @param repeatable whether several instances add up; else the last one counts
 * @param rule what the value must look like
 * @param doc one sentence
 * @param example a whole pair
 * @param ios the line of an IKEv2 authorization policy or interface that does the same
 */
public record AvPairType(
        String protocol,
        String name,
        @Nullable String form,
        Direction direction,
        boolean repeatable,
        ValueRule rule,
        String doc,
        String example,
        String ios) {

    /** Who acts on it. */
    public enum Direction {
        LOCAL,
        PUSHED
    }

    /** A row in short: {@code pair} is {@code protocol:name}, {@code value} that of the example. */
    static AvPairType row(
            Direction direction,
            String pair,
            ValueRule rule,
            String value,
            String doc,
            String ios) {
        int colon = pair.indexOf(':');
        String protocol = pair.substring(0, colon);
        String name = pair.substring(colon + 1);
        int hash = name.indexOf('#');
        String base = hash < 0 ? name : name.substring(0, hash);
        return new AvPairType(
                protocol,
                base,
                null,
                direction,
                false,
                rule,
                doc,
                protocol + ":" + name + "=" + value,
                ios);
    }

    AvPairType repeated() {
        return new AvPairType(protocol, name, form, direction, true, rule, doc, example, ios);
    }

    AvPairType form(String word) {
        return new AvPairType(protocol, name, word, direction, repeatable, rule, doc, example, ios);
    }

    /** How people write the value. */
    public String grammar() {
        return rule.grammar();
    }

    /** {@code ipsec:route-set}. */
    public String pair() {
        return protocol + ":" + name;
    }
}
