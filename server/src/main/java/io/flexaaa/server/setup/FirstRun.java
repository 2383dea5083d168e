package io.flexaaa.server.setup;

import io.flexaaa.server.setup.store.SetupSteps;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Runs the first-run steps that an empty database still needs, then says that the server is ready.
 */
@Component
class FirstRun implements ApplicationRunner {

    private final List<FirstRunStep> steps;
    private final SetupSteps done;
    private final TransactionTemplate transaction;
    private final String readyFile;

    FirstRun(
            List<FirstRunStep> steps,
            SetupSteps done,
            TransactionTemplate transaction,
            @Value("${ready-file:}") String readyFile) {
        this.steps = steps.stream().sorted(Comparator.comparingInt(FirstRunStep::order)).toList();
        this.done = done;
        this.transaction = transaction;
        this.readyFile = readyFile;
    }

    @Override
    public void run(ApplicationArguments arguments) throws java.io.IOException {
        List<String> next = new ArrayList<>();
        boolean any = false;
        for (FirstRunStep step : steps) {
            if (done.contains(step.name())) continue;
            if (!any) print("First run: setting up an empty database");
            any = true;
            List<String> lines = new ArrayList<>();
            transaction.executeWithoutResult(status -> {
                lines.clear();
                step.run(new Lines(lines, next));
                done.add(step.name());
            });
            // Printed after the commit: a password shown is a password that works.
            lines.forEach(line -> print("  " + line));
        }
        if (any) {
            print("What to do next:");
            next.forEach(line -> print("  - " + line));
        }
        if (!readyFile.isBlank()) Files.writeString(Path.of(readyFile), "ready\n");
    }

    private record Lines(List<String> lines, List<String> nextLines) implements FirstRunReport {
        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void next(String text) {
            nextLines.add(text);
        }
    }

    // Standard output on purpose: generated passwords must not go where logs are shipped.
    private static void print(String line) {
        System.out.println(line);
    }
}
