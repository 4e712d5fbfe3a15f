package io.github.vgg4j.arch;

import io.github.vgg4j.Preset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
 * @param blocks in order, whether they were told one by one, by a preset or in the compact notation
 * @param origin how the blocks were told
 * @param widthDivisor divides the {@code out} of every block
 * @param batchNorm whether a batch norm follows every convolution whose block does not say
 * @param head the dense layers
 */
public record Architecture(
    InputSpec input,
    List<BlockSpec> blocks,
    BlockOrigin origin,
    int widthDivisor,
    boolean batchNorm,
    HeadSpec head) {

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

  Architecture withInput(InputSpec other) {
    return new Architecture(other, blocks, origin, widthDivisor, batchNorm, head);
  }

  Architecture withHead(UnaryOperator<HeadSpec> edit) {
    return new Architecture(input, blocks, origin, widthDivisor, batchNorm, edit.apply(head));
  }

  Architecture withWidthDivisor(int divisor) {
    return new Architecture(input, blocks, origin, divisor, batchNorm, head);
  }

  /** Other blocks, told one by one. */
  Architecture withBlocks(List<BlockSpec> others) {
    return new Architecture(input, others, new BlockOrigin.Listed(), widthDivisor, batchNorm, head);
  }

  /** Another block in place of one, counted from 1. */
  Architecture withBlock(int number, UnaryOperator<BlockSpec> edit) {
    List<BlockSpec> others = new ArrayList<>(blocks);
    others.set(number - 1, edit.apply(others.get(number - 1)));
    return withBlocks(others);
  }

  Architecture withConfig(String config) {
    ConfigNotation notation = ConfigNotation.of(config);
    return new Architecture(
        input, notation.blocks(), new BlockOrigin.Notated(notation), widthDivisor, batchNorm, head);
  }

  Architecture withOrigin(BlockOrigin other) {
    return new Architecture(input, blocks, other, widthDivisor, batchNorm, head);
  }

  /** Collects an {@link Architecture}; each call answers the builder itself. */
  public static final class Builder {
    private final List<BlockSpec> blocks = new ArrayList<>();
    private Preset preset = Preset.NONE;
    private Optional<String> config = Optional.empty();
    private InputSpec input = new InputSpec(3, 224, 224);
    private int widthDivisor = 1;
    private boolean batchNorm;
    private List<Integer> hidden = List.of(4096, 4096);
    private double dropout = 0.5;
    private int classes = 1000;
    private BudgetSpec budget = BudgetSpec.atBatch(1);
    private List<Integer> pool = List.of();

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
      return block(BlockSpec.of(convs, out).in(in));
    }

    /** Adds blocks with everything that can be said of them. */
    public Builder block(BlockSpec... specs) {
      blocks.addAll(Arrays.asList(specs));
      return this;
    }

    /** Takes the blocks of a configuration of the paper, in place of blocks one by one. */
    public Builder preset(Preset configuration) {
      preset = configuration;
      return this;
    }

    /** Takes the blocks from the compact notation: {@code "64 M 128 M 256 256 M"}. */
    public Builder config(String notation) {
      config = Optional.of(notation);
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

    /**
     * Averages the last map before the dense layers, so that they take any input.
     *
     * @param sides height and width, or one side of a square; none for no such pool
     */
    public Builder adaptivePool(int... sides) {
      pool = Arrays.stream(sides).boxed().toList();
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
      HeadSpec head = new HeadSpec(hidden, dropout, classes, pool);
      Architecture listed =
          new Architecture(input, blocks, new BlockOrigin.Listed(), widthDivisor, batchNorm, head);
      boolean named = preset != Preset.NONE;
      if (!blocks.isEmpty()) {
        return named || config.isPresent()
            ? contradictory(listed, "value", named ? "preset" : "config")
            : listed;
      }
      if (named) {
        Architecture of =
            listed.withConfig(preset.config()).withOrigin(new BlockOrigin.Named(preset));
        return config.isPresent() ? contradictory(of, "preset", "config") : of;
      }
      return config.map(listed::withConfig).orElse(listed);
    }

    private static Architecture contradictory(Architecture first, String one, String other) {
      return first.withOrigin(
          new BlockOrigin.Contradictory(
              first.origin(), new DeclarationProblem.SeveralOrigins(one, other)));
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
