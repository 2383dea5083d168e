package io.flexaaa.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class NearestNamesTest {

    @Test
    void theLikeliestSlipsComeFirst() {
        List<String> peers = List.of("spoke1", "spoke2", "branch17", "spoke1x", "zebra");
        assertThat(NearestNames.find("spoke1.example.com", peers, List.of()))
                .containsExactly("spoke1");
        assertThat(NearestNames.find("Spoke1", peers, List.of("spoke")))
                .first()
                .isEqualTo("spoke1");
        assertThat(NearestNames.find("qqqq", peers, List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "abc,abc,0", "abc,acb,2", "'',ab,2", "abcdefgh,zzzzzzzz,5"})
    void distanceGivesUpBeyondTheLimit(String a, String b, int wanted) {
        assertThat(NearestNames.distance(a, b, 4)).isEqualTo(wanted);
    }
}
