package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.initiator.Action;

import org.junit.jupiter.api.Test;

/** IKE_SA_INIT and IKE_AUTH with a real initiator. */
class LoginTest {
    @Test
    void aSpokeComesUp() {
        // I -> R   IKE_SA_INIT { SA, KE, Ni, V, N(NATD_S), N(NATD_D), N(FRAG) }
        // R -> I   IKE_SA_INIT { SA, KE, Nr, V, N(NATD_S), N(NATD_D), N(FRAG) }
        // I -> R   IKE_AUTH { IDi, AUTH, CP, SA, TSi, TSr, N(INITIAL_CONTACT) ... }
        // R -> I   IKE_AUTH { IDr, AUTH, CP, SA, TSi, TSr, N(ESP_TFC_PADDING_NOT_SUPPORTED) }
        Lab lab = new Lab().connect();

        assertThat(lab.spokeActions(Action.Closed.class)).isEmpty();
        assertThat(lab.spoke.isEstablished()).isTrue();
        assertThat(lab.hub.up).containsExactly(1L);
        assertThat(lab.hub.installed).hasSize(1);
        SaSnapshot sa = lab.hub.engine.sas().getFirst();
        assertThat(sa.status()).isEqualTo(SaSnapshot.Status.READY);
        assertThat(sa.children()).hasSize(1);
        assertThat(lab.spoke.children()).hasSize(1);
    }
}
