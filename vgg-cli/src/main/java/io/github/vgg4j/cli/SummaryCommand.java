package io.github.vgg4j.cli;

import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.PlanTable;
import io.github.vgg4j.network.NetworkType;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vgg summary}: every layer of a network, with shapes, parameters and MACs. */
@Command(
    name = "summary",
    description = "Shows every layer of a network: output shape, parameters, multiply-accumulates.",
    footer = {"", "Examples:", "  vgg summary Vgg16", "  vgg summary FashionVgg11 --batch 256"})
final class SummaryCommand implements Callable<Integer> {

  private static final double MEBI = 1 << 20;

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Name of the annotated interface, see 'vgg list'.")
  private String name = "";

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Images in a training step, for the memory. Default: ${DEFAULT-VALUE}.")
  private int batch;

  SummaryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Checks.atLeast("--batch", 1, batch);
    NetworkType<?> type = NetworkOption.named(name);
    NetworkPlan plan = type.plan();
    long fixed = MemoryModel.fixedBytes(plan);
    long perImage = MemoryModel.bytesPerImage(plan);
    terminal.line("%s: %s -> %d classes", type.name(), plan.input(), plan.classes());
    terminal.line("");
    terminal.line("%s", PlanTable.layers(plan));
    terminal.line("%s", PlanTable.blocks(plan));
    terminal.line(
        "Training at batch %,d needs about %,.0f MiB: %,.1f MiB, and %,.2f MiB for each image.",
        batch, (fixed + (double) perImage * batch) / MEBI, fixed / MEBI, perImage / MEBI);
    if (!type.labels().isEmpty()) {
      terminal.line("Labels: %s", String.join(", ", type.labels()));
    }
    return ExitCode.DONE;
  }
}
