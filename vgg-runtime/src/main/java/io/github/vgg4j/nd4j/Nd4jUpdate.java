package io.github.vgg4j.nd4j;

import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What becomes of the gradients of a training step, in ND4J's vector operations over all parameters
 * at once: they wait for an update, or the optimizer's step is made, with their mean, clipped.
 */
final class Nd4jUpdate {

  private final Optimizer optimizer;
  private final Gradients rule;
  private final Nd4jWeights weights;
  private final Level1 blas = Nd4j.getBlasWrapper().level1();
  private int waiting;

  Nd4jUpdate(Optimizer optimizer, Gradients rule, Nd4jWeights weights) {
    this.optimizer = optimizer;
    this.rule = rule;
    this.weights = weights;
  }

  /**
   * Takes the gradients of a training step, which it may overwrite: keeps them for later, or moves
   * the parameters.
   *
   * @param step training steps done before this one
   */
  void take(double learningRate, long step) {
    if (rule.updatesAt(step)) {
      averageAndClip();
      apply(learningRate, rule.updates(step));
    } else {
      keep();
    }
  }

  /** Drops the gradients that wait for an update. */
  void clear() {
    waiting = 0;
  }

  private void keep() {
    if (waiting == 0) {
      blas.copy(weights.gradients(), weights.gradientSum());
    } else {
      add(1, weights.gradients(), weights.gradientSum());
    }
    waiting++;
  }

  private void averageAndClip() {
    INDArray gradients = weights.gradients();
    if (waiting > 0) {
      add(1, weights.gradientSum(), gradients);
    }
    double factor = 1.0 / (waiting + 1);
    if (rule.clips()) {
      factor *= rule.clipScale(factor * blas.nrm2(gradients));
    }
    if (factor != 1) {
      scale(gradients, factor);
    }
    waiting = 0;
  }

  private void apply(double learningRate, long updatesDone) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      sgd(sgd, learningRate);
    } else if (optimizer instanceof Optimizer.Adam adam) {
      decayGradient(adam.weightDecay());
      adam(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, updatesDone);
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      if (adam.weightDecay() > 0) {
        scale(weights.values(), 1 - learningRate * adam.weightDecay());
      }
      adam(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, updatesDone);
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
  private void adam(
      double beta1, double beta2, double epsilon, double learningRate, long updatesDone) {
    double correction = Math.sqrt(1 - Math.pow((float) beta2, updatesDone + 1.0));
    INDArray gradients = weights.gradients();
    INDArray second = weights.slot(1);
    INDArray first = weights.slot(0);
    try (Nd4jCall updater =
        Nd4jCall.of(
                "adam_updater", Nd4jCall.inputs(gradients, second, first), gradients, second, first)
            .reals(learningRate, beta1, beta2, epsilon * correction)
            .integers(updatesDone)) {
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
