package io.github.vgg4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.network.Initialization;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person and a file see of a run. */
class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aFileGetsOneLineForEachEpoch() {
    try (Network net = network();
        Progress progress = Progress.lines(out)) {
      Run run = new Run(net, "nd4j", Precision.F32, 12, 10, 30, 5);
      progress.onTrainBegin(run);
      progress.onBatchEnd(run, 1, new StepResult());
      progress.onEpochEnd(run, new History.Epoch(12, 0.5, 0.75, 0.625, 0.5, 0.1, 3000, 1.5));
      run.stop("val_loss has not improved");
      progress.onTrainEnd(run, new History(List.of()));
    }

    assertEquals(
        List.of(
            "epoch 12/12  loss 0.5000  accuracy 0.7500  val_loss 0.6250  val_accuracy 0.5000"
                + "  2,000 images/s  left 0:00",
            "Stopped: val_loss has not improved"),
        text().lines().toList());
  }

  @Test
  void withoutValidationNothingIsSaidOfIt() {
    try (Network net = network();
        Progress progress = Progress.lines(out)) {
      Run run = new Run(net, "nd4j", Precision.F32, 1, 10, 30, 0);
      progress.onTrainBegin(run);
      progress.onEpochEnd(
          run, new History.Epoch(1, 0.5, 0.75, Double.NaN, Double.NaN, 0.1, 3000, 1.5));
    }

    assertEquals(
        "epoch 1/1  loss 0.5000  accuracy 0.7500  2,000 images/s  left 0:00",
        text().lines().findFirst().orElse(""));
  }

  @Test
  void aTerminalGetsABarThatIsGoneWhenTheEpochsLineComes() {
    try (Network net = network();
        Progress progress = Progress.bar(out)) {
      Run run = new Run(net, "nd4j", Precision.F32, 2, 10, 30, 0);
      run.epoch(1);
      progress.onTrainBegin(run);
      StepResult result = new StepResult();
      result.add(20, 5, 10);
      progress.onBatchEnd(run, 1, result);
      progress.onBatchEnd(run, 3, result);
      progress.onEpochEnd(
          run, new History.Epoch(1, 0.5, 0.75, Double.NaN, Double.NaN, 0.1, 3000, 1.5));
    }

    assertTrue(text().contains("epoch 1/2 100% [="), text());
    assertTrue(text().contains("loss 2.000 acc 0.500"), text());
    String last = text().substring(text().lastIndexOf('\r') + 1);
    assertTrue(last.startsWith("epoch 1/2  loss 0.5000"), text());
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Network network() {
    var plan = Architecture.builder().input(1, 4, 4).block(1, 2).hidden().classes(2).plan();
    return new Unused(Parameters.initialize(plan, 1, Initialization.HE));
  }

  private static final class Unused extends Network {
    Unused(Parameters parameters) {
      super(NetworkType.of("Unused", parameters.plan(), List.of(), Unused::new), parameters);
    }
  }
}
