package io.flexaaa.server.operator;

import io.flexaaa.server.setup.FirstRunReport;
import io.flexaaa.server.setup.FirstRunStep;

import org.springframework.stereotype.Component;

/** An empty database gets the operator {@code admin}; its password is printed once. */
@Component
class FirstOperator implements FirstRunStep {
    private final OperatorService operators;

    FirstOperator(OperatorService operators) {
        this.operators = operators;
    }

    @Override
    public String name() {
        return "first-operator";
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public void run(FirstRunReport report) {
        String password = operators.createFirstAdmin();
        if (password == null) {
            report.line("operators exist already: none made");
            return;
        }
        report.line("operator 'admin' made; shown only now, password: " + password);
        report.next("sign in to the console as admin and change the password");
    }
}
