package io.github.vgg4j.cuda.check;

import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fills the parameters of a session as training starts with. Memory of a new session is zero, and a
 * device that multiplies zeros draws less power and runs faster than it does at work.
 */
final class StartingWeights {

  private StartingWeights() {}

  /** Of every parameter; the same seed gives the same numbers on every engine. */
  static void write(Session session, long seed) {
    List<Parameter> parameters = session.plan().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      try (Tensor values = Tensor.zeros(parameter.shape())) {
        fill(parameter, values.buffer(), new SplittableRandom(seed + i));
        session.write(parameter, values);
      }
    }
  }

  /** He et al. 2015, equation 10, as a uniform distribution of the same variance. */
  static void fill(Parameter parameter, FloatBuffer values, SplittableRandom random) {
    double bound = Math.sqrt(6.0 / parameter.fanIn());
    for (int i = 0; i < values.capacity(); i++) {
      switch (parameter.role()) {
        case CONV_WEIGHT, DENSE_WEIGHT, LOGITS_WEIGHT ->
            values.put(i, (float) ((2 * random.nextDouble() - 1) * bound));
        case NORM_SCALE, RUNNING_VARIANCE -> values.put(i, 1);
        case BIAS, NORM_SHIFT, RUNNING_MEAN -> values.put(i, 0);
      }
    }
  }
}
