package io.github.vgg4j.cli;

import io.github.vgg4j.engine.Engines;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code vgg} command: lists, trains, evaluates and times the networks on the class path. A
 * project with networks of its own runs this class over them.
 */
@Command(
    name = "vgg",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    description = "VGG networks for Java: declared by an annotation, checked by the compiler.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong use.",
      "",
      "Examples:",
      "  vgg train                               train the small sample network",
      "  vgg summary Vgg16                       every layer, its shape and parameters",
      "  vgg predict boot.png                    what the trained network sees in an image",
      "  vgg COMMAND --help                      all options of a command"
    })
public final class Vgg implements Runnable {

  /** Set by a launcher that knows whether standard output is a terminal. */
  private static final String TERMINAL_PROPERTY = "vgg.terminal";

  /** Commands that run networks: while their options are read, an engine can be loaded. */
  private static final Set<String> COMPUTING = Set.of("train", "evaluate", "predict", "bench");

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "On an error, print the stack trace too.")
  private boolean verbose;

  @SuppressWarnings("NullAway.Init")
  private Vgg() {
    spec = CommandSpec.create();
  }

  /** Runs the command in the current folder and ends the JVM with its exit code. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    boolean interactive = Boolean.getBoolean(TERMINAL_PROPERTY);
    if (computes(args)) {
      Engines.loadAhead();
    }
    System.exit(run(new Terminal(out, err, interactive, Path.of("").toAbsolutePath()), args));
  }

  /**
   * Runs the command, for callers that go on afterwards.
   *
   * @param args as on a command line, the command's name first
   * @param out standard output
   * @param err standard error
   * @param folder that relative paths start from
   * @return 0 done, 1 failed, 2 wrong use
   */
  public static int run(PrintStream out, PrintStream err, Path folder, String... args) {
    return run(new Terminal(out, err, false, folder.toAbsolutePath()), args);
  }

  static int run(Terminal terminal, String... args) {
    Vgg vgg = new Vgg();
    CommandLine command = new CommandLine(vgg);
    subcommands(args).forEach(make -> command.addSubcommand(make.apply(terminal)));
    command
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true);
    Failures failures = new Failures(() -> vgg.verbose);
    command.setExecutionExceptionHandler(failures);
    command.setParameterExceptionHandler(failures);
    try {
      return command.execute(args);
    } catch (OutOfMemoryError | LinkageError e) {
      return failures.report(command, e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /** Whether the command line, not read yet, seems to need the engine that is chosen by itself. */
  private static boolean computes(String... args) {
    return args.length > 0
        && COMPUTING.contains(args[0])
        && Arrays.stream(args).noneMatch(arg -> arg.startsWith("-e") || arg.startsWith("--e"));
  }

  /** The one that is called, or all: reading what they declare takes time at every start. */
  private static Collection<Function<Terminal, Object>> subcommands(String... args) {
    Map<String, Function<Terminal, Object>> all = new LinkedHashMap<>();
    all.put("list", ListCommand::new);
    all.put("summary", SummaryCommand::new);
    all.put("draw", DrawCommand::new);
    all.put("train", TrainCommand::new);
    all.put("evaluate", EvaluateCommand::new);
    all.put("predict", PredictCommand::new);
    all.put("calibrate", CalibrateCommand::new);
    all.put("engines", EnginesCommand::new);
    all.put("bench", BenchCommand::new);
    Function<Terminal, Object> called = args.length == 0 ? null : all.get(args[0]);
    return called == null ? all.values() : List.of(called);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: vgg COMMAND");
  }
}
