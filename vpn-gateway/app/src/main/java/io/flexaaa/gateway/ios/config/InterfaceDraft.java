package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;

/** An interface while its lines are being read. */
final class InterfaceDraft {
    final String name;
    final List<InterfaceCommand> commands = new ArrayList<>();

    InterfaceDraft(String name) {
        this.name = name;
    }

    void add(InterfaceCommand command) {
        commands.add(command);
    }

    InterfaceConfig build() {
        return new InterfaceConfig(name, InterfaceSettings.of(commands));
    }
}
