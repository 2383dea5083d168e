package io.flexaaa.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void whatIsWrittenIsRead() throws DecodeException {
        WireWriter w = new WireWriter(16);
        w.u8(0xfe).u16(0xfedc).u24(0xfedcba).u32(0xfedcba98L).u64(0xfedcba9876543210L);
        int mark = w.mark16();
        w.octets(Octets.ofUtf8("abc")).patch16(mark, 3);
        WireReader r = new WireReader(w.toOctets());

        assertThat(r.u8()).isEqualTo(0xfe);
        assertThat(r.u16()).isEqualTo(0xfedc);
        assertThat(r.u24()).isEqualTo(0xfedcba);
        assertThat(r.u32()).isEqualTo(0xfedcba98L);
        assertThat(r.u64()).isEqualTo(0xfedcba9876543210L);
        assertThat(r.octets(r.u16()).utf8()).isEqualTo("abc");
        r.expectEnd("all");
    }

    @Test
    void noReadGoesPastTheEnd() {
        WireReader r = new WireReader(new byte[10], 2, 3);
        assertThatThrownBy(r::u32)
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("has 3");
        assertThatThrownBy(() -> r.octets(-1)).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> r.sub(4)).isInstanceOf(DecodeException.class);
    }

    @Test
    void aSecretIsNeverPrinted() {
        try (Secret secret = Secret.ofUtf8("top-secret")) {
            assertThat(secret.toString()).isEqualTo("[10 octets]");
            assertThat(secret).isEqualTo(Secret.ofUtf8("top-secret"));
            assertThat(secret).isNotEqualTo(Secret.ofUtf8("top-secreT"));
        }
    }

    @Test
    void aWipedSecretIsGone() {
        Secret secret = Secret.ofUtf8("gone");
        secret.close();
        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
    }
}
