package org.portmapper.log;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Gives slf4j its loggers. Main names it in slf4j's property, and no service file does: a program that embeds the portmapper has
 * a provider of its own.
 */
public final class LogProvider implements SLF4JServiceProvider, ILoggerFactory {
    private static final String API_VERSION = "2.0";

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private final LogSettings settings;
    private final InstantSource clock;
    private final Consumer<String> lines;

    /** For slf4j: writes to the standard error of the process, as the system properties say that were set before. */
    public LogProvider() {
        this(LogSettings.ofSystem(), InstantSource.system(), new StandardError());
    }

    LogProvider(LogSettings settings, InstantSource clock, Consumer<String> lines) {
        this.settings = settings;
        this.clock = clock;
        this.lines = lines;
    }

    /** Makes it the provider of this process, without looking through the class path and without a word about it. */
    public static void useInThisProcess() {
        System.setProperty("slf4j.provider", LogProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    @Override
    public void initialize() {
        // The constructor has done it: there is one for each process.
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(
                name, each -> new LineLogger(each, settings.least(each), new LineForm(settings.time(), clock), lines));
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return API_VERSION;
    }
}
