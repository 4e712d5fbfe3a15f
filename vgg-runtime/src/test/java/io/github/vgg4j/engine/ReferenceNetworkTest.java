package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The float64 reference itself: its gradients are the slopes of its loss. */
final class ReferenceNetworkTest {

  private static final double STEP = 1e-6;

  static java.util.stream.Stream<NetworkPlan> plans() {
    return EngineConformance.plans();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void gradientsAgreeWithFiniteDifferences(NetworkPlan plan) {
    ReferenceNetwork reference = new ReferenceNetwork(plan, 5);
    Random random = new Random(5);
    for (Parameter parameter : plan.parameters()) {
      double[] values = reference.value(parameter.name());
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5 + random.nextDouble() * (parameter.fanIn() > 1 ? -1 : 0.3);
      }
    }
    double[] input = random.doubles(4 * plan.input().elements(), -1, 1).toArray();
    int[] labels = {0, 1, 2, 1};
    reference.forward(input, 4, true);
    reference.backward(labels);
    for (Parameter parameter : plan.parameters()) {
      for (int tries = 0; parameter.trainable() && tries < 10; tries++) {
        double[] values = reference.value(parameter.name());
        int i = random.nextInt(values.length);
        double slope = slope(reference, values, i, input, labels);
        assertEquals(
            slope, reference.gradient(parameter.name())[i], 1e-6, parameter.name() + "[" + i + "]");
      }
    }
  }

  private static double slope(
      ReferenceNetwork reference, double[] values, int i, double[] input, int[] labels) {
    double value = values[i];
    values[i] = value + STEP;
    reference.forward(input, 4, true);
    double above = reference.loss(labels);
    values[i] = value - STEP;
    reference.forward(input, 4, true);
    double below = reference.loss(labels);
    values[i] = value;
    return (above - below) / (2 * STEP);
  }
}
