package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** When an engine's numbers count as those of the reference. */
public interface Closeness {

  /**
   * Fails where an array is not close.
   *
   * @param tiny a difference that never matters
   */
  void check(double[] expected, float[] actual, String what, double tiny);

  /** Each number differs by no more than a share of the largest: for float32. */
  static Closeness everywhere(double share) {
    return (expected, actual, what, tiny) -> {
      double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
      double allowed = Math.max(tiny, share * largest);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], allowed, what + "[" + i + "]");
      }
    };
  }

  /**
   * The differences' root mean square is no more than a share of the numbers': for formats so
   * coarse that a ReLU or a maximum falls the other way now and then, which moves single numbers
   * far.
   *
   * @param never a difference that never matters, in place of the one for float32
   */
  static Closeness onAverage(double share, double never) {
    return (expected, actual, what, tiny) -> {
      double numbers = 0;
      double differences = 0;
      for (int i = 0; i < expected.length; i++) {
        numbers += expected[i] * expected[i];
        differences += (expected[i] - actual[i]) * (expected[i] - actual[i]);
      }
      double allowed = never + share * Math.sqrt(numbers / expected.length);
      double difference = Math.sqrt(differences / expected.length);
      assertTrue(
          difference <= allowed,
          () -> what + " differs by " + difference + ", more than " + allowed);
    };
  }
}
