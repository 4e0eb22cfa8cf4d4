package org.portmapper.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.StringJoiner;
import org.portmapper.names.NearestWord;
import org.portmapper.rpc.xdr.PrintableText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one sentence on standard error and an exit code. */
record Errors(PrintWriter err) implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        err.println(sentence(failure));
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        return new Failures(err).tell(failure);
    }

    private static String sentence(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        return switch (failure) {
            case MissingParameterException e -> missing(command, e.getMissing());
            case UnmatchedArgumentException e -> unmatched(command, e);
            case OverwrittenOptionException e ->
                e.getOverwritten() instanceof OptionSpec option
                        ? option.longestName() + ": given twice (expected: once)"
                        : plain(e);
            default -> plain(failure);
        };
    }

    private static String plain(ParameterException failure) {
        return PrintableText.of(
                String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }

    private static String missing(CommandSpec command, List<ArgSpec> missing) {
        return missing.getFirst() instanceof OptionSpec option
                ? option.longestName() + ": no value (expected: " + option.longestName() + " " + option.paramLabel()
                        + ")"
                : missing.getFirst().paramLabel() + ": missing (expected: " + synopsis(command) + ")";
    }

    private static String unmatched(CommandSpec command, UnmatchedArgumentException failure) {
        String argument = failure.getUnmatched().getFirst();
        String shown = PrintableText.of(argument);
        if (argument.startsWith("-")) {
            return shown + ": unknown option (expected: one that \"" + command.qualifiedName() + " --help\" names)"
                    + NearestWord.question(argument, command.optionsMap().keySet());
        }
        return command.subcommands().isEmpty()
                ? shown + ": one argument too many (expected: " + synopsis(command) + ")"
                : shown + ": unknown command (expected: one that \"" + command.qualifiedName() + " --help\" names)"
                        + NearestWord.question(argument, command.subcommands().keySet());
    }

    private static String synopsis(CommandSpec command) {
        StringJoiner synopsis = new StringJoiner(" ").add(command.qualifiedName());
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String label = parameter.paramLabel();
            synopsis.add(parameter.arity().min() == 0 ? "[" + label + "]" : label);
        }
        return synopsis.toString();
    }
}
