package org.portmapper.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.portmapper.model.Who;

/** Writes the seeds as files, for a fuzzer that begins with a folder of inputs. */
final class SeedCorpus {
    private static final int SOME_PORT = 2049;

    private SeedCorpus() {}

    /** Inputs of {@link CodecTarget} and of {@link DispatchTarget}, to a folder of this name in the one given. */
    public static void main(String[] folder) throws IOException {
        Path codec = Files.createDirectories(Path.of(folder[0], "CodecTarget"));
        Path dispatch = Files.createDirectories(Path.of(folder[0], "DispatchTarget"));
        List<byte[]> seeds = Seeds.of(SOME_PORT);
        for (int i = 0; i < seeds.size(); i++) {
            List<byte[]> messages = Collections.nCopies(2, seeds.get(i));
            Files.write(codec.resolve("seed-" + i), seeds.get(i));
            Files.write(
                    dispatch.resolve("seed-" + i),
                    DispatchTarget.input(messages, List.of(0, 1 + i % (Who.ALL.size() - 1))));
        }
    }
}
