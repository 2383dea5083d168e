package io.flexaaa.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
    @Test
    void whatAPeerSendsCannotStartALineOrAPair() {
        assertThat(LogLine.of("x").with("user", "a\nevent=forged b=\"c\"").toString())
                .isEqualTo("event=x user=\"a\\u000aevent=forged b=\\\"c\\\"\"");
        assertThat(LogLine.of("x").with("a", "").with("b", null).with("c", 1).toString())
                .isEqualTo("event=x a=\"\" c=1");
    }
}
