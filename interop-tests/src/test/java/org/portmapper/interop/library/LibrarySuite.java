package org.portmapper.interop.library;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Plays all cases against the portmapper that runs on this host, and prints a line for each: {@code ok NAME} or
 * {@code FAILED NAME: REASON}; and a last one that says how many there were.
 */
public final class LibrarySuite {
    /** Who plays. */
    static final long UID = 1000;

    /** No case needs a tenth of it on a busy machine, unless something is waited for that does not come. */
    private static final int SECONDS_PER_CASE = 20;

    private LibrarySuite() {}

    /** Arguments: which portmapper runs here; a part of the names of the cases to play, all where there is none. */
    public static void main(String[] arguments) throws InterruptedException {
        Portmapper portmapper = Portmapper.of(arguments[0]);
        String part = arguments.length > 1 ? arguments[1] : "";
        List<Case> cases = cases(portmapper, new Script())
                .filter(each -> each.name().contains(part))
                .toList();
        for (Case each : cases) {
            play(each);
        }
        System.out.println("played " + cases.size() + " cases");
        System.exit(0);
    }

    private static Stream<Case> cases(Portmapper portmapper, Script script) {
        Stream<Case> overEachWay = portmapper.ways().stream()
                .map(way -> new Scene(portmapper, way))
                .flatMap(scene -> cases(scene, script));
        return Stream.concat(overEachWay, HostCases.of(portmapper));
    }

    private static Stream<Case> cases(Scene scene, Script script) {
        return Stream.of(
                        QuestionCases.of(scene),
                        LookupCases.of(scene),
                        RegistrationCases.of(scene, script),
                        CallCases.of(scene),
                        FailureCases.of(scene, script),
                        LoadCases.of(scene))
                .flatMap(cases -> cases);
    }

    private static void play(Case played) throws InterruptedException {
        FutureTask<Boolean> check = new FutureTask<>(() -> {
            played.check().run();
            return true;
        });
        Thread thread = new Thread(check, played.name());
        thread.setDaemon(true);
        thread.start();
        try {
            check.get(SECONDS_PER_CASE, TimeUnit.SECONDS);
            System.out.println("ok " + played.name());
        } catch (TimeoutException e) {
            System.out.println("FAILED " + played.name() + ": still running after " + SECONDS_PER_CASE + " s, in "
                    + Stream.of(thread.getStackTrace()).limit(10).toList());
        } catch (ExecutionException e) {
            Throwable failure = Objects.requireNonNull(e.getCause());
            System.out.println(
                    "FAILED " + played.name() + ": " + failure.toString().replace('\n', ' '));
            failure.printStackTrace();
        }
    }
}
