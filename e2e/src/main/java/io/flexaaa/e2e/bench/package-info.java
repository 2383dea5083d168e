/** Load generators and what else benchmarks need. */
@NullMarked
package io.flexaaa.e2e.bench;

import org.jspecify.annotations.NullMarked;
