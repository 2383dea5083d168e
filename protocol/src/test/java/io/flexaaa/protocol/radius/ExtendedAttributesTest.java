package io.flexaaa.protocol.radius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.radius.ExtendedAttributes.Numbered;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

class ExtendedAttributesTest {

    @Test
    void whatIsEncodedIsReadBack() {
        Random random = new Random(6929);
        for (int length : new int[] {1, 2, 251, 252, 502, 503, 3_000}) {
            byte[] octets = new byte[length];
            random.nextBytes(octets);
            Octets value = Octets.wrap(octets);
            List<Attribute> sent = ExtendedAttributes.encode(245, 7, value);
            assertThat(sent).hasSize((length + 250) / 251);
            assertThat(ExtendedAttributes.numbered(Attributes.of(sent)))
                    .containsExactly(new Numbered("245.7", value));
        }
        Octets vendors = Octets.ofHex("0000000901" + "6869");
        assertThat(
                        ExtendedAttributes.numbered(
                                Attributes.of(ExtendedAttributes.encode(241, 26, vendors))))
                .containsExactly(new Numbered("241.26.9.1", Octets.ofUtf8("hi")));
    }

    @Test
    void anyOctetsAreSomeNumber() {
        Random random = new Random(8044);
        for (int run = 0; run < 20_000; run++) {
            Attributes.Builder all = Attributes.builder();
            int in = 0;
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] octets = new byte[random.nextInt(12)];
                random.nextBytes(octets);
                all.add(random.nextBoolean() ? 245 : 26, Octets.wrap(octets));
                in += octets.length;
            }
            int out = 0;
            for (Numbered one : ExtendedAttributes.numbered(all.build())) {
                out += one.value().length();
            }
            assertThat(out).isLessThanOrEqualTo(in);
        }
    }

    @Test
    void whatFitsNoAttributeIsRefused() {
        Octets value = Octets.of(1);
        assertThatThrownBy(() -> ExtendedAttributes.encode(240, 1, value))
                .hasMessage("extended attribute 240 with 1 octets");
        assertThatThrownBy(() -> ExtendedAttributes.encode(241, 1, Octets.EMPTY))
                .hasMessage("extended attribute 241 with 0 octets");
        assertThatThrownBy(() -> ExtendedAttributes.encode(241, 1, Octets.wrap(new byte[253])))
                .hasMessageContaining("254 octets, at most 253 fit");
    }
}
