package io.flexaaa.gateway.dataplane;

import java.net.InetSocketAddress;

/** Outer addresses of a tunnel; with native ESP the ports are unused. */
public record Endpoints(InetSocketAddress local, InetSocketAddress remote) {}
