package io.flexaaa.protocol.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.policy.Template.Placeholder;
import io.flexaaa.protocol.policy.Template.Scope;
import io.flexaaa.protocol.wire.DecodeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class TemplateTest {
    private static final Map<String, String> PEER =
            TemplateValues.ofPeer("br17.example.com", Map.of("site", "17"));
    private static final Map<String, String> NAS =
            TemplateValues.ofNas("hub1", Map.of("pool", "BR-POOL"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {{peer.name}}                      | br17.example.com
                    {{peer.fqdn}}                      | br17.example.com
                    {{peer.hostname}}.{{peer.domain}}  | br17.example.com
                    10.0.{{peer.site}}.1               | 10.0.17.1
                    {{ nas.pool }}-{{nas.name}}        | BR-POOL-hub1
                    nothing to fill in                 | nothing to fill in
                    } and }} alone                     | } and }} alone
                    """)
    void filledIn(String text, String expected) throws Exception {
        assertThat(Template.parse(text).expand(PEER, NAS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a {{peer.name                | never closed
                    {{peer}}                     | peer.KEY
                    {{peer.}}                    | peer.KEY
                    {{peer.Name}}                | peer.KEY
                    {{group.name}}               | neither peer. nor nas.
                    {{}}                         | peer.KEY
                    """)
    void whatCanNeverBeFilledInIsRefused(String text, String why) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aMissingValueNamesItsPlaceholder() throws Exception {
        Template template = Template.parse("ip mtu {{nas.mtu}}");
        assertThat(template.placeholders()).containsExactly(new Placeholder(Scope.NAS, "mtu"));
        assertThatThrownBy(() -> template.expand(PEER, NAS))
                .isInstanceOf(Template.UnresolvedException.class)
                .hasMessage("{{nas.mtu}} has no value");
    }

    @Test
    void aBareNameHasNeitherFqdnNorDomain() {
        assertThat(TemplateValues.ofPeer("br17", Map.of()))
                .containsOnly(Map.entry("name", "br17"), Map.entry("hostname", "br17"));
        assertThat(TemplateValues.ofPeer("anna@example.com", Map.of()))
                .containsEntry("hostname", "anna")
                .containsEntry("domain", "example.com")
                .doesNotContainKey("fqdn");
    }
}
