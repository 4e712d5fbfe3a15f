package io.github.vgg4j.cli;

import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engines;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vgg engines}: what can run networks here, and what to do about the rest. */
@Command(
    name = "engines",
    description = {
      "Shows the engines: which can run here, why the others cannot, and what to do about it.",
      "The first available one is what '--engine auto' takes."
    },
    footer = {"", "Example:", "  vgg engines"})
final class EnginesCommand implements Callable<Integer> {

  private final Terminal terminal;

  EnginesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Engines.Status> engines = Engines.list();
    engines.forEach(engine -> terminal.line("%s", engine));
    boolean some =
        engines.stream()
            .anyMatch(engine -> engine.availability() instanceof Availability.Available);
    return some ? ExitCode.DONE : ExitCode.FAILED;
  }
}
