package io.github.vgg4j.engine;

/**
 * Hyper-parameters of an optimizer, as PyTorch names and applies them; the engines do the
 * arithmetic. The learning rate of a step comes with the step; the one here is where it starts.
 */
public sealed interface Optimizer {

  /** Learning rate to start from, above 0. */
  double learningRate();

  /** Short name: {@code sgd}, {@code adam}, {@code adamw}. */
  String name();

  /** Arrays of a parameter's size that it keeps beside each parameter. */
  int slots();

  /** How momentum is applied. */
  enum Momentum {
    /** {@code v = momentum * v + g; w -= lr * v} (Polyak 1964). */
    CLASSICAL,
    /** {@code v = momentum * v + g; w -= lr * (g + momentum * v)} (Sutskever et al. 2013). */
    NESTEROV
  }

  /**
   * Stochastic gradient descent: {@code g = gradient + weightDecay * w}, then as {@link Momentum}.
   *
   * @param learningRate above 0
   * @param momentum in [0, 1)
   * @param kind how momentum is applied
   * @param weightDecay at least 0
   */
  record Sgd(double learningRate, double momentum, Momentum kind, double weightDecay)
      implements Optimizer {

    public Sgd {
      check(learningRate, weightDecay);
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException("momentum must be in [0, 1), but is " + momentum);
      }
    }

    /** Plain SGD. */
    public static Sgd of(double learningRate) {
      return new Sgd(learningRate, 0, Momentum.CLASSICAL, 0);
    }

    public Sgd momentum(double newMomentum) {
      return new Sgd(learningRate, newMomentum, kind, weightDecay);
    }

    public Sgd nesterov() {
      return new Sgd(learningRate, momentum, Momentum.NESTEROV, weightDecay);
    }

    public Sgd weightDecay(double newWeightDecay) {
      return new Sgd(learningRate, momentum, kind, newWeightDecay);
    }

    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public int slots() {
      return momentum == 0 ? 0 : 1;
    }
  }

  /**
   * Adam (Kingma and Ba 2015, algorithm 1, with bias correction); weight decay is added to the
   * gradient.
   *
   * @param learningRate above 0
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon above 0, added to the root of the corrected second moment
   * @param weightDecay at least 0
   */
  record Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {

    public Adam {
      check(learningRate, weightDecay);
      checkMoments(beta1, beta2, epsilon);
    }

    /** Adam with beta 0.9 and 0.999, epsilon 1e-8. */
    public static Adam of(double learningRate) {
      return new Adam(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    public Adam weightDecay(double newWeightDecay) {
      return new Adam(learningRate, beta1, beta2, epsilon, newWeightDecay);
    }

    @Override
    public String name() {
      return "adam";
    }

    @Override
    public int slots() {
      return 2;
    }
  }

  /**
   * Adam with decoupled weight decay, {@code w -= lr * weightDecay * w} before the step (Loshchilov
   * and Hutter 2019, algorithm 2).
   *
   * @param learningRate above 0
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon above 0
   * @param weightDecay at least 0
   */
  record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {

    public AdamW {
      check(learningRate, weightDecay);
      checkMoments(beta1, beta2, epsilon);
    }

    /** AdamW with beta 0.9 and 0.999, epsilon 1e-8, weight decay 0.01. */
    public static AdamW of(double learningRate) {
      return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01);
    }

    public AdamW weightDecay(double newWeightDecay) {
      return new AdamW(learningRate, beta1, beta2, epsilon, newWeightDecay);
    }

    @Override
    public String name() {
      return "adamw";
    }

    @Override
    public int slots() {
      return 2;
    }
  }

  private static void check(double learningRate, double weightDecay) {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("learning rate must be above 0, but is " + learningRate);
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException("weight decay must be at least 0, but is " + weightDecay);
    }
  }

  private static void checkMoments(double beta1, double beta2, double epsilon) {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "betas must be in [0, 1), but are " + beta1 + " and " + beta2);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be above 0, but is " + epsilon);
    }
  }
}
