package io.flexaaa.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The AAA server: RADIUS, REST and console in one process. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
public class FlexAaaServer {

    public static void main(String[] args) {
        SpringApplication.run(FlexAaaServer.class, springArguments(args));
    }

    /** {@code --data DIR} in two words, as the launcher and people write it. */
    static String[] springArguments(String[] args) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--data") && i + 1 < args.length) {
                out.add("--flexaaa.data=" + args[++i]);
            } else {
                out.add(args[i]);
            }
        }
        return out.toArray(String[]::new);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
