package io.github.vgg4j.arch;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way for an architecture to be wrong, with its numbers and its fix. The annotation processor
 * and {@link Architecture#plan()} print the same texts.
 *
 * <p>A problem's {@link #code()} is the name of its record and never changes: users write it into
 * {@code @SuppressWarnings}.
 */
public sealed interface ArchProblem
    permits ArchProblem.NoBlocks,
        ArchProblem.OutOfRange,
        ArchProblem.ChannelMismatch,
        ArchProblem.IndivisibleWidth,
        ArchProblem.SpatialUnderflow,
        ArchProblem.TooLarge,
        ArchProblem.OddHalving,
        DeclarationProblem {

  /** How bad it is. */
  enum Severity {
    /** There is no plan. */
    ERROR,
    /** There is a plan, but the user should know. */
    WARNING
  }

  /** The place that the user should look at. */
  Where where();

  /** One line: the fact with its value, then the fix with a number. */
  String headline();

  /**
   * The architecture with the fix that the headline proposes; of two, the one named first.
   *
   * @param wrong an architecture that has this problem
   */
  Architecture fixed(Architecture wrong);

  /** The flow so far, one line for the input and one for each block; empty where it says little. */
  default List<String> trace() {
    return List.of();
  }

  /** Whether there can be a plan all the same. */
  default Severity severity() {
    return Severity.ERROR;
  }

  /** Stable name of this kind of problem, such as {@code SpatialUnderflow}. */
  default String code() {
    return getClass().getSimpleName();
  }

  /** The headline, and the trace on lines of its own. */
  default String message() {
    return trace().stream()
        .map(line -> "\n" + line)
        .collect(Collectors.joining("", headline(), ""));
  }

  /** There is not one block. */
  record NoBlocks(Where where) implements ArchProblem {
    @Override
    public String headline() {
      return where.member().equals("config")
          ? "The network has 0 blocks, because its config is empty. Write \"32 M\", say."
          : "The network has 0 blocks. Add at least 1, such as @Block(convs = 1, out = 32), or use"
              + " preset = Preset.VGG16.";
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return wrong.withBlocks(List.of(BlockSpec.of(1, 32)));
    }
  }

  /**
   * A number that no network can have.
   *
   * @param value as the user wrote it
   * @param allowed as a sentence goes on with it: {@code at least 1}
   * @param example a number that would do; empty where leaving it out is best
   */
  record OutOfRange(Where where, String value, String allowed, String example)
      implements ArchProblem {
    @Override
    public String headline() {
      String fix = example.isEmpty() ? "Leave it out." : "Use " + example + ", say.";
      return where + " must be " + allowed + ", but is " + value + ". " + fix;
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return Edit.set(wrong, where, example);
    }
  }

  /**
   * A block's declared {@code in} is not what flows into it.
   *
   * @param declared what the block says
   * @param actual {@code out} of the block before, or the input's channels for block 1
   */
  record ChannelMismatch(int block, int declared, int actual) implements ArchProblem {
    @Override
    public Where where() {
      return Where.block(block, "in");
    }

    @Override
    public String headline() {
      String source =
          block == 1
              ? "the input has " + actual + (actual == 1 ? " channel" : " channels")
              : "block " + (block - 1) + " has out = " + actual;
      return Text.format(
          "Block %d declares in = %d, but %s. Use in = %d, or leave it out.",
          block, declared, source, actual);
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return wrong.withBlock(block, spec -> spec.in(actual));
    }
  }

  /**
   * The width divisor does not divide the {@code out} of some blocks.
   *
   * @param blocks the blocks, counted from 1; never empty
   * @param out of the first of them
   * @param divisor the width divisor
   * @param nearestOut multiple of the divisor nearest to {@code out}; 0 where a preset says it
   * @param nearestDivisor divisor of every block's {@code out} nearest to the asked one
   */
  record IndivisibleWidth(
      List<Integer> blocks, int out, int divisor, int nearestOut, int nearestDivisor)
      implements ArchProblem {
    public IndivisibleWidth {
      blocks = List.copyOf(blocks);
    }

    /** The block where it alone can change, else the divisor that the blocks cannot bear. */
    @Override
    public Where where() {
      return widens() ? Where.block(blocks.get(0), "out") : Where.network("widthDivisor");
    }

    @Override
    public String headline() {
      String fact =
          Text.format(
              "Block %d: widthDivisor = %d does not divide out = %d", blocks.get(0), divisor, out);
      String others =
          blocks.size() == 1 ? "" : Text.format(", nor that of %d more", blocks.size() - 1);
      String fix = (widens() ? "out = " + nearestOut + ", or " : "") + "widthDivisor = ";
      return fact + others + ". Use " + fix + nearestDivisor + ".";
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return widens()
          ? wrong.withBlock(blocks.get(0), spec -> spec.withOut(nearestOut))
          : wrong.withWidthDivisor(nearestDivisor);
    }

    private boolean widens() {
      return blocks.size() == 1 && nearestOut > 0;
    }
  }

  /**
   * A block meets a map with a side of 1, which cannot be halved.
   *
   * @param block counted from 1
   * @param blocks how many there are
   * @param kept how many of them are left once those go that cannot halve; 0 where none can go
   * @param raised the smallest input that every block can halve, where the network then fits
   * @param flow the input, then the output of each block before
   * @param channels of the failing block
   */
  record SpatialUnderflow(
      int block, int blocks, int kept, Optional<InputSpec> raised, List<Shape> flow, int channels)
      implements ArchProblem {
    public SpatialUnderflow {
      flow = List.copyOf(flow);
    }

    @Override
    public Where where() {
      return Where.block(block);
    }

    @Override
    public String headline() {
      Shape map = flow.get(flow.size() - 1);
      String fixes =
          Stream.of(removal(), raised.map(SpatialUnderflow::raise))
              .flatMap(Optional::stream)
              .collect(Collectors.joining(", or "));
      return Text.format(
          "Block %d cannot halve a %s feature map. %s.",
          block, Text.sides(map), Text.capitalized(fixes));
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return kept > 0
          ? wrong.withBlocks(wrong.blocks().subList(0, kept))
          : wrong.withInput(raised.orElse(wrong.input()));
    }

    private Optional<String> removal() {
      String which = block == blocks ? "block " + block : "blocks " + block + " to " + blocks;
      return kept == 0 ? Optional.empty() : Optional.of("remove " + which);
    }

    private static String raise(InputSpec input) {
      return "raise the input to at least " + input.height() + "x" + input.width();
    }

    @Override
    public List<String> trace() {
      return FlowTrace.stopped(flow, channels);
    }
  }

  /**
   * Something has more numbers than one array can hold.
   *
   * @param what as a sentence goes on with it: {@code weights of the convolution}
   * @param count how many numbers
   * @param most the largest number at that place that fits; 0 where only a smaller input helps
   * @param smaller an input that helps there
   */
  record TooLarge(Where where, String what, BigInteger count, int most, InputSpec smaller)
      implements ArchProblem {
    @Override
    public String headline() {
      String member = where.part() == Where.Part.BLOCK ? where.member() + " = " : "";
      String input = smaller.channels() + "x" + smaller.height() + "x" + smaller.width();
      String fix =
          most > 0
              ? "Use " + member + most + " or less."
              : "Lower the input to " + input + ", say.";
      return Text.format("%s: %,d %s do not fit. %s", Text.owner(where), count, what, fix);
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return most > 0 ? Edit.set(wrong, where, Integer.toString(most)) : wrong.withInput(smaller);
    }
  }

  /**
   * A halving drops a row or a column; only the first of a network is told, since one input that
   * fits mends them all.
   *
   * @param block counted from 1
   * @param halvings how many blocks end with a pool
   * @param flow the input, then the output of each block, the one that drops included
   */
  record OddHalving(int block, int halvings, List<Shape> flow) implements ArchProblem {
    public OddHalving {
      flow = List.copyOf(flow);
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }

    @Override
    public Where where() {
      return Where.block(block);
    }

    /** What both sides of the input must be multiples of, so that no block drops anything. */
    public int multiple() {
      return 1 << halvings;
    }

    @Override
    public String headline() {
      Shape before = flow.get(flow.size() - 2);
      boolean row = before.height() % 2 == 1;
      boolean column = before.width() % 2 == 1;
      return Text.format(
          "Block %d halves %s to %s and drops %s. Use an input of %dx%d: multiples of %d.",
          block,
          Text.sides(before),
          Text.sides(flow.get(flow.size() - 1)),
          row && column ? "a row and a column" : row ? "a row" : "a column",
          nearest(flow.get(0).height()),
          nearest(flow.get(0).width()),
          multiple());
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      InputSpec input = wrong.input();
      return wrong.withInput(
          new InputSpec(input.channels(), nearest(input.height()), nearest(input.width())));
    }

    private int nearest(int side) {
      int above = Math.floorMod(-side, multiple());
      return above <= Integer.MAX_VALUE - side ? side + above : side - side % multiple();
    }

    @Override
    public List<String> trace() {
      return FlowTrace.reached(flow);
    }
  }
}
