package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random architectures against a second computation that shares no line with the first: it counts
 * layer after layer with plain loops. The name of a failed run shows its seed.
 */
class RandomArchitecturesTest {

  /** What the loops counted. */
  private record Count(long parameters, long macs, List<String> shapes) {}

  @RepeatedTest(value = 300, name = "seed {currentRepetition}")
  void planEqualsPlainCounting(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Architecture architecture = architecture(random);

    ArchResult result = architecture.check();

    int failing = firstBlockThatCannotHalve(architecture);
    assertEquals(failing == 0, result.plan().isPresent());
    if (failing > 0) {
      assertEquals(1, result.problems().size());
      assertEquals(Where.block(failing), result.problems().get(0).where());
    } else {
      Count count = count(architecture);
      NetworkPlan plan = result.plan().get();
      assertEquals(count.parameters(), plan.parameterCount());
      assertEquals(count.macs(), plan.macs());
      assertEquals(count.shapes(), blockShapes(plan));
      assertTrue(layersChain(plan));
      assertEquals(drops(architecture), !result.warnings().isEmpty());
    }
  }

  @RepeatedTest(value = 100, name = "seed {currentRepetition}")
  void adviceOfAnUnderflowIsTheSmallestThatWorks(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int blocks = 1 + random.nextInt(8);
    int height = 1 + random.nextInt(300);
    int width = 1 + random.nextInt(300);
    int side = 1 << blocks;

    boolean fits = plain(blocks, height, width).check().plan().isPresent();

    assertEquals(height >= side && width >= side, fits);
    assertTrue(
        plain(blocks, Math.max(height, side), Math.max(width, side)).check().plan().isPresent());
  }

  private static Architecture plain(int blocks, int height, int width) {
    Architecture.Builder builder = Architecture.builder().input(1, height, width).hidden();
    for (int block = 0; block < blocks; block++) {
      builder.block(1, 2);
    }
    return builder.build();
  }

  private static Architecture architecture(Random random) {
    int divisor = 1 + random.nextInt(3);
    Architecture.Builder builder =
        Architecture.builder()
            .input(1 + random.nextInt(4), 1 + random.nextInt(120), 1 + random.nextInt(120))
            .widthDivisor(divisor)
            .dropout(random.nextInt(3) * 0.25)
            .classes(2 + random.nextInt(20));
    int blocks = 1 + random.nextInt(5);
    for (int block = 0; block < blocks; block++) {
      builder.block(1 + random.nextInt(4), divisor * (1 + random.nextInt(30)));
    }
    builder.hidden(random.ints(random.nextInt(3), 1, 50).toArray());
    return (random.nextBoolean() ? builder.batchNorm() : builder).build();
  }

  private static int firstBlockThatCannotHalve(Architecture architecture) {
    int height = architecture.input().height();
    int width = architecture.input().width();
    for (int block = 1; block <= architecture.blocks().size(); block++) {
      if (height == 1 || width == 1) {
        return block;
      }
      height /= 2;
      width /= 2;
    }
    return 0;
  }

  private static boolean drops(Architecture architecture) {
    int multiple = 1 << architecture.blocks().size();
    return architecture.input().height() % multiple != 0
        || architecture.input().width() % multiple != 0;
  }

  private static Count count(Architecture architecture) {
    long parameters = 0;
    long macs = 0;
    List<String> shapes = new ArrayList<>();
    long channels = architecture.input().channels();
    long height = architecture.input().height();
    long width = architecture.input().width();
    for (BlockSpec block : architecture.blocks()) {
      long out = block.out() / architecture.widthDivisor();
      for (int conv = 0; conv < block.convs(); conv++) {
        parameters += out * channels * 3 * 3 + out;
        parameters += architecture.batchNorm() ? out + out : 0;
        macs += out * channels * 3 * 3 * height * width;
        channels = out;
      }
      height = height / 2;
      width = width / 2;
      shapes.add(channels + "," + height + "," + width);
    }
    long features = channels * height * width;
    for (int size : architecture.head().hidden()) {
      parameters += features * size + size;
      macs += features * size;
      features = size;
    }
    int classes = architecture.head().classes();
    return new Count(parameters + features * classes + classes, macs + features * classes, shapes);
  }

  private static List<String> blockShapes(NetworkPlan plan) {
    List<String> shapes = new ArrayList<>();
    for (int block = 1; block <= plan.blocks(); block++) {
      Shape shape = plan.endOfBlock(block).output();
      shapes.add(shape.channels() + "," + shape.height() + "," + shape.width());
    }
    return shapes;
  }

  private static boolean layersChain(NetworkPlan plan) {
    Shape flowing = plan.input();
    for (Layer layer : plan.layers()) {
      if (!layer.input().equals(flowing)) {
        return false;
      }
      flowing = layer.output();
    }
    return flowing.equals(Shape.vector(plan.classes()));
  }
}
