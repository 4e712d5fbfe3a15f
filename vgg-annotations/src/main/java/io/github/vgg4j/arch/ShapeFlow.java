package io.github.vgg4j.arch;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shape arithmetic of VGG, in its one place: follows one image through the blocks and the head,
 * and gives the plan or every problem on the way.
 *
 * <p>A convolution (3x3, stride 1, padding 1) keeps height and width; the max pool at a block's end
 * (2x2, stride 2) halves them and rounds down.
 */
final class ShapeFlow {
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final int KERNEL_AREA = 9;

  private final Architecture architecture;
  private final DeclaredValues declared;
  private final List<ArchProblem> problems;
  private final List<Shape> flow = new ArrayList<>();

  private ShapeFlow(Architecture architecture) {
    this.architecture = architecture;
    this.declared = new DeclaredValues(architecture);
    this.problems = new ArrayList<>(declared.problems());
  }

  /** Every problem of an architecture, and its plan where there is no error. */
  static ArchResult follow(Architecture architecture) {
    return new ShapeFlow(architecture).follow();
  }

  private ArchResult follow() {
    Optional<NetworkPlan> plan = stack().map(this::plan);
    if (!problems.isEmpty()) {
      return new ArchResult(Optional.empty(), problems);
    }
    warnOfOddHalving();
    return new ArchResult(plan, problems);
  }

  private NetworkPlan plan(LayerStack stack) {
    return new NetworkPlan(flow.get(0), architecture.head().classes(), stack.layers());
  }

  /** The layers, or empty where the flow had to stop; then a problem says why. */
  private Optional<LayerStack> stack() {
    if (!declared.inputUsable() || !declared.divisorUsable() || !inputFits()) {
      return Optional.empty();
    }
    InputSpec input = architecture.input();
    LayerStack stack = new LayerStack(new Shape(input.channels(), input.height(), input.width()));
    flow.add(stack.top());
    for (int number = 1; number <= architecture.blocks().size(); number++) {
      if (!declared.blockUsable(number) || !pass(stack, number)) {
        return Optional.empty();
      }
    }
    if (architecture.blocks().isEmpty() || !declared.headUsable() || !passHead(stack)) {
      return Optional.empty();
    }
    return macsFit(stack) ? Optional.of(stack) : Optional.empty();
  }

  private boolean pass(LayerStack stack, int number) {
    BlockSpec block = architecture.blocks().get(number - 1);
    int out = block.out() / architecture.widthDivisor();
    Shape map = stack.top();
    if (map.height() < 2 || map.width() < 2) {
      problems.add(
          new ArchProblem.SpatialUnderflow(number, architecture.blocks().size(), flow, out));
      return false;
    }
    if (!blockFits(number, block, map, out)) {
      return false;
    }
    for (int conv = 0; conv < block.convs(); conv++) {
      stack.convolution(number, out, 3, architecture.batchNorm());
    }
    stack.maxPool(number);
    flow.add(stack.top());
    return true;
  }

  private boolean passHead(LayerStack stack) {
    stack.flatten();
    HeadSpec head = architecture.head();
    for (int layer = 1; layer <= head.hidden().size(); layer++) {
      int size = head.hidden().get(layer - 1);
      if (!denseFits(stack.top(), size, Where.hidden(layer))) {
        return false;
      }
      stack.hidden(size, head.dropout());
    }
    if (!denseFits(stack.top(), head.classes(), Where.head("classes"))) {
      return false;
    }
    stack.logits(head.classes());
    return true;
  }

  private boolean inputFits() {
    InputSpec input = architecture.input();
    return fits(
        product(input.channels(), input.height(), input.width()),
        "numbers in one image",
        Where.input(""),
        "Lower the input to 224x224, say.");
  }

  private boolean blockFits(int number, BlockSpec block, Shape map, int out) {
    Where where = Where.block(number, "out");
    int divisor = architecture.widthDivisor();
    long mostIn = Integer.MAX_VALUE / KERNEL_AREA / map.channels();
    long mostSquare = (long) Math.sqrt(Integer.MAX_VALUE / (double) KERNEL_AREA);
    long most = block.convs() == 1 ? mostIn : Math.min(mostIn, mostSquare);
    long area = (long) map.height() * map.width();
    most = Math.min(most, Integer.MAX_VALUE / area);
    String fix =
        most >= 1
            ? "Use out = " + Math.min(Integer.MAX_VALUE / divisor, most) * divisor + " or less."
            : "Lower the input to 224x224, say.";
    int widest = block.convs() == 1 ? map.channels() : Math.max(map.channels(), out);
    return fits(product(widest, out, KERNEL_AREA), "weights in one convolution", where, fix)
        && fits(product(out, map.height(), map.width()), "numbers in one feature map", where, fix);
  }

  private boolean denseFits(Shape input, int out, Where where) {
    int most = Integer.MAX_VALUE / input.channels();
    String fix = most >= 2 ? "Use " + most + " or less." : "Lower the input to 224x224, say.";
    String what = "weights from " + input.channels() + " features to " + out;
    return fits(product(out, input.channels(), 1), what, where, fix);
  }

  private boolean macsFit(LayerStack stack) {
    BigInteger macs = BigInteger.ZERO;
    for (Layer layer : stack.layers()) {
      macs = macs.add(BigInteger.valueOf(layer.macs()));
    }
    if (macs.bitLength() >= Long.SIZE) {
      problems.add(
          new ArchProblem.TooLarge(
              Where.network("value"),
              "multiply-accumulates for one image",
              macs,
              "Lower the input to 224x224, say."));
      return false;
    }
    return true;
  }

  private boolean fits(BigInteger count, String what, Where where, String fix) {
    if (count.compareTo(MOST) > 0) {
      problems.add(new ArchProblem.TooLarge(where, what, count, fix));
      return false;
    }
    return true;
  }

  private static BigInteger product(int a, int b, int c) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
  }

  private void warnOfOddHalving() {
    for (int block = 1; block < flow.size(); block++) {
      Shape before = flow.get(block - 1);
      if (before.height() % 2 == 1 || before.width() % 2 == 1) {
        problems.add(
            new ArchProblem.OddHalving(block, flow.size() - 1, flow.subList(0, block + 1)));
        return;
      }
    }
  }
}
