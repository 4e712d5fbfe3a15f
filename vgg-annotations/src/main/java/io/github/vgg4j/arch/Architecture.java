package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A VGG network as it was asked for, by an annotation or by the builder; nothing is checked yet.
 *
 * <pre>{@code
 * NetworkPlan plan = Architecture.builder()
 *     .input(1, 28, 28).block(1, 64).block(1, 128).hidden(256).classes(10)
 *     .plan();
 * }</pre>
 *
 * @param input shape of one image
 * @param blocks in order
 * @param widthDivisor divides the {@code out} of every block
 * @param batchNorm whether a batch norm follows every convolution
 * @param head the dense layers
 */
public record Architecture(
    InputSpec input, List<BlockSpec> blocks, int widthDivisor, boolean batchNorm, HeadSpec head) {

  public Architecture {
    blocks = List.copyOf(blocks);
  }

  /** Starts with the defaults of the annotations: ImageNet's input and the paper's head. */
  public static Builder builder() {
    return new Builder();
  }

  /** Every problem of this architecture, and its plan where there is no error. */
  public ArchResult check() {
    return ShapeFlow.follow(this);
  }

  /**
   * The plan of this architecture.
   *
   * @throws InvalidArchitectureException if there is an error; its message tells all of them
   */
  public NetworkPlan plan() {
    ArchResult result = check();
    return result.plan().orElseThrow(() -> new InvalidArchitectureException(result.errors()));
  }

  /** Collects an {@link Architecture}; each call answers the builder itself. */
  public static final class Builder {
    private final List<BlockSpec> blocks = new ArrayList<>();
    private InputSpec input = new InputSpec(3, 224, 224);
    private int widthDivisor = 1;
    private boolean batchNorm;
    private List<Integer> hidden = List.of(4096, 4096);
    private double dropout = 0.5;
    private int classes = 1000;
    private BudgetSpec budget = BudgetSpec.atBatch(1);

    private Builder() {}

    /** Shape of one image, each at least 1. */
    public Builder input(int channels, int height, int width) {
      input = new InputSpec(channels, height, width);
      return this;
    }

    /** Adds a block of {@code convs} convolutions with {@code out} channels each. */
    public Builder block(int convs, int out) {
      return block(convs, out, 0);
    }

    /**
     * Adds a block and says what it expects to come in.
     *
     * @param in {@code out} of the block before, or the input's channels for the first block
     */
    public Builder block(int convs, int out, int in) {
      blocks.add(new BlockSpec(convs, out, in));
      return this;
    }

    /** Divides the {@code out} of every block; a divisor of each. */
    public Builder widthDivisor(int divisor) {
      widthDivisor = divisor;
      return this;
    }

    /** Puts a batch norm after every convolution. */
    public Builder batchNorm() {
      batchNorm = true;
      return this;
    }

    /** Sizes of the head's hidden layers; none for a head of one layer. */
    public Builder hidden(int... sizes) {
      hidden = Arrays.stream(sizes).boxed().toList();
      return this;
    }

    /** Probability that training zeroes a hidden number, in [0, 1). */
    public Builder dropout(double rate) {
      dropout = rate;
      return this;
    }

    /** Number of classes, at least 2. */
    public Builder classes(int count) {
      classes = count;
      return this;
    }

    /** What the network may cost at most; {@link #plan()} holds it. */
    public Builder budget(BudgetSpec limits) {
      budget = limits;
      return this;
    }

    /** The architecture as collected so far, unchecked. */
    public Architecture build() {
      return new Architecture(
          input, blocks, widthDivisor, batchNorm, new HeadSpec(hidden, dropout, classes));
    }

    /**
     * The plan of the architecture so far, within its budget.
     *
     * @throws InvalidArchitectureException if there is an error; its message tells all of them
     * @throws OverBudgetException if the network costs more than its budget allows
     */
    public NetworkPlan plan() {
      Architecture architecture = build();
      NetworkPlan plan = architecture.plan();
      List<BudgetProblem> problems = budget.check(architecture, plan);
      if (!problems.isEmpty()) {
        throw new OverBudgetException(problems);
      }
      return plan;
    }
  }
}
