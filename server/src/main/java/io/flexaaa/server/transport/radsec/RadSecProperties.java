package io.flexaaa.server.transport.radsec;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;

/**
 * {@code flexaaa.radsec.*}. The port opens once a certificate is assigned to {@code radsec}.
 *
 * @param enabled false keeps the port shut whatever is assigned
 * @param protocols add {@code TLSv1.2} for hubs that cannot do better
 * @param radius11 whether RADIUS/1.1 is offered to clients that ask for it by ALPN
 * @param maxConnections of all clients together
 * @param maxConnectionsPerSource of one address; a hub keeps one or two
 * @param handshakeSeconds a client that takes longer is cut off
 * @param packetSeconds from a packet's first octet to its last
 * @param maxInFlight requests of one connection that wait for their answer
 */
@ConfigurationProperties("flexaaa.radsec")
public record RadSecProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("0.0.0.0") String address,
        @DefaultValue("2083") int port,
        @DefaultValue("TLSv1.3") List<String> protocols,
        @DefaultValue("true") boolean radius11,
        @DefaultValue("4096") int maxConnections,
        @DefaultValue("32") int maxConnectionsPerSource,
        @DefaultValue("10") int handshakeSeconds,
        @DefaultValue("10") int packetSeconds,
        @DefaultValue("1024") int maxInFlight) {

    public RadSecProperties {
        for (String protocol : protocols) {
            if (!protocol.equals("TLSv1.3") && !protocol.equals("TLSv1.2")) {
                throw new IllegalArgumentException(
                        "flexaaa.radsec.protocols has "
                                + protocol
                                + "; TLSv1.3 and TLSv1.2 can be served");
            }
        }
    }
}
