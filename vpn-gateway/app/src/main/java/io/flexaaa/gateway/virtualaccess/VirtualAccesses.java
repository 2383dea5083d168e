package io.flexaaa.gateway.virtualaccess;

import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.InterfaceConfig;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.function.Supplier;

/**
 * Clones virtual templates and numbers the clones, the lowest free number first, as IOS does.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
public final class VirtualAccesses {
    private final Supplier<GatewayConfig> config;
    private final DataPlane dataPlane;
    private final VirtualAccess.Links links;
    private final BitSet numbers = new BitSet();

    public VirtualAccesses(
            Supplier<GatewayConfig> config, DataPlane dataPlane, VirtualAccess.Links links) {
        this.config = config;
        this.dataPlane = dataPlane;
        this.links = links;
        numbers.set(0);
    }

    /** The settings of the profile's template; empty when the profile names none. */
    public InterfaceSettings template(Ikev2Profile.@Nullable VirtualTemplate template)
            throws RefusedException {
        if (template == null) {
            return InterfaceSettings.EMPTY;
        }
        InterfaceConfig stanza = config.get().interfaces().get(template.interfaceName());
        if (stanza == null) {
            throw new RefusedException(
                    Reason.TEMPLATE_UNKNOWN,
                    "interface "
                            + template.interfaceName()
                            + " is not configured; add `interface "
                            + template.interfaceName()
                            + " type tunnel`");
        }
        return stanza.settings();
    }

    public VirtualAccess create(VirtualAccessPlan plan) throws RefusedException {
        int number = numbers.nextClearBit(1);
        VirtualAccess made = VirtualAccess.create(number, dataPlane, links, plan);
        numbers.set(number);
        return made;
    }

    public void destroy(VirtualAccess access) {
        dataPlane.destroyInterface(access.link());
        numbers.clear(access.number());
    }
}
