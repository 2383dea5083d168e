package io.flexaaa.gateway;

import io.flexaaa.gateway.ios.config.ConfigFiles;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What the command line says.
 *
 * @param ikePort 500 but in tests
 * @param natTraversalPort 4500 but in tests
 * @param files how the configuration is read, also the one that replaces it
 * @param addresses where IKE and dynamic authorization listen
 */
public record GatewayOptions(
        Path config,
        Path state,
        Path control,
        int ikePort,
        int natTraversalPort,
        List<InetAddress> addresses,
        boolean requireDynAuthMessageAuthenticator,
        boolean requireReplyMessageAuthenticator,
        ConfigFiles files) {
    public GatewayOptions {
        addresses = List.copyOf(addresses);
    }
}
