package org.portmapper.interop.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcProtocols;
import org.portmapper.interop.calculator.Answer;
import org.portmapper.interop.calculator.Calculation;
import org.portmapper.interop.calculator.Calculator;
import org.portmapper.interop.calculator.CalculatorClient;
import org.portmapper.interop.calculator.Operand;
import org.portmapper.interop.calculator.Operation;
import org.portmapper.interop.calculator.Outcome;
import org.portmapper.interop.calculator.Result;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.remotetea.RemoteTeaClient;
import org.portmapper.rpc.rpcbind.Netid;

/**
 * Calls all of Calculator.x at 127.0.0.1 by the generated client, over Remote Tea's transport and over the library's, UDP
 * and TCP, and prints the results of each, a line for a call.
 */
public final class CalculatorCalls {
    private static final byte[] SEAL = HexFormat.of().parseHex("00ff10ef20df30cf40bf50af609f708f");

    /** So many that the list takes more than a packet of Ethernet. */
    private static final int LONG_LIST = 300;

    private CalculatorCalls() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws OncRpcException, IOException {
        try (RpcbindClient portmapper = RpcbindClient.ofHost("127.0.0.1")) {
            for (Netid netid : List.of(Netid.UDP, Netid.TCP)) {
                callAll("old", netid, oldClient(netid));
                RemoteTeaClient transport =
                        RemoteTeaClient.open(portmapper, Calculator.CALCULATOR, Calculator.CALCULATOR_FIRST, netid);
                callAll("new", netid, new CalculatorClient(transport));
            }
        }
    }

    private static CalculatorClient oldClient(Netid netid) throws OncRpcException, IOException {
        int protocol = netid == Netid.UDP ? OncRpcProtocols.ONCRPC_UDP : OncRpcProtocols.ONCRPC_TCP;
        return new CalculatorClient(InetAddress.getLoopbackAddress(), protocol);
    }

    private static void callAll(String kind, Netid netid, CalculatorClient client) throws OncRpcException, IOException {
        List<Calculation> calculations = List.of(
                calculation("total", Operation.SUM, 1, 2, 3),
                calculation("na\u00efve \u2211", Operation.PRODUCT, -2, 3_000_000_000L),
                calculation("", Operation.QUOTIENT, 7, 0),
                calculation("nothing", Operation.SUM),
                calculation(
                        "many",
                        Operation.SUM,
                        LongStream.rangeClosed(1, LONG_LIST).toArray()));
        for (Calculation calculation : calculations) {
            System.out.println(kind + " " + netid.text() + " " + text(client.CALCULATE_1(calculation)));
        }
        System.out.println(kind + " " + netid.text() + " " + client.DESCRIBE_1(calculations.getFirst()));
        client.close();
    }

    private static String text(Answer answer) {
        String receipt = HexFormat.of().formatHex(answer.receipt.value);
        return "'" + answer.label + "' " + text(answer.result) + " " + receipt;
    }

    private static String text(Result result) {
        return result.outcome == Outcome.VALUE ? Long.toString(result.value) : "(" + result.problem + ")";
    }

    private static Calculation calculation(String label, int operation, long... values) {
        Calculation calculation = new Calculation();
        calculation.label = label;
        calculation.operation = operation;
        calculation.seal = SEAL;
        for (int i = values.length - 1; i >= 0; i--) {
            Operand operand = new Operand();
            operand.value = values[i];
            operand.next = calculation.operands;
            calculation.operands = operand;
        }
        return calculation;
    }
}
