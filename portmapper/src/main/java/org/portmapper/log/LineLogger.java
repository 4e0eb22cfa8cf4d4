package org.portmapper.log;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.EventConstants;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/** Writes what is severe enough, a line each. */
final class LineLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final int least;
    private final transient LineForm form;
    private final transient Consumer<String> lines;

    LineLogger(String name, int least, LineForm form, Consumer<String> lines) {
        this.name = name;
        this.least = least;
        this.form = form;
        this.lines = lines;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        lines.accept(form.line(level, name, message, arguments, failure));
    }

    @Override
    public boolean isTraceEnabled() {
        return least <= EventConstants.TRACE_INT;
    }

    @Override
    public boolean isDebugEnabled() {
        return least <= EventConstants.DEBUG_INT;
    }

    @Override
    public boolean isInfoEnabled() {
        return least <= EventConstants.INFO_INT;
    }

    @Override
    public boolean isWarnEnabled() {
        return least <= EventConstants.WARN_INT;
    }

    @Override
    public boolean isErrorEnabled() {
        return least <= EventConstants.ERROR_INT;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }
}
