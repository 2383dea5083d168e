package io.flexaaa.gateway.ios.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration examples of the ten FlexVPN articles load as they are printed. */
class ArticleConfigurationsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-eap",
                "02-aaa-psk",
                "03-accounting",
                "04-virtual-access",
                "05-virtual-template",
                "06-mode-auto",
                "07-dynamic-author",
                "08-reconnect",
                "09-anyconnect-eap",
                "10-authorization-policy"
            })
    void loads(String name) {
        String text = Golden.read(getClass(), "articles/" + name + ".ios");
        Parsed parsed = ConfigParser.parse(text, name + ".ios");
        assertThat(parsed.problems()).isEmpty();
        Golden.check(getClass(), "articles/" + name + ".out", Report.of(parsed));
        String written = RunningConfig.write(parsed.config());
        assertThat(ConfigParser.parse(written, "written").config()).isEqualTo(parsed.config());
    }
}
