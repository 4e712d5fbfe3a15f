package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Checks what can be seen without following the flow: each number for itself, a block's {@code in}
 * against the {@code out} before it, and the width divisor against every {@code out}.
 */
final class DeclaredValues {
  /** Enough for any VGG; keeps a slip of the pen from building a plan of millions of layers. */
  static final int MOST_CONVS = 100;

  private final Architecture architecture;
  private final List<ArchProblem> problems = new ArrayList<>();
  private final BitSet brokenBlocks = new BitSet();

  DeclaredValues(Architecture architecture) {
    this.architecture = architecture;
    checkOrigin();
    checkInput();
    checkBlocks();
    checkDivisor();
    checkHead();
  }

  List<ArchProblem> problems() {
    return problems;
  }

  /** Whether the blocks are those that the user means. */
  boolean originUsable() {
    return originProblems().isEmpty();
  }

  boolean inputUsable() {
    InputSpec input = architecture.input();
    return input.channels() >= 1 && input.height() >= 1 && input.width() >= 1;
  }

  boolean divisorUsable() {
    return architecture.widthDivisor() >= 1;
  }

  /** Whether the flow can pass the block with this number, counted from 1. */
  boolean blockUsable(int number) {
    return !brokenBlocks.get(number);
  }

  boolean headUsable() {
    HeadSpec head = architecture.head();
    return head.hidden().stream().allMatch(size -> size >= 1)
        && head.classes() >= 2
        && sidesUsable(head.pool())
        && dropoutInRange(head.dropout());
  }

  private void checkOrigin() {
    problems.addAll(originProblems());
  }

  private List<ArchProblem> originProblems() {
    BlockOrigin origin = architecture.origin();
    if (origin instanceof BlockOrigin.Notated notated) {
      return notated.notation().problems();
    }
    return origin instanceof BlockOrigin.Contradictory both ? List.of(both.problem()) : List.of();
  }

  private void checkInput() {
    InputSpec input = architecture.input();
    atLeast(1, input.channels(), Where.input("channels"), expectedOf(0) > 0 ? expectedOf(0) : 3);
    atLeast(1, input.height(), Where.input("height"), 224);
    atLeast(1, input.width(), Where.input("width"), 224);
  }

  private void checkBlocks() {
    if (!originUsable()) {
      return;
    }
    if (architecture.blocks().isEmpty()) {
      problems.add(new ArchProblem.NoBlocks(Where.network("value")));
    }
    int flowing = architecture.input().channels();
    for (int number = 1; number <= architecture.blocks().size(); number++) {
      BlockSpec block = architecture.blocks().get(number - 1);
      checkCounts(number, block);
      int declared = block.declaredIn();
      if (declared > 0 && flowing > 0 && declared != flowing) {
        problems.add(new ArchProblem.ChannelMismatch(number, declared, flowing));
      }
      // An out that cannot be divided is told already.
      boolean divided = !divisorUsable() || block.out() % architecture.widthDivisor() == 0;
      flowing = divided ? block.out() : 0;
    }
  }

  private void checkCounts(int number, BlockSpec block) {
    boolean usable = atLeast(1, block.out(), Where.block(number, "out"), likelyOut(number));
    if (block.convs() < 1 || block.convs() > MOST_CONVS) {
      outOfRange(Where.block(number, "convs"), block.convs(), "from 1 to " + MOST_CONVS, "2");
      usable = false;
    }
    if (block.declaredIn() < 0) {
      outOfRange(Where.block(number, "in"), block.declaredIn(), "at least 1 or left out", "");
    }
    usable &= checkKernels(number, block);
    checkSides(Where.block(number, "size"), block.declaredSize(), "");
    if (!usable) {
      brokenBlocks.set(number);
    }
  }

  /** What the next block says that it takes, or 64, or what comes near and can be divided. */
  private int likelyOut(int number) {
    int divisor = Math.max(1, architecture.widthDivisor());
    int expected = expectedOf(number);
    return expected > 0 && expected % divisor == 0 ? expected : nearestMultiple(64, divisor);
  }

  /** What the block behind one says that it takes; 0 where it says nothing that can be. */
  private int expectedOf(int number) {
    List<BlockSpec> blocks = architecture.blocks();
    return number < blocks.size() ? Math.max(0, blocks.get(number).declaredIn()) : 0;
  }

