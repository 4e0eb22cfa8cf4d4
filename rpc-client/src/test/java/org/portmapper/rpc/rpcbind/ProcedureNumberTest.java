package org.portmapper.rpc.rpcbind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of RFC 1833. */
class ProcedureNumberTest {
    @ParameterizedTest
    @CsvSource({"0, NULL", "1, SET", "2, UNSET", "3, GETPORT", "4, DUMP", "5, CALLIT"})
    void version2HasSixProcedures(long number, PortmapProcedure procedure) {
        assertThat(PortmapProcedure.of(number)).hasValue(procedure);
        assertThat(procedure.number()).isEqualTo((int) number);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 12, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, -1})
    void version2HasNoOthers(long number) {
        assertThat(PortmapProcedure.of(number)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, NULL",
        "1, SET",
        "2, UNSET",
        "3, GETADDR",
        "4, DUMP",
        "5, CALLIT",
        "6, GETTIME",
        "7, UADDR2TADDR",
        "8, TADDR2UADDR",
    })
    void versions3And4ShareNineProcedures(long number, RpcbindProcedure procedure) {
        assertThat(RpcbindProcedure.of(3, number)).hasValue(procedure);
        assertThat(RpcbindProcedure.of(4, number)).hasValue(procedure);
        assertThat(procedure.number()).isEqualTo((int) number);
    }

    @ParameterizedTest
    @CsvSource({"9, GETVERSADDR", "10, INDIRECT", "11, GETADDRLIST", "12, GETSTAT"})
    void version4HasFourMore(long number, RpcbindProcedure procedure) {
        assertThat(RpcbindProcedure.of(3, number)).isEmpty();
        assertThat(RpcbindProcedure.of(4, number)).hasValue(procedure);
        assertThat(procedure.number()).isEqualTo((int) number);
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, -1})
    void neitherHasOthers(long number) {
        assertThat(RpcbindProcedure.of(3, number)).isEmpty();
        assertThat(RpcbindProcedure.of(4, number)).isEmpty();
    }

    @Test
    void thePortmapperIsWhereEverybodyLooksForIt() {
        assertThat(Rpcbind.PROGRAM).isEqualTo(100000);
        assertThat(Rpcbind.PORT).isEqualTo(111);
        assertThat(Rpcbind.LOCAL_SOCKET).isEqualTo("/run/rpcbind.sock");
    }

    @Test
    void everyProcedureIsCounted() {
        assertThat(RpcbindProcedure.values()).hasSize(RpcbStatistics.PROCEDURES);
    }
}
