package io.github.vgg4j.cli;

import io.github.vgg4j.Budget;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.PlanTable;
import io.github.vgg4j.engine.HostMemory;
import io.github.vgg4j.network.NetworkType;
import java.util.List;
import java.util.Locale;
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

  private static final int MOST_SHARES = 5;

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Name of the annotated interface, see 'vgg list'.")
  private String name = "";

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Images in a step, for the memory. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      defaultValue = "any",
      description =
          "Engine that the memory is counted for: onednn, nd4j, or any, whichever needs most."
              + " Default: ${DEFAULT-VALUE}.")
  private Budget.Engine engine = Budget.Engine.ANY;

  SummaryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Checks.atLeast("--batch", 1, batch);
    NetworkType<?> type = NetworkOption.named(name);
    NetworkPlan plan = type.plan();
    terminal.line("%s: %s -> %d classes", type.name(), plan.input(), plan.classes());
    terminal.line("");
    terminal.line("%s", PlanTable.layers(plan));
    terminal.line("%s", PlanTable.blocks(plan));
    memory("Training with Adam", MemoryModel.training(engine, plan, Budget.Optimizer.ADAM.slots()));
    memory("Inference", MemoryModel.inference(engine, plan));
    if (!type.labels().isEmpty()) {
      terminal.line("Labels: %s", String.join(", ", type.labels()));
    }
    return ExitCode.DONE;
  }

  private void memory(String what, MemoryModel model) {
    terminal.line("%s at batch %,d needs %s:", what, batch, MemoryModel.text(model.bytes(batch)));
    List<MemoryModel.Share> shares = model.shares(batch);
    for (MemoryModel.Share share : shares.subList(0, Math.min(MOST_SHARES, shares.size()))) {
      terminal.line("  %10s  %s", MemoryModel.text(share.bytes()), share.name());
    }
    long left = HostMemory.availableBytes();
    if (left < Long.MAX_VALUE) {
      int largest = model.largestBatch(left);
      terminal.line(
          "This machine has %s left: %s.",
          MemoryModel.text(left),
          largest > 0
              ? String.format(Locale.ROOT, "up to batch %,d fits", largest)
              : "not even a batch of 1 fits");
    }
    terminal.line("");
  }
}
