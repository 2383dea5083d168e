package io.flexaaa.server.secrets;

import io.flexaaa.server.database.DataFolder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.security.SecureRandom;

/** Randomness, master key and seal. */
@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    KeyRing keyRing(
            DataFolder data, @Value("${flexaaa.master-key:}") String from, SecureRandom random) {
        return new KeyRing(KeySource.of(from, data.resolve("master.key"), random));
    }

    @Bean
    SecretBox secretBox(KeyRing ring, SecureRandom random) {
        return new SecretBox(ring, random);
    }
}
