package io.github.vgg4j.train;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;

/** Notices that a run learns nothing or blew up, and finds the layer to blame. */
final class Doctor {

  /** A loss this close to that of guessing, relative to it, is no better than guessing. */
  private static final double STUCK = 0.003;

  /** Updates before a run may be called stuck; a plain VGG can need some hundred to get going. */
  private static final long PATIENCE = 1000;

  private Doctor() {}

  /** The error for a loss that is not a number any more. */
  static TrainingException diverged(Session session, double learningRate, int epoch, int batch) {
    return new TrainingException(
        "The loss became NaN in epoch "
            + epoch
            + ", batch "
            + batch
            + "; the first layer with numbers beyond float32 is "
            + firstBroken(session)
            + ". Lower the learning rate, now "
            + learningRate
            + ", to a tenth, or use batch norm. The network keeps the weights of epoch "
            + (epoch - 1)
            + ".");
  }

  /** Whether an epoch's loss says that the network only guesses. */
  static boolean stuck(NetworkPlan plan, double loss, long updates) {
    double guessing = Math.log(plan.classes());
    return updates >= PATIENCE && Math.abs(loss - guessing) < STUCK * guessing;
  }

  /** The error for a run whose loss stays at that of guessing. */
  static TrainingException stuckAdvice(Session session, double loss, double learningRate) {
    NetworkPlan plan = session.plan();
    return new TrainingException(
        String.format(
            "The loss stays at %.4f, which is ln(%d): the network only guesses. The signal is"
                + " weakest in %s. Use batch norm, another learning rate than %s, or another"
                + " initialization or seed.",
            loss, plan.classes(), weakest(session), learningRate));
  }

  private static String firstBroken(Session session) {
    for (Layer layer : session.plan().layers()) {
      for (Parameter parameter : layer.parameters()) {
        try (Tensor values = Tensor.zeros(parameter.shape())) {
          session.read(parameter, values);
          if (!finite(values.buffer())) {
            return layer.name() + " (" + parameter.name() + ")";
          }
        }
      }
    }
    return session.plan().layers().get(session.plan().layers().size() - 1).name() + " (its output)";
  }

  /** The layer whose output varies least over its numbers, for an image that is a ramp. */
  private static String weakest(Session session) {
    NetworkPlan plan = session.plan();
    int pixels = Math.toIntExact(plan.input().elements());
    String weakest = "";
    double smallest = Double.POSITIVE_INFINITY;
    try (Tensor images = probe(plan, pixels)) {
      for (Layer layer : plan.layers()) {
        if (layer.parameters().isEmpty()) {
          continue;
        }
        int elements = Math.toIntExact(layer.output().elements());
        try (Tensor output = Tensor.zeros(1, elements)) {
          session.infer(images, plan.layers().get(0), layer, output);
          double spread = spread(output.buffer());
          if (spread < smallest) {
            smallest = spread;
            weakest = layer.name();
          }
        }
      }
    }
    return weakest;
  }

  /** One image, a ramp from 0 to 1. */
  private static Tensor probe(NetworkPlan plan, int pixels) {
    Tensor image =
        Tensor.zeros(1, plan.input().channels(), plan.input().height(), plan.input().width());
    FloatBuffer numbers = image.buffer();
    for (int i = 0; i < pixels; i++) {
      numbers.put(i, (float) i / pixels);
    }
    return image;
  }

  private static double spread(FloatBuffer numbers) {
    double sum = 0;
    double squares = 0;
    int count = numbers.remaining();
    for (int i = 0; i < count; i++) {
      sum += numbers.get(i);
      squares += (double) numbers.get(i) * numbers.get(i);
    }
    return Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count)));
  }

  private static boolean finite(FloatBuffer numbers) {
    for (int i = 0; i < numbers.limit(); i++) {
      if (!Float.isFinite(numbers.get(i))) {
        return false;
      }
    }
    return true;
  }
}
