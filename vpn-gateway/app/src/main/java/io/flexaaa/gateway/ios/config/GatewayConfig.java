package io.flexaaa.gateway.ios.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a configuration file says, smart defaults included. Immutable; made by {@link
 * ConfigParser}, printed by {@link RunningConfig}. Maps keep the order of the file.
 *
 * @param interfaces by canonical name, for example {@code Virtual-Template1}
 * @param accessLists IPv4 lists, numbered and named
 */
public record GatewayConfig(
        String hostname,
        AaaConfig aaa,
        RadiusConfig radius,
        Ikev2Config ikev2,
        IpsecConfig ipsec,
        PkiConfig pki,
        Map<String, InterfaceConfig> interfaces,
        Map<String, Ipv4Pool> ipv4Pools,
        Map<String, Ipv6Pool> ipv6Pools,
        Map<String, AccessList> accessLists,
        Map<String, AccessList> ipv6AccessLists,
        Map<String, PolicyMap> policyMaps,
        List<StaticRoute> routes,
        Map<String, LocalUser> users) {

    public GatewayConfig {
        interfaces = ordered(interfaces);
        ipv4Pools = ordered(ipv4Pools);
        ipv6Pools = ordered(ipv6Pools);
        accessLists = ordered(accessLists);
        ipv6AccessLists = ordered(ipv6AccessLists);
        policyMaps = ordered(policyMaps);
        routes = List.copyOf(routes);
        users = ordered(users);
    }

    /** Unlike {@code Map.copyOf}, keeps the order in which the file names things. */
    static <K, V> Map<K, V> ordered(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
