package org.strowger.sip.media;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What RTP sessions run on.
 *
 * @param pacer runs everything a session does, one thing at a time
 * @param nanos the monotonic clock of the loop, in nanoseconds; asked on the threads that read sockets
 * @param random of sources, first sequence numbers, first timestamps and ports
 */
public record RtpRuntime(Pacer pacer, LongSupplier nanos, RandomGenerator random) {}
