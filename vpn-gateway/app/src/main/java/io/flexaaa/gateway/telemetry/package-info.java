/** Refusal reasons with stable codes, log lines, and counters. */
@NullMarked
package io.flexaaa.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
