package io.flexaaa.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.ios.config.Ipv4Pool;
import io.flexaaa.gateway.telemetry.RefusedException;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class AddressPoolsTest {
    private final AddressPools pools = new AddressPools();

    @Test
    void aPeerThatComesBackGetsItsAddressAgain() throws Exception {
        pools.addIpv4("P", ip("10.0.0.1"), ip("10.0.0.3"));
        Lease a = pools.leaseIpv4("P", "a", 1);
        Lease b = pools.leaseIpv4("P", "b", 2);
        pools.release(a);
        assertThat(pools.leaseIpv4("P", "c", 3).address()).isEqualTo(ip("10.0.0.3"));
        assertThat(pools.leaseIpv4("P", "a", 4).address()).isEqualTo(a.address());
        assertThat(b.address()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void whoHoldsAnAddressOfAPoolThatIsReplacedKeepsIt() throws Exception {
        pools.addIpv4("A", ip("10.0.0.1"), ip("10.0.0.2"));
        Lease first = pools.leaseIpv4("A", "one", 1);
        Map<String, Ipv4Pool> wider = Configs.of("ip local pool A 10.0.0.1 10.0.0.3\n").ipv4Pools();
        pools.replace(wider, Map.of());
        assertThat(pools.holderOf(ip("10.0.0.1"))).isEqualTo(first);
        assertThat(pools.leaseIpv4("A", "two", 2).address()).isEqualTo(ip("10.0.0.2"));
        assertThat(pools.leaseIpv4("A", "three", 3).address()).isEqualTo(ip("10.0.0.3"));
        pools.release(first);
        assertThat(pools.leaseIpv4("A", "four", 4).address()).isEqualTo(ip("10.0.0.1"));
        pools.replace(Map.of(), Map.of());
        assertThat(pools.holderOf(ip("10.0.0.2"))).isNotNull();
        assertThatThrownBy(() -> pools.leaseIpv4("A", "five", 5))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aFullPoolNamesItselfItsSizeAndTheCure() throws Exception {
        pools.addIpv4("VPN-BR", ip("10.0.0.1"), ip("10.0.0.1"));
        pools.leaseIpv4("VPN-BR", "first", 1);
        assertThatThrownBy(() -> pools.leaseIpv4("VPN-BR", "br17.example.com", 2))
                .hasMessage(
                        "POOL_EXHAUSTED: ip local pool VPN-BR is full (1/1): peer br17.example.com"
                                + " refused; widen the pool");
    }

    @Test
    void anAddressNamedByTheServerIsNotGivenOutByThePool() throws Exception {
        pools.addIpv4("P", ip("10.0.0.1"), ip("10.0.0.2"));
        Lease named = pools.leaseNamed(ip("10.0.0.1"), 32, "fixed", 1);
        assertThat(pools.leaseIpv4("P", "a", 2).address()).isEqualTo(ip("10.0.0.2"));
        assertThatThrownBy(() -> pools.leaseIpv4("P", "b", 3)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> pools.leaseNamed(ip("10.0.0.1"), 32, "other", 4))
                .hasMessageContaining("ADDRESS_IN_USE")
                .hasMessageContaining("fixed");
        pools.release(named);
        assertThat(pools.leaseIpv4("P", "b", 3).address()).isEqualTo(ip("10.0.0.1"));
    }

    @Test
    void ipv6PrefixesStepByTheAssignedLength() throws Exception {
        pools.addIpv6("S", ip("2001:db8:1::"), 62, 64);
        pools.addIpv6("H", ip("fd00::"), 126, 128);
        Lease first = pools.leaseIpv6("S", "a", 1);
        assertThat(first.address()).isEqualTo(ip("2001:db8:1::1"));
        assertThat(first.prefixLength()).isEqualTo(64);
        assertThat(pools.leaseIpv6("S", "b", 2).address()).isEqualTo(ip("2001:db8:1:1::1"));
        assertThat(pools.leaseIpv6("H", "a", 1).address()).isEqualTo(ip("fd00::1"));
        pools.leaseIpv6("H", "b", 2);
        pools.leaseIpv6("H", "c", 3);
        assertThatThrownBy(() -> pools.leaseIpv6("H", "d", 4)).hasMessageContaining("(3/3)");
    }

    @Test
    void severalRangesOfOneNameAreOnePool() throws Exception {
        pools.addIpv4("P", ip("10.0.0.1"), ip("10.0.0.1"));
        pools.addIpv4("P", ip("10.9.0.1"), ip("10.9.0.1"));
        pools.leaseIpv4("P", "a", 1);
        assertThat(pools.leaseIpv4("P", "b", 2).address()).isEqualTo(ip("10.9.0.1"));
    }

    /** Law: no address is held twice, and all can be held at once. */
    @Test
    void noAddressIsEverHeldTwice() throws Exception {
        long seed = 42;
        Random random = new Random(seed);
        pools.addIpv4("P", ip("10.0.0.1"), ip("10.0.0.40"));
        List<Lease> held = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            if (held.size() == 40 || (!held.isEmpty() && random.nextInt(3) == 0)) {
                pools.release(held.remove(random.nextInt(held.size())));
            } else {
                held.add(pools.leaseIpv4("P", "peer" + random.nextInt(60), i));
            }
            Set<InetAddress> distinct = new HashSet<>();
            held.forEach(lease -> distinct.add(lease.address()));
            assertThat(distinct).as("seed %d step %d", seed, i).hasSameSizeAs(held);
        }
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }
}
