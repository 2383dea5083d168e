package io.flexaaa.gateway.route;

import io.flexaaa.gateway.ios.config.IpPrefix;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * One route of a session.
 *
 * @param metric IOS administrative distance as a Linux metric; 0 = the kernel's default
 */
public record SessionRoute(
        IpPrefix destination, @Nullable InetAddress nextHop, int linkIndex, int metric) {}
