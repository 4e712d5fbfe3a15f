package io.github.vgg4j.train;

import io.github.vgg4j.data.Augmentation;
import io.github.vgg4j.data.Batches;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.MemoryRefusal;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains, evaluates and applies a network, under Keras's names. One loop; everything else is a
 * {@link Callback} or a value.
 *
 * <pre>{@code
 * History history = Trainer.of(net).optimizer(Sgd.of(0.05)).epochs(10).batchSize(128)
 *     .fit(train, validation);
 * }</pre>
 */
public final class Trainer {

  private final Network network;
  private @Nullable Engine engine;
  private Precision precision = Precision.F32;
  private Optimizer optimizer = Optimizer.Adam.of(0.001);
  private Gradients gradients = Gradients.AS_THEY_ARE;
  private Schedule schedule = Schedule.constant();
  private Augmentation augmentation = Augmentation.NONE;
  private int epochs = 10;
  private int batchSize = 32;
  private long seed = 42;
  private final List<Callback> callbacks = new ArrayList<>();

  private Trainer(Network network) {
    this.network = network;
  }

  /** A trainer with Keras's defaults: Adam with rate 0.001, 10 epochs, batches of 32. */
  public static Trainer of(Network network) {
    return new Trainer(network);
  }

  /** Where to run; the best engine available unless set. */
  public Trainer engine(Engine newEngine) {
    engine = newEngine;
    return this;
  }

  /** Number format of the arithmetic; float32 unless set. */
  public Trainer precision(Precision newPrecision) {
    precision = newPrecision;
    return this;
  }

  /** How weights follow gradients, and the learning rate to start from. */
  public Trainer optimizer(Optimizer newOptimizer) {
    optimizer = newOptimizer;
    return this;
  }

  /**
   * The most that the L2 norm of all gradients together may be before an update; a longer gradient
   * keeps its direction and loses length (Pascanu et al. 2013), as by PyTorch's {@code
   * clip_grad_norm_}. Nothing is clipped unless set.
   *
   * @param most above 0
   * @throws IllegalArgumentException if it is not
   */
  public Trainer clipNorm(double most) {
    gradients = gradients.clipNorm(most);
    return this;
  }

  /**
   * Batches whose mean gradient makes one update; 1 unless set. Without batch norm and dropout,
   * batches of 32 and 4 for an update move the weights as batches of 128 do, in less memory; batch
   * norm takes its statistics from each batch of 32.
   *
   * <p>Everything else goes by batches as before: the schedule, whose rate for the last batch is
   * the update's, callbacks and metrics. A smaller last batch of an epoch counts as much as the
   * others. An epoch may end between two updates, and the next goes on from there; gradients that
   * wait when the run ends are dropped.
   *
   * @param batches at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Trainer accumulate(int batches) {
    gradients = gradients.accumulation(batches);
    return this;
  }

  /** How the learning rate changes over the run. */
  public Trainer schedule(Schedule newSchedule) {
    schedule = newSchedule;
    return this;
  }

  /** Random changes to the training images. */
  public Trainer augmentation(Augmentation newAugmentation) {
    augmentation = newAugmentation;
    return this;
  }

  /** Passes over the training images, at least 1. */
  public Trainer epochs(int newEpochs) {
    if (newEpochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, but is " + newEpochs);
    }
    epochs = newEpochs;
    return this;
  }

  /** Images in a step, at least 1. */
  public Trainer batchSize(int images) {
    if (images < 1) {
      throw new IllegalArgumentException("batch size must be at least 1, but is " + images);
    }
    batchSize = images;
    return this;
  }

  /** Seed of the order of the images, of augmentation and of dropout. */
  public Trainer seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** Adds callbacks, called in this order. */
  public Trainer callbacks(Callback... more) {
    callbacks.addAll(List.of(more));
    return this;
  }

  /** Trains without validation. */
  public History fit(Dataset train) {
    return run(train, null);
  }

  /**
   * Trains the network, measuring it on other images after each epoch. Interrupting the thread ends
   * the run after the step under way.
   *
   * @return what each epoch gave; the network holds the last epoch's weights
   * @throws IllegalArgumentException if a data set does not fit the network, the batch does not fit
   *     the engine's memory, or no update would be made
   * @throws TrainingException if the loss becomes NaN, or stays at that of guessing; the network
   *     holds the weights of the last finished epoch
   */
  public History fit(Dataset train, Dataset validation) {
    return run(train, validation);
  }

  /**
   * Loss and accuracy on a data set, at inference.
   *
   * @throws IllegalArgumentException as for {@link #fit(Dataset, Dataset)}
   */
  public Evaluation evaluate(Dataset data) {
    DataCheck.check(network, data);
    try (Session session = inference()) {
      return evaluate(session, Feed.bytes(data));
    }
  }

