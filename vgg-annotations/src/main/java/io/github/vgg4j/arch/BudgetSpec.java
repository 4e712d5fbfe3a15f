package io.github.vgg4j.arch;

import io.github.vgg4j.Budget;
import java.util.List;

/**
 * What a network may cost at most, in the notation of {@link Budget}; an empty text is no limit.
 *
 * @param parameters most numbers that training changes, such as {@code 10M}
 * @param macs most multiply-accumulates for one image, such as {@code 2G}
 * @param trainingMemory most bytes for training at the batch, such as {@code 4GiB}
 * @param inferenceMemory most bytes for inference at the batch
 * @param batch images in one step, for the memory
 * @param optimizer of the training
 * @param engine for the memory
 */
public record BudgetSpec(
    String parameters,
    String macs,
    String trainingMemory,
    String inferenceMemory,
    int batch,
    Budget.Optimizer optimizer,
    Budget.Engine engine) {

  /** No limit yet, for batches of so many images, Adam and any engine. */
  public static BudgetSpec atBatch(int images) {
    return new BudgetSpec("", "", "", "", images, Budget.Optimizer.ADAM, Budget.Engine.ANY);
  }

  /** The same with at most so many parameters, such as {@code 10M}. */
  public BudgetSpec withParameters(String most) {
    return new BudgetSpec(most, macs, trainingMemory, inferenceMemory, batch, optimizer, engine);
  }

  /** The same with at most so many multiply-accumulates for one image, such as {@code 2G}. */
  public BudgetSpec withMacs(String most) {
    return new BudgetSpec(
        parameters, most, trainingMemory, inferenceMemory, batch, optimizer, engine);
  }

  /** The same with at most so many bytes for training, such as {@code 4GiB}. */
  public BudgetSpec withTrainingMemory(String most) {
    return new BudgetSpec(parameters, macs, most, inferenceMemory, batch, optimizer, engine);
  }

  /** The same with at most so many bytes for inference, such as {@code 512MiB}. */
  public BudgetSpec withInferenceMemory(String most) {
    return new BudgetSpec(parameters, macs, trainingMemory, most, batch, optimizer, engine);
  }

  /** The same for batches of so many images. */
  public BudgetSpec withBatch(int images) {
    return new BudgetSpec(
        parameters, macs, trainingMemory, inferenceMemory, images, optimizer, engine);
  }

  /** The same for another optimizer. */
  public BudgetSpec withOptimizer(Budget.Optimizer other) {
    return new BudgetSpec(parameters, macs, trainingMemory, inferenceMemory, batch, other, engine);
  }

  /** The same for another engine. */
  public BudgetSpec withEngine(Budget.Engine other) {
    return new BudgetSpec(
        parameters, macs, trainingMemory, inferenceMemory, batch, optimizer, other);
  }

  /** Every limit that the network exceeds, and every member that cannot be read. */
  public List<BudgetProblem> check(Architecture architecture, NetworkPlan plan) {
    return new BudgetCheck(this, architecture, plan).problems();
  }

  /** Every member that cannot be read. */
  public List<BudgetProblem> checkNotation() {
    return BudgetCheck.notation(this);
  }
}
