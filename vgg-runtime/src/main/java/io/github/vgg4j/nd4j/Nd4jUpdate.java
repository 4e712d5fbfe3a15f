package io.github.vgg4j.nd4j;

import io.github.vgg4j.engine.Optimizer;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One optimizer's step over all parameters at once, in ND4J's vector operations. */
final class Nd4jUpdate {

  private final Optimizer optimizer;
  private final Nd4jWeights weights;
  private final Level1 blas = Nd4j.getBlasWrapper().level1();

  Nd4jUpdate(Optimizer optimizer, Nd4jWeights weights) {
    this.optimizer = optimizer;
    this.weights = weights;
  }

  /**
   * Moves the parameters along the gradients, which it may overwrite.
   *
   * @param step training steps done before this one
   */
  void apply(double learningRate, long step) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      sgd(sgd, learningRate);
    } else if (optimizer instanceof Optimizer.Adam adam) {
      decayGradient(adam.weightDecay());
      adam(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, step);
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      if (adam.weightDecay() > 0) {
        scale(weights.values(), 1 - learningRate * adam.weightDecay());
      }
      adam(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, step);
    }
  }

  private void sgd(Optimizer.Sgd sgd, double learningRate) {
    decayGradient(sgd.weightDecay());
    if (sgd.momentum() == 0) {
      add(-learningRate, weights.gradients(), weights.values());
      return;
    }
    INDArray velocity = weights.slot(0);
    scale(velocity, sgd.momentum());
    add(1, weights.gradients(), velocity);
    if (sgd.kind() == Optimizer.Momentum.NESTEROV) {
      add(-learningRate, weights.gradients(), weights.values());
      add(-learningRate * sgd.momentum(), velocity, weights.values());
    } else {
      add(-learningRate, velocity, weights.values());
    }
  }

  /**
   * ND4J's updater divides by {@code sqrt(v) + epsilon} and scales the rate by {@code sqrt(1 -
   * beta2^t) / (1 - beta1^t)}; with epsilon scaled by the same root this is Adam as the paper's
   * algorithm 1 and PyTorch have it, epsilon added after the correction.
   */
  private void adam(double beta1, double beta2, double epsilon, double learningRate, long step) {
    double correction = Math.sqrt(1 - Math.pow((float) beta2, step + 1.0));
    INDArray gradients = weights.gradients();
    INDArray second = weights.slot(1);
    INDArray first = weights.slot(0);
    try (Nd4jCall updater =
        Nd4jCall.of(
                "adam_updater", Nd4jCall.inputs(gradients, second, first), gradients, second, first)
            .reals(learningRate, beta1, beta2, epsilon * correction)
            .integers(step)) {
      updater.run();
    }
    add(-1, gradients, weights.values());
  }

  private void decayGradient(double weightDecay) {
    if (weightDecay > 0) {
      add(weightDecay, weights.values(), weights.gradients());
    }
  }

  private void add(double factor, INDArray from, INDArray to) {
    blas.axpy(to.length(), factor, from, to);
  }

  private void scale(INDArray array, double factor) {
    blas.scal(array.length(), factor, array);
  }
}
