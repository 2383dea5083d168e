package io.flexaaa.server.dryrun;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A REST write that a roll-back cannot undo, such as one that sends a packet: {@code ?dryRun=true}
 * is refused with this reason.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NoDryRun {
    String value();
}
