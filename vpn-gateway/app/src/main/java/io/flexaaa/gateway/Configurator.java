package io.flexaaa.gateway;

import io.flexaaa.gateway.aaa.ServerGroups;
import io.flexaaa.gateway.ios.config.ConfigDifference;
import io.flexaaa.gateway.ios.config.ConfigFiles;
import io.flexaaa.gateway.ios.config.ConfigReport;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.LiveConfig;
import io.flexaaa.gateway.ios.config.Parsed;
import io.flexaaa.gateway.ios.show.GatewayView.Configure;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.session.IkeConfigs;
import io.flexaaa.gateway.session.SessionService;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.ikev2.IkeConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks, compares and puts in force configuration files of the running gateway. A file with an
 * error changes nothing; a good one takes the place of all that was configured before.
 */
final class Configurator {
    private static final Logger LOG = LoggerFactory.getLogger(Configurator.class);

    private final LiveConfig live;
    private final ConfigFiles files;
    private final Path startedFrom;
    private final Pki pki;
    private final ServerGroups groups;
    private final SessionService sessions;
    private final DynamicAuthorPort author;

    Configurator(
            LiveConfig live,
            ConfigFiles files,
            Path startedFrom,
            Pki pki,
            ServerGroups groups,
            SessionService sessions,
            DynamicAuthorPort author) {
        this.live = live;
        this.files = files;
        this.startedFrom = startedFrom;
        this.pki = pki;
        this.groups = groups;
        this.sessions = sessions;
        this.author = author;
    }

    /** The operator's answer; an error begins with {@code %}. */
    synchronized String run(Configure verb, String name) {
        Parsed parsed;
        try {
            parsed = files.parse(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            return "% " + name + " cannot be read by the gateway: " + e + "\n";
        }
        String summary = ConfigReport.summary(name, parsed) + "\n";
        if (!parsed.problems().isEmpty()) {
            return "% " + summary + ConfigReport.of(parsed) + "Nothing was changed.\n";
        }
        return switch (verb) {
            case CHECK -> ConfigReport.of(parsed) + summary;
            case DIFF -> difference(parsed.config());
            case REPLACE -> replace(name, parsed);
        };
    }

    private String difference(GatewayConfig next) {
        List<String> lines = ConfigDifference.between(live.get(), next);
        return lines.isEmpty()
                ? "No difference to the running configuration.\n"
                : String.join("\n", lines) + "\n";
    }

    private String replace(String name, Parsed parsed) {
        GatewayConfig next = parsed.config();
        GatewayConfig before = live.get();
        if (ConfigDifference.between(before, next).isEmpty()) {
            return "The running configuration is this one already; nothing was changed.\n";
        }
        StringBuilder answer = new StringBuilder(ConfigReport.of(parsed));
        List<String> warnings = new ArrayList<>();
        Pki loaded = Pki.load(next, warnings::add);
        IkeConfig engine;
        try {
            AddressPools.of(next.ipv4Pools(), next.ipv6Pools());
            engine = IkeConfigs.of(next, loaded, warnings::add);
            author.serve(next.aaa().dynamicAuthor());
        } catch (IOException | IllegalArgumentException e) {
            return "% " + name + ": " + e.getMessage() + "\nNothing was changed.\n";
        }
        pki.become(loaded);
        int lines = ConfigDifference.between(before, next).size();
        int ended = sessions.replace(next, engine);
        groups.forget();
        for (String warning : warnings) {
            LOG.warn("{}", LogLine.of("config").with("detail", warning));
            answer.append("warning: ").append(warning).append('\n');
        }
        LOG.info(
                "{}",
                LogLine.of("configuration-replaced")
                        .with("file", name)
                        .with("differences", lines)
                        .with("sessionsEnded", ended));
        answer.append(name)
                .append(" is in force; ")
                .append(ended == 1 ? "1 session ended" : ended + " sessions ended")
                .append(" because it changed what they stand on\n");
        if (!Path.of(name).toAbsolutePath().equals(startedFrom.toAbsolutePath())) {
            answer.append("The next start reads ")
                    .append(startedFrom)
                    .append(": copy the file there to keep it.\n");
        }
        return answer.toString();
    }
}
