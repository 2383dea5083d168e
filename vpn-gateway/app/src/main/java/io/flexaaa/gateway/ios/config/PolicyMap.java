package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code policy-map}: named, with its classes in order. */
public record PolicyMap(String name, List<PolicyClass> classes) {
    public PolicyMap {
        classes = List.copyOf(classes);
    }

    /**
     * @param policeBitsPerSecond null = not policed
     */
    public record PolicyClass(
            String name,
            @Nullable Long policeBitsPerSecond,
            @Nullable Long policeBurstOctets,
            @Nullable Long shapeBitsPerSecond) {}
}
