package org.portmapper.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A random sequence of steps: the same for the same seed. */
final class Sequence {
    private static final List<Long> UIDS = List.of(0L, 1L, 1L, 65534L);
    private static final List<String> NETIDS = List.of("", "", "tcp", "udp", "tcp6", "local", "unix", "bogus");

    private static final List<Step.Disk> DISKS = List.of(
            Step.Disk.WRITES, Step.Disk.WRITES, Step.Disk.WRITES, Step.Disk.FAILS, Step.Disk.FAILS, Step.Disk.DIES);

    private final Random random;
    private final Map<Place, Long> lastAt = new HashMap<>();

    private Sequence(long seed) {
        random = new Random(seed);
    }

    static List<Step> of(long seed, int length) {
        Sequence sequence = new Sequence(seed);
        // Services that are there first, so that there is something to be registered.
        Stream<Step> services = Place.VALID.stream().map(sequence::open);
        return Stream.concat(services, Stream.generate(sequence::next))
                .limit(length)
                .toList();
    }

    private Step next() {
        int kind = random.nextInt(100);
        if (kind < 50) {
            return change(one(Programs.ALL), version());
        }
        if (kind < 75) {
            return together();
        }
        if (kind < 85) {
            return open(one(Place.VALID));
        }
        if (kind < 92) {
            return new Step.Close(one(Place.VALID), random.nextBoolean());
        }
        if (kind < 95) {
            return new Step.LookUp(one(Who.LOOKING), one(List.of(Step.Way.values())), one(Programs.ALL), version());
        }
        return random.nextBoolean() ? new Step.Audit() : new Step.Restart(random.nextBoolean(), random.nextBoolean());
    }

    private Step together() {
        long program = one(Programs.ALL);
        long version = version();
        // Half of them are about the same binding: what one changes, the next one finds.
        Stream<Step.Change> changes = random.nextBoolean()
                ? Stream.generate(() -> change(program, version))
                : Stream.generate(() -> change(one(Programs.ALL), version()));
        return new Step.Together(changes.limit(1 + random.nextInt(4)).toList(), one(DISKS));
    }

    private Step.Change change(long program, long version) {
        int kind = random.nextInt(10);
        if (kind < 6) {
            Place place = random.nextInt(12) == 0 ? one(Place.INVALID) : one(Place.VALID);
            Who who = random.nextBoolean() ? who() : whoeverIsAt(place);
            return new Step.Set(who, rpcbVersion(), program, version, place);
        }
        if (kind < 8) {
            return new Step.SetMapping(who(), program, version, one(List.of(6L, 6L, 17L, 17L, 0L)), port());
        }
        return kind < 9
                ? new Step.Unset(who(), rpcbVersion(), program, version, one(NETIDS))
                : new Step.UnsetMappings(who(), program, version);
    }

    /** Half of them those who can register something. */
    private Who who() {
        return one(random.nextBoolean() ? Who.USERS : Who.ALL);
    }

    private Step open(Place place) {
        long uid = one(UIDS);
        lastAt.put(place, uid);
        return new Step.Open(place, uid);
    }

    private Who whoeverIsAt(Place place) {
        long uid = lastAt.getOrDefault(place, 0L);
        return one(Who.USERS.stream().filter(who -> who.uid() == uid).toList());
    }

    private long rpcbVersion() {
        return 3L + random.nextInt(2);
    }

    private long version() {
        return 1L + random.nextInt(3);
    }

    private long port() {
        return one(List.of(2049L, 2049L, 2050L, 700L, 0L, 65_536L + 2049, 0xffff_ffffL));
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
