package org.portmapper.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link NearestWord} takes for a slip. */
class NearestWordTest {
    private static final List<String> KNOWN = List.of("nfs", "nlockmgr", "mountd", "portmapper", "ypserv", "ypbind");

    @ParameterizedTest
    @CsvSource({
        "nsf,nfs",
        "nf,nfs",
        "nfss,nfs",
        "mount,mountd",
        "muontd,mountd",
        "portmaper,portmapper",
        "prtmpper,portmapper",
        "nlokmgr,nlockmgr",
        "ypsrev,ypserv",
        "ypbnd,ypbind",
    })
    void aSlipIsFound(String written, String meant) {
        assertThat(NearestWord.to(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"'',", "x,", "n,", "xyz,", "http,", "portmapperportmapper,"})
    void anotherWordIsNot(String written, String nothing) {
        assertThat(NearestWord.to(written, KNOWN)).isEqualTo(java.util.Optional.ofNullable(nothing));
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "'',ab,2", "abc,abc,0", "abc,acb,1", "abc,adc,1", "ca,abc,3", "kitten,sitting,3"})
    void distanceCountsSlips(String left, String right, int slips) {
        assertThat(NearestWord.distance(left, right)).isEqualTo(slips);
        assertThat(NearestWord.distance(right, left)).isEqualTo(slips);
    }

    @Test
    void amongEquallyNearWordsTheFirstInTheAlphabetIsTaken() {
        assertThat(NearestWord.to("bat", List.of("rat", "cat"))).contains("cat");
    }

    @Test
    void aWordBeyondTheLimitIsNotCompared() {
        String limit = "x".repeat(64);
        assertThat(NearestWord.to(limit, List.of(limit + "y", limit))).contains(limit);
        assertThat(NearestWord.to(limit + "y", List.of(limit))).isEmpty();
    }

    @Test
    void theQuestionIsEmptyWhereNothingIsNear() {
        assertThat(NearestWord.question("nsf", KNOWN)).isEqualTo(", did you mean \"nfs\"?");
        assertThat(NearestWord.question("http", KNOWN)).isEmpty();
    }
}
