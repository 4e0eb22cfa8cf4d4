package org.portmapper.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * SIGHUP, by which daemons are told to read their files again. A JVM hears it through {@code sun.misc.Signal} alone, which
 * the compiler warns of without end; so it is called by its name.
 */
final class HangupSignal {
    private HangupSignal() {}

    /** Has this done for every SIGHUP, on a thread of its own. */
    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, proxy(handler, action));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIGHUP cannot be handled (expected: the module jdk.unsupported)", e);
        }
    }

    private static Object proxy(Class<?> handler, Runnable action) {
        InvocationHandler invocation = (self, method, arguments) -> {
            if (method.getDeclaringClass() != Object.class) {
                action.run();
                return null;
            }
            return method.invoke(action, arguments);
        };
        return Proxy.newProxyInstance(HangupSignal.class.getClassLoader(), new Class<?>[] {handler}, invocation);
    }
}
