package io.flexaaa.gateway.virtualaccess;

import io.flexaaa.gateway.ios.config.ConfigProblem;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceConfigParser;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Lines of {@code interface-config}: read, and checked against what this gateway can act on. */
public final class InterfaceLines {
    private InterfaceLines() {}

    /** All lines or none: the first that is wrong or cannot be acted on refuses them all. */
    public static List<InterfaceCommand> parse(List<String> lines) throws RefusedException {
        List<InterfaceCommand> commands = new ArrayList<>();
        for (String line : lines) {
            switch (InterfaceConfigParser.parseLine(line)) {
                case InterfaceConfigParser.Result.Command(InterfaceCommand command) -> {
                    String why = unsupported(command);
                    if (why != null) {
                        throw new RefusedException(
                                Reason.INTERFACE_COMMAND_UNKNOWN,
                                "interface-config \"" + line + "\": " + why);
                    }
                    commands.add(command);
                }
                case InterfaceConfigParser.Result.Problem(ConfigProblem problem) ->
                        throw new RefusedException(
                                Reason.INTERFACE_COMMAND_INVALID,
                                "interface-config \""
                                        + line
                                        + "\": "
                                        + problem.message()
                                        + "; "
                                        + problem.cure());
            }
        }
        return commands;
    }

    /** As {@link #parse}, for a session that is up: what only its set-up decides is refused. */
    public static List<InterfaceCommand> parseChange(List<String> lines) throws RefusedException {
        List<InterfaceCommand> commands = parse(lines);
        for (InterfaceCommand command : commands) {
            InterfaceCommand.Slot slot =
                    command instanceof InterfaceCommand.No(var taken, _) ? taken : command.slot();
            if (slot == InterfaceCommand.Slot.TUNNEL_MODE
                    || slot == InterfaceCommand.Slot.TUNNEL_KEY) {
                throw new RefusedException(
                        Reason.INTERFACE_COMMAND_UNKNOWN,
                        "tunnel mode and tunnel key are settled when the session comes up; change"
                                + " the policy and disconnect the session");
            }
        }
        return commands;
    }

    /** The settings with the lines entered after them, as on an IOS command line. */
    public static InterfaceSettings enter(InterfaceSettings base, List<InterfaceCommand> commands) {
        InterfaceSettings settings = base;
        for (InterfaceCommand command : commands) {
            settings = settings.with(command);
        }
        return settings;
    }

    /**
     * Why a command from AAA cannot be acted on, null when it can or when leaving it out changes no
     * packet. A filter, a limit or a separation that would silently not happen is refused.
     */
    private static @Nullable String unsupported(InterfaceCommand command) {
        return switch (command) {
            case InterfaceCommand.VrfForwarding v ->
                    "VRF " + v.vrf() + ": this gateway has one routing table; drop the line";
            case InterfaceCommand.TunnelVrf v ->
                    "VRF " + v.vrf() + ": this gateway has one routing table; drop the line";
            case InterfaceCommand.ServicePolicy p ->
                    "QoS policy-map " + p.policyMap() + " is not in effect here; drop the line";
            case InterfaceCommand.LinuxInterface l ->
                    "linux interface " + l.name() + " belongs into the gateway's own file";
            case InterfaceCommand.Shutdown() ->
                    "a session's interface cannot be shut; send a Disconnect-Request";
            case InterfaceCommand.TunnelMode _,
                    InterfaceCommand.Description _,
                    InterfaceCommand.Bandwidth _,
                    InterfaceCommand.IpAddress _,
                    InterfaceCommand.IpUnnumbered _,
                    InterfaceCommand.IpAccessGroup _,
                    InterfaceCommand.Mtu _,
                    InterfaceCommand.IpMtu _,
                    InterfaceCommand.IpTcpAdjustMss _,
                    InterfaceCommand.Ipv6Address _,
                    InterfaceCommand.Ipv6Unnumbered _,
                    InterfaceCommand.Ipv6Enable _,
                    InterfaceCommand.Ipv6Mtu _,
                    InterfaceCommand.Ipv6TcpAdjustMss _,
                    InterfaceCommand.Ipv6TrafficFilter _,
                    InterfaceCommand.TunnelSource _,
                    InterfaceCommand.TunnelDestination _,
                    InterfaceCommand.TunnelKey _,
                    InterfaceCommand.TunnelPathMtuDiscovery _,
                    InterfaceCommand.TunnelProtection _,
                    InterfaceCommand.CryptoDfBit _,
                    InterfaceCommand.Inert _,
                    InterfaceCommand.No _ ->
                    null;
        };
    }
}
