package org.portmapper.junit;

import java.lang.reflect.Constructor;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.portmapper.embedded.EmbeddedOptions;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.server.StartException;

/**
 * Gives a test its own portmapper, as a parameter of type {@link EmbeddedPortmapper}, and closes it after the test. For JUnit
 * Jupiter 5 and 6.
 *
 * <pre>{@code
 * @ExtendWith(PortmapperExtension.class)
 * class MyServiceTest {
 *     @Test
 *     void isRegistered(EmbeddedPortmapper portmapper) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>So registered, each test method has one of its own: its {@code @BeforeEach} and {@code @AfterEach} methods are given the
 * same, other tests another. A parameter of {@code @BeforeAll} makes it one for the class, which its tests and nested classes
 * share. As a static field it is always one for the class, and may have options:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PortmapperExtension PORTMAPPER = PortmapperExtension.with(
 *         PortmapperExtension.OPTIONS.withPort(10111));
 * }</pre>
 *
 * <p>As a field that is not static it is one for each test method, with options. Constructors are not given any: JUnit does not
 * tell whose test they are for.
 *
 * <p><b>The policy only watches</b> ({@code mode = "audit"}), unless {@link #with} says otherwise: a test on this host registers
 * whatever it likes, whoever runs it, with or without a socket, as rpcbind lets it. What the built-in policy would refuse is
 * logged as a warning. {@link EmbeddedOptions#DEFAULT} enforces.
 */
public final class PortmapperExtension
        implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    /** What a test gets unless it says otherwise: {@link EmbeddedOptions#DEFAULT} with a policy that only watches. */
    public static final EmbeddedOptions OPTIONS = EmbeddedOptions.DEFAULT.withPolicy("mode = \"audit\"");

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(PortmapperExtension.class);

    private final EmbeddedOptions options;
    private final boolean field;

    /** For {@code @ExtendWith}: with {@link #OPTIONS}, for each test method. */
    public PortmapperExtension() {
        this(OPTIONS, false);
    }

    private PortmapperExtension(EmbeddedOptions options, boolean field) {
        this.options = options;
        this.field = field;
    }

    /** For {@code @RegisterExtension}: with these options, for the class if the field is static. */
    public static PortmapperExtension with(EmbeddedOptions options) {
        return new PortmapperExtension(options, true);
    }

    /** Starts the one of the class; JUnit calls it for static fields, and for {@code @ExtendWith}. */
    @Override
    public void beforeAll(ExtensionContext context) {
        if (field) {
            portmapper(context);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedPortmapper.class
                && !(parameter.getDeclaringExecutable() instanceof Constructor);
    }

    /** The one of the class or of the test; started now if there is none. */
    @Override
    public EmbeddedPortmapper resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return portmapper(context);
    }

    /** One context belongs to one thread, so nothing comes between the look and the start. */
    private EmbeddedPortmapper portmapper(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(OURS);
        // Looks into the stores of the classes around it, too.
        EmbeddedPortmapper running = store.get(EmbeddedPortmapper.class, EmbeddedPortmapper.class);
        if (running != null) {
            return running;
        }
        EmbeddedPortmapper started = start();
        store.put(EmbeddedPortmapper.class, started);
        return started;
    }

    private EmbeddedPortmapper start() {
        try {
            return EmbeddedPortmapper.start(options);
        } catch (StartException e) {
            throw new ExtensionConfigurationException(e.getMessage(), e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close(context);
    }

    /**
     * Closes what this context has started, and not what those around it have. JUnit would close it by itself from version 5.13
     * on; before, only what implements a type that it has deprecated since.
     */
    private static void close(ExtensionContext context) {
        EmbeddedPortmapper own = context.getStore(OURS).remove(EmbeddedPortmapper.class, EmbeddedPortmapper.class);
        if (own != null) {
            own.close();
        }
    }
}
