package io.flexaaa.e2e.lab;

import java.util.List;

/**
 * A GRE peer that is not ours: Scapy builds and reads the headers, the kernel of the namespace and
 * strongSwan carry them. For kernels without a GRE device.
 */
public final class GrePing {
    private static final String SCRIPT =
            """
            import socket, sys, time
            from scapy.layers.inet import IP, ICMP
            from scapy.layers.inet6 import IPv6, ICMPv6EchoRequest, ICMPv6EchoReply
            from scapy.layers.l2 import GRE
            from scapy.packet import Raw
            hub, source, target, options, octets = sys.argv[1:6]
            fields = {}
            for option in filter(None, options.split(",")):
                name, value = option.split("=")
                fields[name] = int(value)
            if "key" in fields: fields["key_present"] = 1
            if "seqence_number" in fields: fields["seqnum_present"] = 1
            six = ":" in target
            raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 47)
            raw.settimeout(0.2)
            answered = 0
            for n in range(1, 4):
                load = Raw(bytes((n + i) & 255 for i in range(int(octets))))
                if six: inner = IPv6(src=source, dst=target) / ICMPv6EchoRequest(id=77, seq=n) / load
                else: inner = IP(src=source, dst=target) / ICMP(id=77, seq=n) / load
                raw.sendto(bytes(GRE(proto=0x86dd if six else 0x800, **fields) / inner), (hub, 0))
                end = time.time() + 2
                while time.time() < end:
                    try: packet = IP(raw.recv(65535))
                    except socket.timeout: continue
                    gre = packet[GRE]
                    passenger = gre.payload
                    reply = passenger.getlayer(ICMPv6EchoReply if six else ICMP)
                    if reply is None or reply.seq != n or (not six and reply.type != 0): continue
                    same = bytes(reply.data if six else reply.payload) == bytes(load)
                    print("reply", n, "from", passenger.src, "to", passenger.dst, "key", gre.key if gre.key_present else None,
                          "checksum", gre.chksum_present, "tos", packet.tos, "same" if same else "DIFFERENT")
                    answered += 1
                    break
            print(answered, "answered")
            """;

    private GrePing() {}

    /**
     * Three echo requests as passengers.
     *
     * @param hub the delivery header's destination
     * @param options of Scapy's GRE, as {@code key=1,chksum_present=1}
     */
    public static String run(
            Netns netns, String hub, String source, String target, String options, int octets) {
        List<String> command =
                netns.exec(
                        "/usr/bin/python3",
                        "-c",
                        SCRIPT,
                        hub,
                        source,
                        target,
                        options,
                        Integer.toString(octets));
        return Shell.attempt(40, command.toArray(String[]::new)).output();
    }
}
