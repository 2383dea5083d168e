package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceConfig;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.session.SessionSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Configured and virtual-access interfaces under one roof. */
final class Interfaces {
    private Interfaces() {}

    /**
     * @param session null for a configured interface
     */
    record Row(String name, InterfaceSettings settings, @Nullable SessionSnapshot session) {
        boolean up() {
            SessionSnapshot s = session;
            if (s != null) {
                return s.up();
            }
            return settings.find(InterfaceCommand.Shutdown.class) == null && !template();
        }

        /** A template is a pattern, never up. */
        boolean template() {
            return name.startsWith("Virtual-Template");
        }

        int mtu() {
            InterfaceCommand.IpMtu ip = settings.find(InterfaceCommand.IpMtu.class);
            InterfaceCommand.Mtu link = settings.find(InterfaceCommand.Mtu.class);
            if (ip != null) {
                return ip.octets();
            }
            return link == null ? 1500 : link.octets();
        }
    }

    static List<Row> all(GatewayView view) {
        List<Row> rows = new ArrayList<>();
        for (InterfaceConfig i : view.config().interfaces().values()) {
            rows.add(new Row(i.name(), i.settings(), null));
        }
        for (SessionSnapshot s : view.sessions()) {
            if (s.accessNumber() > 0) {
                rows.add(new Row(Words.accessName(s), Words.settings(s.derivedLines()), s));
            }
        }
        return rows;
    }

    static @Nullable Row find(GatewayView view, String name) {
        for (Row row : all(view)) {
            if (row.name().equals(name)) {
                return row;
            }
        }
        return null;
    }

    /** Its own address, or that of the interface it borrows from. */
    static @Nullable IpPrefix address(GatewayView view, InterfaceSettings settings) {
        InterfaceCommand.IpAddress own = settings.find(InterfaceCommand.IpAddress.class);
        if (own != null) {
            return own.prefix();
        }
        InterfaceCommand.IpUnnumbered lender = settings.find(InterfaceCommand.IpUnnumbered.class);
        InterfaceConfig from =
                lender == null ? null : view.config().interfaces().get(lender.interfaceName());
        InterfaceCommand.IpAddress lent =
                from == null ? null : from.settings().find(InterfaceCommand.IpAddress.class);
        return lent == null ? null : lent.prefix();
    }

    static String addressText(@Nullable IpPrefix prefix) {
        return prefix == null ? "unassigned" : Addresses.text(prefix.address());
    }
}
