package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy map while it is being read. */
final class PolicyMapDraft {
    final String name;
    final Map<String, ClassDraft> classes = new LinkedHashMap<>();

    PolicyMapDraft(String name) {
        this.name = name;
    }

    static final class ClassDraft {
        final String name;
        @Nullable Long policeBitsPerSecond;
        @Nullable Long policeBurstOctets;
        @Nullable Long shapeBitsPerSecond;

        ClassDraft(String name) {
            this.name = name;
        }
    }

    PolicyMap build() {
        List<PolicyMap.PolicyClass> built = new ArrayList<>();
        for (ClassDraft c : classes.values()) {
            built.add(
                    new PolicyMap.PolicyClass(
                            c.name,
                            c.policeBitsPerSecond,
                            c.policeBurstOctets,
                            c.shapeBitsPerSecond));
        }
        return new PolicyMap(name, built);
    }
}
