package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.protocol.avpair.AvPairType;
import io.flexaaa.protocol.wire.DecodeException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * AV pairs of a child laid over its parent's. The rules are {@link Merge}'s: of a pair that counts
 * once the child's stands alone; pairs that add up follow the parent's, so that a later
 * interface-config line overrides an earlier one; a filter comes whole from one of the two, the
 * child if it has any entry. A pair of unknown name adds up.
 */
public final class PairLayers {
    private PairLayers() {}

    public static List<String> over(List<String> weaker, List<String> stronger) {
        if (weaker.isEmpty()) return stronger;
        if (stronger.isEmpty()) return weaker;
        Set<String> replaced = new HashSet<>();
        for (String pair : stronger) {
            String key = replaces(pair);
            if (!key.isEmpty()) replaced.add(key);
        }
        List<String> result = new ArrayList<>(weaker.size() + stronger.size());
        for (String pair : weaker) {
            if (!replaced.contains(replaces(pair))) result.add(pair);
        }
        result.addAll(stronger);
        return List.copyOf(result);
    }

    /** What a pair takes the place of; empty when it adds up. */
    private static String replaces(String text) {
        try {
            AvPair pair = AvPair.parse(text);
            AvPairType type = AvPairCatalogue.find(pair);
            if (type == null) return "";
            String name = type.name().toLowerCase(Locale.ROOT);
            boolean filter = name.equals("inacl") || name.equals("outacl");
            return type.repeatable() && !filter ? "" : type.protocol() + ":" + name;
        } catch (DecodeException e) {
            return "";
        }
    }
}