  private boolean checkKernels(int number, BlockSpec block) {
    List<Integer> kernels = block.kernels();
    boolean convsUsable = block.convs() >= 1 && block.convs() <= MOST_CONVS;
    if (kernels.isEmpty()
        || (convsUsable && kernels.size() > 1 && kernels.size() != block.convs())) {
      problems.add(new DeclarationProblem.KernelCount(number, kernels.size(), block.convs()));
      return false;
    }
    for (int kernel : kernels) {
      if (kernel != 3 && kernel != 1) {
        outOfRange(Where.block(number, "kernel"), kernel, "3 or 1", "3");
        return false;
      }
    }
    return true;
  }

  /** Height and width, or one side of a square, or nothing. */
  private void checkSides(Where where, List<Integer> sides, String example) {
    if (sides.size() > 2) {
      problems.add(
          new ArchProblem.OutOfRange(
              where, sides.size() + " numbers", "one side or {height, width}", example));
    } else {
      sides.stream()
          .filter(side -> side < 1)
          .findFirst()
          .ifPresent(side -> outOfRange(where, side, "at least 1", example));
    }
  }

  static boolean sidesUsable(List<Integer> sides) {
    return sides.size() <= 2 && sides.stream().allMatch(side -> side >= 1);
  }

  private void checkDivisor() {
    int divisor = architecture.widthDivisor();
    if (!atLeast(1, divisor, Where.network("widthDivisor"), 1)) {
      return;
    }
    if (!originUsable()) {
      return;
    }
    List<Integer> indivisible = new ArrayList<>();
    int common = 0;
    for (int number = 1; number <= architecture.blocks().size(); number++) {
      int out = architecture.blocks().get(number - 1).out();
      if (out >= 1) {
        common = greatestCommonDivisor(common, out);
        if (out % divisor != 0) {
          indivisible.add(number);
          brokenBlocks.set(number);
        }
      }
    }
    if (!indivisible.isEmpty()) {
      int out = architecture.blocks().get(indivisible.get(0) - 1).out();
      problems.add(
          new ArchProblem.IndivisibleWidth(
              indivisible,
              out,
              divisor,
              architecture.origin() instanceof BlockOrigin.Named
                  ? 0
                  : nearestMultiple(out, divisor),
              nearestDivisor(common, divisor)));
    }
  }

  private void checkHead() {
    HeadSpec head = architecture.head();
    for (int layer = 1; layer <= head.hidden().size(); layer++) {
      atLeast(1, head.hidden().get(layer - 1), Where.hidden(layer), 4096);
    }
    if (!dropoutInRange(head.dropout())) {
      problems.add(
          new ArchProblem.OutOfRange(
              Where.head("dropout"),
              Double.toString(head.dropout()),
              "at least 0 and below 1",
              "0.5"));
    }
    atLeast(2, head.classes(), Where.head("classes"), 10);
    checkSides(Where.head("pool"), head.pool(), "7");
  }

  private static boolean dropoutInRange(double rate) {
    return rate >= 0 && rate < 1;
  }

  private boolean atLeast(int least, int value, Where where, int example) {
    if (value < least) {
      outOfRange(where, value, "at least " + least, Integer.toString(example));
    }
    return value >= least;
  }

  private void outOfRange(Where where, int value, String allowed, String example) {
    problems.add(new ArchProblem.OutOfRange(where, Integer.toString(value), allowed, example));
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  private static int nearestMultiple(int out, int divisor) {
    int below = out - out % divisor;
    boolean aboveFits = below <= Integer.MAX_VALUE - divisor;
    return below == 0 || (aboveFits && out - below > below + divisor - out)
        ? below + divisor
        : below;
  }

  /** The divisor of {@code common} that is nearest to {@code wanted}, the smaller one of two. */
  private static int nearestDivisor(int common, int wanted) {
    int nearest = 1;
    for (int small = 1; (long) small * small <= common; small++) {
      if (common % small == 0) {
        for (int candidate : new int[] {small, common / small}) {
          int gain = Math.abs(nearest - wanted) - Math.abs(candidate - wanted);
          nearest = gain > 0 || (gain == 0 && candidate < nearest) ? candidate : nearest;
        }
      }
    }
    return nearest;
  }
}
