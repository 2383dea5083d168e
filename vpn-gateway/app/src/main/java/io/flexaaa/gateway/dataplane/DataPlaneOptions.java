package io.flexaaa.gateway.dataplane;

import io.flexaaa.ipsec.esp.EspCrypto;

/**
 * How the user-space data plane is set up.
 *
 * @param natTraversalPort UDP port of RFC 3948, 4500 but in tests
 * @param nativeEsp also open raw sockets for IP protocol 50
 * @param interfacePrefix names of session interfaces begin with it
 * @param pooledInterfaces idle TUNs kept, because deleting one holds the kernel's RTNL lock for 20
 *     ms
 */
public record DataPlaneOptions(
        int natTraversalPort,
        boolean nativeEsp,
        String interfacePrefix,
        int pooledInterfaces,
        EspCrypto crypto) {

    public static DataPlaneOptions defaults() {
        return new DataPlaneOptions(4500, true, "vaccess", 32, EspCrypto.best());
    }
}
