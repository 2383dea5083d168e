package io.flexaaa.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.permission.Permission;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {
    @Test
    void onlyAdministratorsRevealSecretsAndWriteOperators() {
        assertThat(Role.OPERATOR.permissions())
                .doesNotContain(
                        Permission.SECRETS_REVEAL,
                        Permission.OPERATORS_WRITE,
                        Permission.NAS_WRITE);
        assertThat(Role.ADMIN.permissions())
                .contains(Permission.SECRETS_REVEAL, Permission.OPERATORS_WRITE);
    }

    @Test
    void anAuditorOnlyReads() {
        assertThat(Role.AUDITOR.permissions()).allMatch(p -> p.code().endsWith(":read"));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    admin, short,                        12
                    admin, my-admin-password,            account
                    admin, aaaaaaaaaaaaaaaa,             different
                    alice, correct horse battery staple, ''
                    """)
    void passwordRules(String account, String password, String word) {
        String problem = PasswordRules.problem(account, password);
        if (word.isEmpty()) assertThat(problem).isNull();
        else assertThat(problem).contains(word);
    }
}
