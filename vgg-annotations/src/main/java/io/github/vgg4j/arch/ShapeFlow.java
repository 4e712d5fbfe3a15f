package io.github.vgg4j.arch;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shape arithmetic of VGG, in its one place: follows one image through the blocks and the head,
 * and gives the plan or every problem on the way.
 *
 * <p>A convolution (stride 1; 3x3 with padding 1, or 1x1) keeps height and width; the pool at a
 * block's end (2x2, stride 2) halves them and rounds down.
 */
final class ShapeFlow {
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);
  private final Architecture architecture;
  private final DeclaredValues declared;
  private final List<ArchProblem> problems;
  private final List<Shape> flow = new ArrayList<>();

  /** Height and width as the user believes them to be, since a size that is wrong. */
  private Optional<List<Integer>> believed = Optional.empty();

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
    if (problems.isEmpty()) {
      warnOfOddHalving();
    } else {
      plan = Optional.empty();
    }
    return new ArchResult(plan, problems.stream().map(this::pointed).toList());
  }

  /** A problem of a block that the compact notation told shows where the block stands in it. */
  private ArchProblem pointed(ArchProblem problem) {
    return architecture.origin() instanceof BlockOrigin.Notated notated
            && problem.where().part() == Where.Part.BLOCK
        ? new DeclarationProblem.InConfig(problem, notated.notation())
        : problem;
  }

  private NetworkPlan plan(LayerStack stack) {
    return new NetworkPlan(flow.get(0), architecture.head().classes(), stack.layers());
  }

  /** The layers, or empty where the flow had to stop; then a problem says why. */
  private Optional<LayerStack> stack() {
    if (!declared.originUsable()
        || !declared.inputUsable()
        || !declared.divisorUsable()
        || !inputFits()) {
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
    if (block.halves() && (map.height() < 2 || map.width() < 2)) {
      stopAt(underflow(number, out));
      return false;
    }
    if (!blockFits(number, block, map, out)) {
      return false;
    }
    push(stack, number, block, out);
    flow.add(stack.top());
    checkSize(number, block);
    return true;
  }

  /** Of a preset no block can go, and of the others not the first. */
  private ArchProblem underflow(int number, int out) {
    int kept = architecture.origin() instanceof BlockOrigin.Named ? 0 : number - 1;
    Optional<InputSpec> raised = raised(halvings()).filter(this::fits);
    if (kept == 0 && raised.isEmpty()) {
      raised = raised(1);
    }
    return new ArchProblem.SpatialUnderflow(
        number, architecture.blocks().size(), kept, raised, flow, out);
  }

  /** The smallest input that bears so many halvings: a power of 2. */
  private Optional<InputSpec> raised(int halvings) {
    InputSpec input = architecture.input();
    int side = halvings < Integer.SIZE - 1 ? 1 << halvings : 0;
    return Optional.of(
            new InputSpec(
                input.channels(), Math.max(input.height(), side), Math.max(input.width(), side)))
        .filter(larger -> side > 0);
  }

  /** Whether the blocks bear an input; what the head says of it is another matter. */
  private boolean fits(InputSpec input) {
    return architecture.withInput(input).check().errors().stream()
        .noneMatch(
            problem ->
                problem.code().equals("TooLarge") && problem.where().part() != Where.Part.HEAD);
  }

  private void push(LayerStack stack, int number, BlockSpec block, int out) {
    boolean batchNorm =
        switch (block.norm()) {
          case INHERIT -> architecture.batchNorm();
          case YES -> true;
          case NO -> false;
        };
    for (int conv = 0; conv < block.convs(); conv++) {
      stack.convolution(number, out, block.kernelOf(conv), batchNorm);
      if (conv == 0 && block.localResponseNorm()) {
        stack.localResponseNorm(number);
      }
    }
    switch (block.pool()) {
      case MAX -> stack.maxPool(number);
      case AVERAGE -> stack.averagePool(number);
      case NONE -> {}
    }
  }

  /** A size that only follows from one that was told to be wrong is no mistake of its own. */
  private void checkSize(int number, BlockSpec block) {
    believed =
        believed.map(map -> block.halves() ? map.stream().map(side -> side / 2).toList() : map);
    List<Integer> sides = block.declaredSize();
    if (sides.isEmpty() || !DeclaredValues.sidesUsable(sides)) {
      return;
    }
    Shape map = flow.get(flow.size() - 1);
    List<Integer> declared = List.of(sides.get(0), sides.get(sides.size() - 1));
    if (declared.equals(List.of(map.height(), map.width()))) {
      believed = Optional.empty();
    } else if (believed.filter(declared::equals).isEmpty()) {
      problems.add(new DeclarationProblem.SizeMismatch(number, sides, flow));
      believed = Optional.of(declared);
    }
  }

  private int halvings() {
    return (int) architecture.blocks().stream().filter(BlockSpec::halves).count();
  }

  private boolean passHead(LayerStack stack) {
    HeadSpec head = architecture.head();
    if (!head.pool().isEmpty() && !passAdaptivePool(stack, head.pool())) {
      return false;
    }
    Shape map = stack.top();
    stack.flatten();
    for (int layer = 1; layer <= head.hidden().size(); layer++) {
      int size = head.hidden().get(layer - 1);
      if (!denseFits(stack.top(), size, Where.hidden(layer), map)) {
        return false;
      }
      stack.hidden(size, head.dropout());
    }
    if (!denseFits(stack.top(), head.classes(), Where.head("classes"), map)) {
      return false;
    }
    stack.logits(head.classes());
    return true;
  }

  private boolean passAdaptivePool(LayerStack stack, List<Integer> sides) {
    int height = sides.get(0);
    int width = sides.get(sides.size() - 1);
    int channels = stack.top().channels();
    int most = (int) Math.sqrt(Integer.MAX_VALUE / (double) channels);
    Where where = Where.head("pool");
    if (!fits(product(channels, height, width), "numbers in the pooled map", where, most)) {
      return false;
    }
    stack.adaptivePool(height, width);
    return true;
  }

  private boolean inputFits() {
    InputSpec input = architecture.input();
    return fits(
        product(input.channels(), input.height(), input.width()),
        "numbers in one image",
        Where.input(""),
        0);
  }

  private boolean blockFits(int number, BlockSpec block, Shape map, int out) {
    Where where = Where.block(number, "out");
    int inner = innerArea(block);
    int outer = block.kernelOf(0) * block.kernelOf(0);
    long most = Integer.MAX_VALUE / outer / map.channels();
    if (inner > 0) {
      most = Math.min(most, (long) Math.sqrt(Integer.MAX_VALUE / (double) inner));
    }
    most = Math.min(most, Integer.MAX_VALUE / ((long) map.height() * map.width()));
    if (most == 0 && number > 1) {
      where = Where.block(number - 1, "out");
      most = Math.max(1, Integer.MAX_VALUE / outer / out);
    }
    int advice = undivided(most);
    BigInteger weights =
        product(map.channels(), out, outer).max(product(inner > 0 ? out : 0, out, inner));
    return fits(weights, "weights in one convolution", where, advice)
        && fits(
            product(out, map.height(), map.width()), "numbers in one feature map", where, advice);
  }

  /** What a block's {@code out} must be for so many channels; 0 where a preset says it. */
  private int undivided(long channels) {
    if (architecture.origin() instanceof BlockOrigin.Named) {
      return 0;
    }
    int divisor = architecture.widthDivisor();
    return (int) (Math.min(Integer.MAX_VALUE / divisor, channels) * divisor);
  }

  /** The largest area of a kernel between two convolutions of a block; 0 where there is one. */
  private static int innerArea(BlockSpec block) {
    int area = 0;
    for (int conv = 1; conv < block.convs(); conv++) {
      area = Math.max(area, block.kernelOf(conv) * block.kernelOf(conv));
    }
    return area;
  }

  /** Blames what comes in where not even two numbers could go out. */
  private boolean denseFits(Shape input, int out, Where where, Shape map) {
    BigInteger weights = product(out, input.channels(), 1);
    String what = "weights from " + input.channels() + " features to " + out;
    int most = Integer.MAX_VALUE / input.channels();
    if (most >= 2) {
      return fits(weights, what, where, most);
    }
    int hidden = architecture.head().hidden().size();
    int before = where.member().equals("classes") ? hidden : where.number() - 1;
    int mostBefore = Integer.MAX_VALUE / out;
    if (before > 0) {
      return fits(weights, what, Where.hidden(before), mostBefore);
    }
    // Where both sides are absurd, the least that can come in; then the other side is blamed.
    if (!architecture.head().pool().isEmpty()) {
      int mostSquare = (int) Math.sqrt((double) mostBefore / map.channels());
      return fits(weights, what, Where.head("pool"), Math.max(1, mostSquare));
    }
    int mostOut = undivided(Math.max(1, mostBefore / (map.height() * map.width())));
    return fits(weights, what, Where.block(architecture.blocks().size(), "out"), mostOut);
  }

  private boolean macsFit(LayerStack stack) {
    BigInteger macs = BigInteger.ZERO;
    for (Layer layer : stack.layers()) {
      macs = macs.add(BigInteger.valueOf(layer.macs()));
    }
    if (macs.bitLength() >= Long.SIZE) {
      stopAt(
          new ArchProblem.TooLarge(
              Where.network("value"), "multiply-accumulates for one image", macs, 0, smaller()));
      return false;
    }
    return true;
  }

  private boolean fits(BigInteger count, String what, Where where, int most) {
    if (count.compareTo(MOST) > 0) {
      stopAt(new ArchProblem.TooLarge(where, what, count, most, smaller()));
      return false;
    }
    return true;
  }

  /** One cause, one problem: what stops the flow also explains what did not agree with it. */
  private void stopAt(ArchProblem problem) {
    Where where = problem.where();
    boolean width =
        problem instanceof ArchProblem.TooLarge
            && (where.part() == Where.Part.BLOCK || where.part() == Where.Part.INPUT);
    problems.removeIf(
        other ->
            other instanceof DeclarationProblem.SizeMismatch
                || (width
                    && other instanceof ArchProblem.ChannelMismatch mismatch
                    && mismatch.block() == where.number() + 1));
    problems.add(problem);
  }

  /** The input, no larger than ImageNet's. */
  private InputSpec smaller() {
    InputSpec input = architecture.input();
    return new InputSpec(
        Math.min(3, input.channels()), Math.min(224, input.height()), Math.min(224, input.width()));
  }

  private static BigInteger product(int a, int b, int c) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
  }

  private void warnOfOddHalving() {
    for (int block = 1; block < flow.size(); block++) {
      Shape before = flow.get(block - 1);
      boolean odd = before.height() % 2 == 1 || before.width() % 2 == 1;
      if (odd && architecture.blocks().get(block - 1).halves()) {
        problems.add(new ArchProblem.OddHalving(block, halvings(), flow.subList(0, block + 1)));
        return;
      }
    }
  }
}
