/**
 * What a call costs, without a network: a proxy between two ends that hand it bytes, and the bytes that it may allocate and keep.
 *
 * <p>The allocation tests of every room measure against {@link org.strowger.sip.testing.cost.Budget}; the benchmarks run the same call.
 *
 * <p><b>May import:</b> every room of the library but ua and media, testing. <b>Imported by:</b> tests and benchmarks only.
 */
@NullMarked
package org.strowger.sip.testing.cost;

import org.jspecify.annotations.NullMarked;
