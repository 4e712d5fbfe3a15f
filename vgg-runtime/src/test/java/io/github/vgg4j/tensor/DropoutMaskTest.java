package io.github.vgg4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.tensor.RandomStreams.Purpose;
import java.nio.FloatBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mask is what its description says, number by number. */
class DropoutMaskTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 42, 5, 0",
    "511, 0.5, 42, 5, 1",
    "513, 0.1, -7, 0, 3000000000",
    "5000, 0.9, 9223372036854775807, 17, 12",
    "64, 0, 3, 2, 1"
  })
  void everyNumberIsDecidedByItsOwnRandomInt(
      int count, double rate, long seed, int layer, long step) {
    RandomStreams random = new RandomStreams(seed);
    FloatBuffer mask = FloatBuffer.allocate(count + 1);
    mask.put(count, 77);

    new DropoutMask(random, layer, rate).fill(step, mask, count);

    int[] four = new int[4];
    for (int i = 0; i < count; i++) {
      random.draw(Purpose.DROPOUT, layer, (step << 32) + i / 4, four);
      boolean dropped = RandomStreams.unit(four[i % 4]) < (float) rate;
      assertEquals(dropped ? 0 : (float) (1 / (1 - rate)), mask.get(i), "number " + i);
    }
    assertEquals(77, mask.get(count));
  }
}
