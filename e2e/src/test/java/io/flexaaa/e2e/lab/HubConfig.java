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
        crypto ikev2 proposal GCM
         encryption aes-gcm-128 aes-gcm-256
         prf sha256 sha384
         group 31 20 19
        crypto ikev2 proposal CHACHA
         encryption chacha20-poly1305
         prf sha256
         group 31
        crypto ikev2 proposal CBC
         encryption aes-cbc-256 aes-cbc-192
         integrity sha256 sha384 sha512
         group 19 14 15
        crypto ikev2 policy LAB
         proposal GCM
         proposal CHACHA
         proposal CBC
        crypto ipsec transform-set GCM128 esp-gcm 128
        crypto ipsec transform-set GCM256 esp-gcm 256
        crypto ipsec transform-set CHACHA esp-chacha20-poly1305
        crypto ipsec transform-set AES256 esp-aes 256 esp-sha256-hmac
        crypto ipsec transform-set AES512 esp-aes 256 esp-sha512-hmac
        crypto ipsec transform-set AES192 esp-aes 192 esp-sha384-hmac
        crypto ipsec profile default
         set transform-set GCM128 GCM256 CHACHA AES256 AES512 AES192
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
