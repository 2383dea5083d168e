package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ipsec.gre.GreTunnel;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * A session whose packets go through GRE: both ends, as the peer's selectors name them. {@code
 * virtual-template N mode auto} tells by the selectors: IP protocol 47 between two hosts is a GRE
 * tunnel, anything else are bare packets. So does a template without {@code tunnel mode}, where IOS
 * would insist on GRE.
 *
 * @param key {@code tunnel key}, as the 32 bits on the wire
 */
record GreMode(InetAddress local, InetAddress remote, @Nullable Integer key) {

    /** Null for bare packets; refused when the template insists on what the peer does not offer. */
    static @Nullable GreMode of(
            InterfaceSettings settings,
            Ikev2Profile.@Nullable VirtualTemplate template,
            List<Selector> local,
            List<Selector> remote)
            throws RefusedException {
        InterfaceCommand.TunnelMode command = settings.find(InterfaceCommand.TunnelMode.class);
        boolean auto = template != null && template.modeAuto();
        InterfaceCommand.Mode wanted = command == null || auto ? null : command.mode();
        GreMode offered = offered(settings, local, remote);
        if (wanted == null) {
            return offered;
        }
        InterfaceCommand.Mode is = offered == null ? null : offered.mode();
        boolean fits = wanted.gre() ? wanted == is : is == null;
        if (!fits) {
            throw new RefusedException(
                    Reason.TUNNEL_MODE_MISMATCH,
                    "the peer proposes "
                            + (is == null ? "IP packets" : is.ios())
                            + " by its selectors "
                            + remote
                            + ", the session's interface says tunnel mode "
                            + wanted.ios()
                            + "; use `virtual-template N mode auto` or the same mode on the peer");
        }
        return offered;
    }

    /**
     * For a client that came back to the interface it had, perhaps from another address: its ends
     * are new, the kind of tunnel stays.
     */
    static @Nullable GreMode again(
            @Nullable GreMode before,
            InterfaceSettings settings,
            List<Selector> local,
            List<Selector> remote)
            throws RefusedException {
        GreMode now = offered(settings, local, remote);
        InterfaceCommand.Mode was = before == null ? null : before.mode();
        InterfaceCommand.Mode is = now == null ? null : now.mode();
        if (was != is) {
            throw new RefusedException(
                    Reason.TUNNEL_MODE_MISMATCH,
                    "the client left with "
                            + (was == null ? "IP packets" : was.ios())
                            + " and comes back with "
                            + (is == null ? "IP packets" : is.ios())
                            + "; it must sign in anew for that");
        }
        return now;
    }

    private static @Nullable GreMode offered(
            InterfaceSettings settings, List<Selector> local, List<Selector> remote) {
        InterfaceCommand.TunnelKey key = settings.find(InterfaceCommand.TunnelKey.class);
        for (Selector theirs : remote) {
            for (Selector ours : local) {
                if (gre(theirs) && gre(ours) && theirs.isV4() == ours.isV4()) {
                    return new GreMode(
                            ours.first(), theirs.first(), key == null ? null : (int) key.key32());
                }
            }
        }
        return null;
    }

    private static boolean gre(Selector selector) {
        return selector.protocol() == GreTunnel.PROTOCOL
                && selector.first().equals(selector.last());
    }

    InterfaceCommand.Mode mode() {
        return local.getAddress().length == 4
                ? InterfaceCommand.Mode.GRE_IP
                : InterfaceCommand.Mode.GRE_IPV6;
    }

    /** What the peer may use as selectors, on our side. */
    List<Selector> allowedLocal() {
        return List.of(selector(local));
    }

    List<Selector> allowedRemote() {
        return List.of(selector(remote));
    }

    GreTunnel tunnel(ChildSa.Mode mode) {
        return new GreTunnel(mode == ChildSa.Mode.TRANSPORT, local, remote, key);
    }

    private static Selector selector(InetAddress address) {
        return new Selector(address, address, GreTunnel.PROTOCOL, 0, 0xffff);
    }
}
