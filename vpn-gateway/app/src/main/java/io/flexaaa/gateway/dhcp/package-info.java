/**
 * Inner addresses from a DHCP server (RFC 2131): the hub asks for its peer, as a relay that is also
 * the client. {@link io.flexaaa.gateway.dhcp.DhcpLeases} decides, {@link
 * io.flexaaa.gateway.dhcp.DhcpPort} sends and receives.
 */
@NullMarked
package io.flexaaa.gateway.dhcp;

import org.jspecify.annotations.NullMarked;
