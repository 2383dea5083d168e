package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.Octets;

/** One attribute of a CP payload, RFC 7296 §3.15.1; 0x7000 and up are Cisco Unity's. */
public record ConfigurationAttribute(int type, Octets value) {
    public static final int INTERNAL_IP4_ADDRESS = 1;
    public static final int INTERNAL_IP4_NETMASK = 2;
    public static final int INTERNAL_IP4_DNS = 3;
    public static final int INTERNAL_IP4_NBNS = 4;
    public static final int INTERNAL_IP4_DHCP = 6;
    public static final int APPLICATION_VERSION = 7;
    public static final int INTERNAL_IP6_ADDRESS = 8;
    public static final int INTERNAL_IP6_DNS = 10;
    public static final int INTERNAL_IP6_DHCP = 12;
    public static final int INTERNAL_IP4_SUBNET = 13;
    public static final int SUPPORTED_ATTRIBUTES = 14;
    public static final int INTERNAL_IP6_SUBNET = 15;
    public static final int INTERNAL_DNS_DOMAIN = 25;
    public static final int UNITY_BANNER = 28672;
    public static final int UNITY_SAVE_PASSWORD = 28673;
    public static final int UNITY_DEF_DOMAIN = 28674;
    public static final int UNITY_SPLIT_DNS = 28675;
    public static final int UNITY_SPLIT_INCLUDE = 28676;
    public static final int UNITY_LOCAL_LAN = 28678;
    public static final int UNITY_PFS = 28679;
    public static final int UNITY_BACKUP_SERVERS = 28681;

    /** An attribute without value: "send me this" in CFG_REQUEST. */
    public static ConfigurationAttribute request(int type) {
        return new ConfigurationAttribute(type, Octets.EMPTY);
    }
}
