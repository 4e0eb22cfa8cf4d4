package org.portmapper.interop.programs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.acplt.oncrpc.OncRpcException;
import org.jspecify.annotations.Nullable;
import org.portmapper.interop.calculator.Answer;
import org.portmapper.interop.calculator.Calculation;
import org.portmapper.interop.calculator.CalculatorServerStub;
import org.portmapper.interop.calculator.Operand;
import org.portmapper.interop.calculator.Operation;
import org.portmapper.interop.calculator.Outcome;
import org.portmapper.interop.calculator.Receipt;
import org.portmapper.interop.calculator.Result;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.remotetea.RemoteTeaServer;

/** Serves Calculator.x with Remote Tea on a UDP and a TCP port, until its input ends. */
public final class CalculatorService extends CalculatorServerStub {
    private CalculatorService() throws OncRpcException, IOException {}

    /** Argument: {@code old} to register as Remote Tea does, {@code new} to register by the library. */
    public static void main(String[] arguments) throws OncRpcException, IOException {
        CalculatorService service = new CalculatorService();
        Thread.ofVirtual().start(service::stopWhenInputEnds);
        if (arguments[0].equals("new")) {
            try (RpcbindClient portmapper = RpcbindClient.ofThisHost()) {
                RemoteTeaServer.run(portmapper, service);
            }
        } else {
            service.run();
        }
    }

    private void stopWhenInputEnds() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("input: " + e.getMessage());
        }
        stopRpcProcessing();
    }

    @Override
    public Answer CALCULATE_1(Calculation calculation) {
        Answer answer = new Answer();
        answer.label = calculation.label;
        answer.result = result(calculation.operation, operands(calculation));
        answer.receipt = new Receipt(receipt(calculation.seal));
        return answer;
    }

    /** The seal backwards, without its last byte: a length that XDR has to pad. */
    private static byte[] receipt(byte[] seal) {
        byte[] receipt = Arrays.copyOf(seal, seal.length - 1);
        for (int i = 0; i < receipt.length; i++) {
            receipt[i] = seal[receipt.length - 1 - i];
        }
        return receipt;
    }

    @Override
    public String DESCRIBE_1(Calculation calculation) {
        String sign =
                calculation.operation == Operation.SUM ? "+" : calculation.operation == Operation.PRODUCT ? "*" : "/";
        StringJoiner text = new StringJoiner(" " + sign + " ", calculation.label + ": ", "");
        operands(calculation).forEach(operand -> text.add(Long.toString(operand)));
        return text.toString();
    }

    private static List<Long> operands(Calculation calculation) {
        List<Long> operands = new ArrayList<>();
        for (@Nullable Operand next = calculation.operands; next != null; next = next.next) {
            operands.add(next.value);
        }
        return operands;
    }

    private static Result result(int operation, List<Long> operands) {
        LongStream values = operands.stream().mapToLong(Long::longValue);
        return switch (operation) {
            case Operation.SUM -> value(values.sum());
            case Operation.PRODUCT -> value(values.reduce(1, (a, b) -> a * b));
            default -> quotient(operands);
        };
    }

    private static Result quotient(List<Long> operands) {
        boolean byZero = operands.stream().skip(1).anyMatch(operand -> operand == 0);
        return byZero || operands.isEmpty()
                ? problem("cannot divide " + operands)
                : value(operands.stream().reduce((a, b) -> a / b).orElseThrow());
    }

    private static Result value(long value) {
        Result result = new Result();
        result.outcome = Outcome.VALUE;
        result.value = value;
        return result;
    }

    private static Result problem(String problem) {
        Result result = new Result();
        result.outcome = Outcome.PROBLEM;
        result.problem = problem;
        return result;
    }
}
