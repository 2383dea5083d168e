package io.flexaaa.ipsec.sad;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

class SpiTableTest {

    @Test
    void behavesAsAMap() {
        SpiTable<String> table = new SpiTable<>();
        Map<Integer, String> model = new HashMap<>();
        Random random = new Random(42);
        for (int i = 0; i < 3000; i++) {
            // Few distinct values, so that collisions and removals in chains occur.
            int spi = 256 + random.nextInt(400) * 65_536;
            if (random.nextBoolean()) {
                assertThat(table.add(spi, "sa" + i))
                        .isEqualTo(model.putIfAbsent(spi, "sa" + i) == null);
            } else {
                assertThat(table.remove(spi)).isEqualTo(model.remove(spi));
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        model.forEach((spi, value) -> assertThat(table.get(spi)).isEqualTo(value));
        assertThat(table.values()).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(table.get(1)).isNull();
    }
}
