package io.flexaaa.server.database;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.nio.file.Path;

/** Where the data lives. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    DataFolder dataFolder(@Value("${flexaaa.data:./data}") Path path) {
        return new DataFolder(DataFolder.ensurePrivate(path));
    }
}
