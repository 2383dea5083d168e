package io.flexaaa.server.secrets.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** The search finds each writing, or a clean result would mean nothing. */
class PlantedTest {
    private static final String VALUE = "not-to-be-seen-4711";
    private final Planted planted = new Planted();

    PlantedTest() {
        planted.add("it", VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
    void base64WhateverStandsAround(String before) {
        byte[] octets = (before + VALUE + "tail").getBytes(StandardCharsets.UTF_8);
        assertThat(planted.in("x " + Base64.getEncoder().encodeToString(octets)))
                .contains("it (Base64)");
    }

    @Test
    void plainHexAndUtf16() {
        String hex = HexFormat.of().formatHex(VALUE.getBytes(StandardCharsets.UTF_8));
        assertThat(planted.in("<" + VALUE + ">")).contains("it");
        assertThat(planted.in("\\x00" + hex)).contains("it (hex)");
        assertThat(planted.in(hex.toUpperCase(Locale.ROOT))).contains("it (HEX)");
        assertThat(planted.in(VALUE.getBytes(StandardCharsets.UTF_16LE))).contains("it (UTF-16LE)");
        assertThat(planted.in(VALUE.getBytes(StandardCharsets.UTF_16BE))).contains("it (UTF-16BE)");
        assertThat(planted.in(VALUE.substring(1))).isEmpty();
    }

    /** Over the seam between two pieces of a long stream, too. */
    @Test
    void anywhereInALongStream() throws IOException {
        for (int before : new int[] {0, (1 << 20) - 9, 1 << 20, (1 << 21) - 1, 3_000_000}) {
            byte[] octets = new byte[3_500_000];
            byte[] value = VALUE.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(value, 0, octets, before, value.length);
            assertThat(planted.in(new ByteArrayInputStream(octets))).contains("it");
        }
    }
}
