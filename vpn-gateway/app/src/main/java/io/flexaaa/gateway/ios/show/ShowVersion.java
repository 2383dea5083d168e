package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;

import java.util.Map;

/** {@code show version}. */
final class ShowVersion implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        long minutes = Math.max(0, view.epochMs() - view.startedEpochMs()) / 60_000;
        return "FlexAAA gateway, version "
                + view.version()
                + "\n"
                + view.config().hostname()
                + " uptime is "
                + minutes / 1440
                + " days, "
                + minutes / 60 % 24
                + " hours, "
                + minutes % 60
                + " minutes\nJava "
                + Runtime.version()
                + " on "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors\n";
    }

    @Override
    public Object json(GatewayView view, Match m) {
        return Map.of(
                "version",
                view.version(),
                "hostname",
                view.config().hostname(),
                "startedEpochMs",
                view.startedEpochMs());
    }
}
