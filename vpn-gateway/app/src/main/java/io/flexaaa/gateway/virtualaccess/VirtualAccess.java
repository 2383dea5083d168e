package io.flexaaa.gateway.virtualaccess;

import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.dataplane.InterfaceSpec;
import io.flexaaa.gateway.dataplane.SessionInterface;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;

import java.io.IOException;
import java.util.List;

/**
 * The running interface of one session, cloned from its virtual template.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
public final class VirtualAccess {
    private final int number;
    private final DataPlane dataPlane;
    private final Links links;
    private final SessionInterface link;
    private VirtualAccessPlan plan;

    private VirtualAccess(
            int number,
            DataPlane dataPlane,
            Links links,
            SessionInterface link,
            VirtualAccessPlan plan) {
        this.number = number;
        this.dataPlane = dataPlane;
        this.links = links;
        this.link = link;
        this.plan = plan;
    }

    /** Addresses of links; the kernel's, or a fake. */
    public interface Links {
        void addAddress(int linkIndex, IpPrefix address) throws IOException;

        void removeAddress(int linkIndex, IpPrefix address) throws IOException;
    }

    /** Makes the interface and gives it all of the plan, or nothing. */
    static VirtualAccess create(
            int number, DataPlane dataPlane, Links links, VirtualAccessPlan plan)
            throws RefusedException {
        String name = "vaccess" + number;
        SessionInterface link;
        try {
            link =
                    dataPlane.createInterface(
                            new InterfaceSpec(name, plan.mtuOctets(), plan.description()));
        } catch (DataPlaneException e) {
            throw failed(name, e);
        }
        try {
            for (IpPrefix address : plan.addresses()) {
                links.addAddress(link.index(), address);
            }
            dataPlane.setTcpMss(link, plan.tcpMss());
            dataPlane.setAcl(link, DataPlane.Direction.IN, plan.inbound());
            dataPlane.setAcl(link, DataPlane.Direction.OUT, plan.outbound());
            return new VirtualAccess(number, dataPlane, links, link, plan);
        } catch (IOException e) {
            dataPlane.destroyInterface(link);
            throw failed(name, e);
        }
    }

    /** Changes the running interface: all of the new plan, or back to the old one. */
    public void change(VirtualAccessPlan next) throws RefusedException {
        VirtualAccessPlan before = plan;
        try {
            apply(before, next);
            plan = next;
        } catch (IOException | DataPlaneException e) {
            try {
                apply(next, before);
            } catch (IOException | DataPlaneException again) {
                e.addSuppressed(again);
            }
            throw failed(link.name(), e);
        }
    }

    private void apply(VirtualAccessPlan before, VirtualAccessPlan next)
            throws IOException, DataPlaneException {
        if (next.mtuOctets() != before.mtuOctets()) {
            dataPlane.setMtu(link, next.mtuOctets());
        }
        if (!next.description().equals(before.description())) {
            dataPlane.setDescription(link, next.description());
        }
        for (IpPrefix address : next.addresses()) {
            if (!before.addresses().contains(address)) {
                links.addAddress(link.index(), address);
            }
        }
        for (IpPrefix address : before.addresses()) {
            if (!next.addresses().contains(address)) {
                links.removeAddress(link.index(), address);
            }
        }
        dataPlane.setTcpMss(link, next.tcpMss());
        dataPlane.setAcl(link, DataPlane.Direction.IN, next.inbound());
        dataPlane.setAcl(link, DataPlane.Direction.OUT, next.outbound());
    }

    public int number() {
        return number;
    }

    public SessionInterface link() {
        return link;
    }

    public VirtualAccessPlan plan() {
        return plan;
    }

    /** As IOS names it. */
    public String iosName() {
        return "Virtual-Access" + number;
    }

    /** The lines of {@code show derived-config interface virtual-access N}. */
    public List<String> derivedLines() {
        return plan.settings().commands().stream().map(InterfaceCommand::ios).toList();
    }

    private static RefusedException failed(String name, Exception cause) {
        return new RefusedException(
                Reason.INTERFACE_FAILED, "interface " + name + ": " + cause.getMessage());
    }
}
