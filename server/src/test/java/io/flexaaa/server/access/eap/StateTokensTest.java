package io.flexaaa.server.access.eap;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.Objects;

class StateTokensTest {

    private final StateTokens tokens = new StateTokens(new SecureRandom());

    @Test
    void whatWasWrittenIsRead() {
        Octets id = tokens.newId();
        StateTokens.Token token = Objects.requireNonNull(tokens.read(tokens.write(id, 7, 3), 3));
        assertThat(token.conversation()).isEqualTo(id);
        assertThat(token.round()).isEqualTo(7);
    }

    @Test
    void anotherNasAnotherServerAndAnyChangedBitAreRefused() {
        Octets state = tokens.write(tokens.newId(), 1, 3);
        assertThat(tokens.read(state, 4)).isNull();
        assertThat(new StateTokens(new SecureRandom()).read(state, 3)).isNull();
        for (int bit = 0; bit < state.length() * 8; bit++) {
            byte[] changed = state.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(tokens.read(Octets.wrap(changed), 3)).as("bit %d", bit).isNull();
        }
        assertThat(tokens.read(Octets.EMPTY, 3)).isNull();
        assertThat(tokens.read(Octets.wrap(new byte[253]), 3)).isNull();
    }
}
