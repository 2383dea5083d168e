package io.flexaaa.e2e.lab;

/** The hub's configuration in IOS syntax. */
public final class HubConfig {
    private HubConfig() {}

    /** AAA-based PSKs, user and group authorization, accounting, PoD and CoA. */
    public static String text() {
        return """
        hostname lab-hub
        aaa new-model
        aaa group server radius FLEX
         server name FLEXAAA
        radius server FLEXAAA
         address ipv4 10.98.0.2 auth-port %d acct-port %d
         key %s
         timeout 2
         retransmit 2
        aaa authorization network FLEX group FLEX
        aaa accounting network FLEX start-stop group FLEX
        aaa accounting update periodic 1
        aaa server radius dynamic-author
         client 10.98.0.2 server-key %s
        !
        interface GigabitEthernet1
         ip address 198.18.0.1 255.255.0.0
        interface Loopback1
         ip address 10.97.0.1 255.255.255.255
         ipv6 address fd00:97::1/128
        !
        crypto ikev2 name-mangler HOST
         fqdn hostname
        crypto ikev2 name-mangler DOMAIN
         fqdn domain
        !
        crypto ikev2 profile default
         match identity remote any
         identity local fqdn hub.lab.example
         authentication local pre-share
         authentication remote pre-share
         keyring aaa FLEX name-mangler HOST
         aaa authorization user psk cached
         aaa authorization group psk list FLEX name-mangler DOMAIN
         aaa accounting psk FLEX
         dpd 10 2 periodic
         virtual-template 1
        !
        ip local pool LAB 10.97.1.1 10.97.1.254
        ipv6 local pool LAB6 fd00:97:1::/48 128
        ip access-list extended BLOCK-PING
         deny icmp any any
         permit ip any any
        !
        interface Virtual-Template1 type tunnel
         ip unnumbered Loopback1
         tunnel source GigabitEthernet1
         tunnel mode ipsec ipv4
         tunnel protection ipsec profile default
        """
                .formatted(
                        ServerProcess.AUTH_PORT,
                        ServerProcess.ACCT_PORT,
                        Lab.NAS_SECRET,
                        Lab.COA_SECRET);
    }
}
