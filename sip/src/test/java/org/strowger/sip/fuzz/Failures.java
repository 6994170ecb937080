package org.strowger.sip.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/** Failures of ours in this thread: they end what they happen in and are logged (ARCHITECTURE.md, Faults), so they would not be seen. */
final class Failures extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("org.strowger");

    private final Thread owner = Thread.currentThread();
    private final StringBuilder text = new StringBuilder();

    private Failures() {}

    static Failures listen() {
        var failures = new Failures();
        failures.start();
        OURS.addAppender(failures);
        return failures;
    }

    String text() {
        return text.toString();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (Thread.currentThread() != owner || !event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            return;
        }
        text.append(event.getFormattedMessage());
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause.getClassName()).append(": ").append(cause.getMessage());
            Arrays.stream(cause.getStackTraceElementProxyArray()).limit(8).forEach(text::append);
        }
        text.append('\n');
    }

    @Override
    public void close() {
        OURS.detachAppender(this);
    }
}
