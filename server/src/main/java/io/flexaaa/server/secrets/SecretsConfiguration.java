package io.flexaaa.server.secrets;

import io.flexaaa.server.database.DataFolder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.nio.file.Path;
import java.security.SecureRandom;

/** Randomness, master key and seal. */
@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    SecretBox secretBox(
            DataFolder data, @Value("${flexaaa.master-key:}") String file, SecureRandom random) {
        Path path = file.isBlank() ? data.resolve("master.key") : Path.of(file);
        return new SecretBox(MasterKey.readOrCreate(path, random), random);
    }
}
