package io.flexaaa.gateway.ios.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Laws over random texts; a failure names its seed. */
class RoundTripTest {
    /** Headers of the sections, and the commands inside each. */
    private static final Map<String, Mode<?>> SECTIONS =
            Map.ofEntries(
                    Map.entry("aaa attribute list A", AaaRows.ATTRIBUTES),
                    Map.entry("aaa accounting network A", AaaRows.ACCOUNTING),
                    Map.entry("aaa server radius dynamic-author", AaaRows.DYNAMIC_AUTHOR),
                    Map.entry("aaa group server radius A", RadiusRows.GROUP),
                    Map.entry("radius server A", RadiusRows.SERVER),
                    Map.entry("crypto ikev2 proposal default", Ikev2Rows.PROPOSAL),
                    Map.entry("crypto ikev2 policy A", Ikev2Rows.POLICY),
                    Map.entry("crypto ikev2 name-mangler A", Ikev2Rows.MANGLER),
                    Map.entry(
                            "crypto ikev2 authorization policy default",
                            AuthorizationPolicyRows.MODE),
                    Map.entry("crypto ikev2 profile default", Ikev2ProfileRows.MODE),
                    Map.entry("crypto ipsec profile default", IpsecRows.PROFILE),
                    Map.entry("interface Virtual-Template1 type tunnel", InterfaceRows.MODE),
                    Map.entry("ip access-list extended A", AclRows.EXTENDED_MODE),
                    Map.entry("ip access-list standard B", AclRows.STANDARD_MODE),
                    Map.entry("ipv6 access-list C", AclRows.IPV6_MODE));

    @Test
    void whatIsWrittenReadsBackEqual() {
        for (long seed = 1; seed <= 700; seed++) {
            String text = randomConfiguration(new Random(seed));
            GatewayConfig config = ConfigParser.parse(text, "random").config();
            String written = RunningConfig.write(config);
            Parsed again = ConfigParser.parse(written, "written");
            assertThat(again.config())
                    .as("seed %d\n%s\n--- written ---\n%s", seed, text, written)
                    .isEqualTo(config);
        }
    }

    @Test
    void noTextMakesTheParserThrowOrHang() {
        Random random = new Random(42);
        Assertions.assertTimeout(
                Duration.ofSeconds(30),
                () -> {
                    for (int i = 0; i < 1200; i++) {
                        String text = damaged(randomConfiguration(random), random);
                        assertThatCode(() -> ConfigParser.parse(text, "fuzz"))
                                .as(text)
                                .doesNotThrowAnyException();
                    }
                });
    }

    @Test
    void aLongLineCostsItsLength() {
        String repeated = "crypto ikev2 proposal A\n encryption" + " aes-cbc-256".repeat(20_000);
        String ports = "\naccess-list 100 permit tcp any any eq" + " 80".repeat(20_000);
        Assertions.assertTimeout(
                Duration.ofSeconds(10), () -> ConfigParser.parse(repeated + ports, "long"));
    }

    private static String randomConfiguration(Random random) {
        GrammarSampler sampler = new GrammarSampler(random);
        StringBuilder text = new StringBuilder();
        List<String> headers = SECTIONS.keySet().stream().sorted().toList();
        for (int i = 0; i < 12; i++) {
            if (random.nextInt(3) == 0) {
                text.append(sampler.line(any(ConfigParser.GLOBAL.rows(), random))).append('\n');
                continue;
            }
            String header = headers.get(random.nextInt(headers.size()));
            text.append(header).append('\n');
            List<? extends Row<?>> rows =
                    java.util.Objects.requireNonNull(SECTIONS.get(header)).rows();
            for (int j = random.nextInt(6); j > 0; j--) {
                Row<?> row = any(rows, random);
                boolean no = row.no() != null && random.nextInt(5) == 0;
                text.append(no ? " no " : " ").append(sampler.line(row)).append('\n');
            }
        }
        return text.toString();
    }

    private static Row<?> any(List<? extends Row<?>> rows, Random random) {
        return rows.get(random.nextInt(rows.size()));
    }

    private static String damaged(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        String junk = " \n\t!\"“”^C\\/{}[]|<>:;0759anoip.\u0000\ud83d\r\u00a0-";
        for (int i = random.nextInt(20); i > 0 && !out.isEmpty(); i--) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(3)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, junk.charAt(random.nextInt(junk.length())));
                default -> out.setLength(Math.max(at, 1));
            }
        }
        return out.toString();
    }
}
