package io.flexaaa.server;

import io.flexaaa.server.web.Api;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The whole server on its own PostgreSQL, over real HTTP. All tests with this annotation share one
 * context: a second one costs ten seconds.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "flexaaa.radius.address=127.0.0.1",
            "flexaaa.webhooks.allow=127.0.0.1/32"
        })
@ContextConfiguration(initializers = TestPorts.class)
@Import(Api.class)
public @interface ServerTest {}
