package io.github.vgg4j.cli;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Networks;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vgg list}: the networks on the class path. */
@Command(
    name = "list",
    description = "Lists the networks on the class path.",
    footer = {"", "Example:", "  vgg list"})
final class ListCommand implements Callable<Integer> {

  static final String NO_NETWORKS =
      "There are no networks on the class path. Annotate an interface with @VggArch, and compile"
          + " with vgg-processor among the annotation processors.";

  private static final double MILLION = 1e6;

  private final Terminal terminal;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<NetworkType<?>> networks = Networks.onClassPath();
    if (networks.isEmpty()) {
      throw new IllegalStateException(NO_NETWORKS);
    }
    int width = networks.stream().mapToInt(type -> type.name().length()).max().orElse(0);
    String title = "%-" + width + "s  %-15s  %7s  %12s  %10s";
    String row = "%-" + width + "s  %-15s  %,7d  %,12d  %,10.1f";
    terminal.line(title, "network", "input", "classes", "parameters", "MMAC/image");
    for (NetworkType<?> type : networks) {
      NetworkPlan plan = type.plan();
      terminal.line(
          row,
          type.name(),
          plan.input(),
          plan.classes(),
          plan.parameterCount(),
          plan.macs() / MILLION);
    }
    return ExitCode.DONE;
  }
}
