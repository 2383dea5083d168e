package io.flexaaa.gateway.ios.config;

import java.util.Locale;

/** An enum constant that has a spelling in IOS. */
public interface IosWord {
    String name();

    /** By default the constant's name, lower case, with hyphens. */
    default String ios() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
