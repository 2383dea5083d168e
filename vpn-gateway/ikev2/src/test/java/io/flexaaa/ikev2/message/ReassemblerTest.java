package io.flexaaa.ikev2.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.ikev2.message.Reassembler.Complete;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

class ReassemblerTest {
    private static final int ID_I = PayloadType.ID_I;

    private final Reassembler reassembler = new Reassembler(8, 100);

    @Test
    void fragmentsMayComeInAnyOrderAndTwice() throws DecodeException {
        assertThat(reassembler.add(3, 3, 0, Octets.of(5))).isNull();
        assertThat(reassembler.add(1, 3, ID_I, Octets.of(1, 2))).isNull();
        assertThat(reassembler.add(3, 3, 0, Octets.of(9))).isNull();
        assertThat(reassembler.add(2, 3, 0, Octets.of(3, 4)))
                .isEqualTo(new Complete(ID_I, Octets.of(1, 2, 3, 4, 5)));
    }

    @Test
    void aFinerSplitStartsAgainAndACoarserOneIsOld() throws DecodeException {
        assertThat(reassembler.add(1, 2, ID_I, Octets.of(1))).isNull();
        assertThat(reassembler.add(2, 3, 0, Octets.of(2))).isNull();
        assertThat(reassembler.add(2, 2, 0, Octets.of(7))).as("old split").isNull();
        assertThat(reassembler.add(1, 3, ID_I, Octets.of(1))).isNull();
        assertThat(reassembler.add(3, 3, 0, Octets.of(3)))
                .isEqualTo(new Complete(ID_I, Octets.of(1, 2, 3)));
    }

    @Test
    void memoryIsBounded() throws DecodeException {
        assertThatThrownBy(() -> reassembler.add(1, 9, ID_I, Octets.of(1)))
                .hasMessageContaining("limit 8");
        assertThat(reassembler.add(1, 2, ID_I, Octets.wrap(new byte[60]))).isNull();
        assertThatThrownBy(() -> reassembler.add(2, 2, 0, Octets.wrap(new byte[60])))
                .hasMessageContaining("longer than 100");
    }
}
