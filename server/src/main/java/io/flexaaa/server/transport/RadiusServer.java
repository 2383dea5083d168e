package io.flexaaa.server.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Opens the RADIUS ports once everything they need is there, and closes them first. */
@Component
class RadiusServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RadiusServer.class);

    private final RadiusProperties properties;
    private final RequestHandler handler;
    private final List<UdpListener> listeners = new ArrayList<>();
    private volatile boolean running;

    RadiusServer(RadiusProperties properties, RequestHandler handler) {
        this.properties = properties;
        this.handler = handler;
    }

    @Override
    public void start() {
        try {
            InetAddress address = InetAddress.getByName(properties.address());
            open(Admission.Port.AUTHENTICATION, address, properties.authPorts());
            open(Admission.Port.ACCOUNTING, address, properties.acctPorts());
            for (UdpListener listener : listeners) listener.start(properties.listenerThreads());
            running = true;
            log.info(
                    "RADIUS address={} auth={} acct={} threads={} a port",
                    properties.address(),
                    properties.authPorts(),
                    properties.acctPorts(),
                    properties.listenerThreads());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "flexaaa.radius.address " + properties.address() + " is not an address", e);
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e);
        }
    }

    private void open(Admission.Port port, InetAddress address, List<Integer> numbers)
            throws IOException {
        for (int number : numbers) {
            Duplicates duplicates =
                    new Duplicates(
                            properties.duplicateEntries(),
                            properties.duplicateOctets(),
                            properties.duplicateHoldMillis());
            listeners.add(new UdpListener(port, address, number, handler, duplicates));
        }
    }

    @Override
    public void stop() {
        listeners.forEach(UdpListener::close);
        listeners.clear();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