  /**
   * The logits of every image of a data set, in its order.
   *
   * @return {@code [images, classes]}; the caller closes it
   */
  public Tensor predict(Dataset data) {
    DataCheck.check(network, data);
    int classes = network.plan().classes();
    Tensor all = Tensor.zeros(data.size(), classes);
    FloatBuffer target = all.buffer();
    try (Session session = inference();
        Batches batches = Batches.of(data, batchSize).start();
        Tensor logits = Tensor.zeros(batchSize, classes)) {
      for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) {
        session.infer(batch, logits);
        target.put(logits.buffer().limit(batch.count() * classes));
      }
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  private History run(Dataset train, @Nullable Dataset validation) {
    DataCheck.check(network, train);
    if (validation != null) {
      DataCheck.check(network, validation);
    }
    Engine chosen = engine();
    SessionSpec spec =
        SessionSpec.training(
                batchSize, precision, network.parameters().normalization(), optimizer, seed)
            .gradients(gradients);
    MemoryRefusal.check(network.name(), network.plan(), spec, chosen);
    Run run =
        new Run(
            network,
            chosen.name(),
            precision,
            epochs,
            batchSize,
            train.size(),
            validation == null ? 0 : validation.size());
    checkUpdates(run);
    callbacks.forEach(callback -> callback.onTrainBegin(run));
    List<History.Epoch> done = new ArrayList<>();
    try (Session session = chosen.open(network.plan(), spec)) {
      network.parameters().writeTo(session);
      Feed trainFeed = Feed.kept(session, train);
      Feed validationFeed = validation == null ? null : Feed.kept(session, validation);
      while (done.size() < epochs && run.stopReason().isEmpty()) {
        run.epoch(done.size() + 1);
        History.Epoch epoch = epoch(session, run, trainFeed, validationFeed);
        if (Thread.currentThread().isInterrupted()) {
          run.stop("interrupted");
          break;
        }
        done.add(epoch);
        callbacks.forEach(callback -> callback.onEpochEnd(run, epoch));
      }
    }
    History history = new History(done);
    callbacks.forEach(callback -> callback.onTrainEnd(run, history));
    return history;
  }

  private History.Epoch epoch(Session session, Run run, Feed train, @Nullable Feed validation) {
    StepResult result = new StepResult();
    long begin = System.nanoTime();
    double rate = steps(session, run, train, result);
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (Doctor.stuck(network.plan(), result.loss(), gradients.updates(session.step()))) {
      throw Doctor.stuckAdvice(session, result.loss(), rate);
    }
    network.parameters().readFrom(session);
    boolean measured = validation != null && !Thread.currentThread().isInterrupted();
    Evaluation outcome =
        measured ? evaluate(session, validation) : new Evaluation(Double.NaN, Double.NaN, 0, 0);
    return new History.Epoch(
        run.epoch(),
        result.loss(),
        result.accuracy(),
        outcome.loss(),
        outcome.accuracy(),
        rate,
        result.images(),
        seconds);
  }

  /** The steps of one epoch; returns the learning rate of the last. */
  private double steps(Session session, Run run, Feed train, StepResult result) {
    RandomStreams random = new RandomStreams(seed);
    int epoch = run.epoch() - 1;
    long total = (long) epochs * run.batchesPerEpoch();
    double rate = optimizer.learningRate();
    int number = 0;
    try (Batches batches =
        train
            .batches(batchSize)
            .shuffled(random, epoch)
            .augmented(augmentation, random, epoch)
            .start()) {
      ImageBatch batch = batches.next();
      while (batch != null && !Thread.currentThread().isInterrupted()) {
        rate = schedule.rate(optimizer.learningRate(), session.step(), total);
        session.train(batch, rate, result);
        checkLoss(session, run, rate, result);
        int done = ++number;
        callbacks.forEach(callback -> callback.onBatchEnd(run, done, result));
        batch = batches.next();
      }
    }
    session.finish();
    checkLoss(session, run, rate, result);
    return rate;
  }

  private static void checkLoss(Session session, Run run, double rate, StepResult result) {
    if (result.batches() > 0 && !Double.isFinite(result.loss())) {
      throw Doctor.diverged(session, rate, run.epoch(), result.batches());
    }
  }

  private Evaluation evaluate(Session session, Feed data) {
    StepResult result = new StepResult();
    long begin = System.nanoTime();
    try (Batches batches = data.batches(batchSize).start()) {
      for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) {
        session.evaluate(batch, result);
      }
    }
    session.finish();
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Evaluation(result.loss(), result.accuracy(), result.images(), seconds);
  }

  private Session inference() {
    SessionSpec spec = network.parameters().inference(batchSize, precision);
    Engine chosen = engine();
    MemoryRefusal.check(network.name(), network.plan(), spec, chosen);
    Session session = chosen.open(network.plan(), spec);
    network.parameters().writeTo(session);
    return session;
  }

  private Engine engine() {
    return engine == null ? Engines.auto() : engine;
  }

  private void checkUpdates(Run run) {
    long batches = (long) epochs * run.batchesPerEpoch();
    if (gradients.updates(batches) == 0) {
      throw new IllegalArgumentException(
          String.format(
              "An update waits for %d batches, but the whole run has %d, so nothing would be learned."
                  + " Accumulate at most %d, or train for more epochs.",
              gradients.accumulation(), batches, batches));
    }
  }
}
