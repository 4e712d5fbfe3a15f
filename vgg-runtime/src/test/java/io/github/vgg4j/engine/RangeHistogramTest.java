package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

final class RangeHistogramTest {

  @Test
  void theLargestNumberIsKeptExactly() {
    RangeHistogram histogram = new RangeHistogram();
    histogram.add(FloatBuffer.wrap(new float[] {0.001f, 3.3f, -7, 0, Float.NaN}));
    histogram.add(FloatBuffer.wrap(new float[] {2, 3.25f}));
    assertEquals(3.3f, histogram.range(RangeRule.LARGEST));
  }

  @Test
  void onlyWhatLiesBetweenPositionAndLimitCounts() {
    RangeHistogram histogram = new RangeHistogram();
    histogram.add(FloatBuffer.wrap(new float[] {9, 1, 2, 9}).position(1).limit(3));
    assertEquals(2f, histogram.range(RangeRule.LARGEST));
  }

  @Test
  void oneInTenThousandLiesBeyondThePercentile() {
    RangeHistogram histogram = new RangeHistogram();
    float[] numbers = new float[100_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i < 99_990 ? 1 + i / 99_990f : 1000;
    }
    histogram.add(FloatBuffer.wrap(numbers));
    assertEquals(2, histogram.range(RangeRule.PERCENTILE), 0.15);
  }

  /**
   * N numbers below 1 and one of 100: the error {@code N r^2 / (12 * 255^2) + (100 - r)^2} is least
   * at {@code r = 100 / (1 + N / 780300)}.
   */
  @Test
  void leastSquaresWeighRoundingAgainstCutting() {
    RangeHistogram histogram = new RangeHistogram();
    FloatBuffer small = FloatBuffer.allocate(78_030);
    for (int i = 0; i < small.capacity(); i++) {
      small.put(i, (i + 1f) / small.capacity());
    }
    histogram.add(small);
    histogram.add(FloatBuffer.wrap(new float[] {100}));
    assertEquals(90.91, histogram.range(RangeRule.LEAST_SQUARES), 0.05);
    for (int i = 1; i < 10; i++) {
      histogram.add(small);
    }
    assertEquals(50, histogram.range(RangeRule.LEAST_SQUARES), 0.05);
  }

  @Test
  void aLayerThatIsAlwaysZeroHasSomeRange() {
    RangeHistogram histogram = new RangeHistogram();
    histogram.add(FloatBuffer.wrap(new float[] {0, 0}));
    for (RangeRule rule : RangeRule.values()) {
      assertEquals(1, histogram.range(rule));
    }
  }
}
