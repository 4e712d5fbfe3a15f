package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.ImageSet;
import io.github.vgg4j.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan at work on a GPU: everything is chosen when it opens, a step is one launch. */
final class CudaSession implements Session {

  private final Gpu gpu;
  private final NetworkPlan plan;
  private final SessionSpec spec;
  private final Blocks blocks;
  private final Weights weights;
  private final Control control;
  private final @Nullable Update update;
  private final Programs programs;
  private final ImageInput images;
  private final Outcomes outcomes;
  private long step;

  /**
   * Builds everything; what it took so far is given back where that fails.
   *
   * @param gpu closed with the session, or when this fails
   */
  static CudaSession open(Gpu gpu, NetworkPlan plan, SessionSpec spec) {
    Blocks blocks = new Blocks(gpu);
    try {
      return new CudaSession(gpu, blocks, plan, spec);
    } catch (RuntimeException | Error e) {
      closeAfter(e, blocks, gpu);
      throw e;
    }
  }

  private CudaSession(Gpu gpu, Blocks blocks, NetworkPlan plan, SessionSpec spec) {
    this.gpu = gpu;
    this.plan = plan;
    this.spec = spec;
    this.blocks = blocks;
    Format format = Format.of(spec.precision());
    Optimizer optimizer = spec.optimizer();
    int slots = optimizer == null ? -1 : optimizer.slots();
    this.weights = new Weights(gpu, blocks, plan, format.type(), slots);
    this.control = new Control(gpu, blocks, spec.batchSize());
    this.update =
        optimizer == null ? null : new Update(gpu, blocks, weights, control, spec, optimizer);
    this.programs =
        new Programs(
            gpu,
            blocks,
            plan,
            weights,
            control,
            format,
            spec,
            update == null ? List.of() : update.moving());
    this.images =
        new ImageInput(
            gpu, blocks, plan.input(), format.type(), spec.batchSize(), spec.normalization());
    this.outcomes = new Outcomes(gpu, control.result());
    // The program for full batches takes the arena that all others fit into.
    programs.of(optimizer == null ? Use.INFERENCE : Use.TRAINING, spec.batchSize());
  }

  @Override
  public NetworkPlan plan() {
    return plan;
  }

  @Override
  public SessionSpec spec() {
    return spec;
  }

  @Override
  public void write(Parameter parameter, Tensor values) {
    weights.write(parameter, values);
  }

  @Override
  public void read(Parameter parameter, Tensor into) {
    weights.read(parameter, into);
  }

  @Override
  public void writeSlot(Parameter parameter, int slot, Tensor values) {
    weights.writeSlot(parameter, slot, values);
  }

  @Override
  public void readSlot(Parameter parameter, int slot, Tensor into) {
    weights.readSlot(parameter, slot, into);
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public void step(long stepsDone) {
    step = stepsDone;
    if (update != null) {
      update.clear();
    }
  }

  @Override
  public boolean keep(ImageSet set) {
    return images.keep(set);
  }

  @Override
  public void train(ImageBatch batch, double learningRate, StepResult result) {
    if (update == null) {
      throw new IllegalStateException("This session was opened for inference; open it to train");
    }
    Program program = programs.of(Use.TRAINING, checked(batch.count()));
    control.labels(batch.labels(), batch.count(), plan.classes()).stepsDone(step);
    update.set(control, learningRate, step);
    control.send();
    images.load(batch, program);
    weights.freshen(program.foldings());
    if (update.movesAt(step)) {
      program.runWithUpdate();
    } else {
      program.run();
      update.keeping().forEach(Gpu.Prepared::run);
    }
    update.ran(step);
    weights.changed();
    outcomes.ask(result, batch.count());
    step++;
  }

  @Override
  public void evaluate(ImageBatch batch, StepResult result) {
    Program program = programs.of(Use.EVALUATION, checked(batch.count()));
    control.labels(batch.labels(), batch.count(), plan.classes()).send();
    images.load(batch, program);
    weights.freshen(program.foldings());
    program.run();
    outcomes.ask(result, batch.count());
  }

  @Override
  public void finish() {
    outcomes.finish();
  }

  @Override
  public void infer(ImageBatch batch, Tensor logits) {
    Program program = programs.of(Use.INFERENCE, room(checked(batch.count())));
    images.load(batch, program);
    weights.freshen(program.foldings());
    program.run();
    copyOut(program, batch.count(), plan.classes(), logits);
  }

  @Override
  public void infer(Tensor input, Layer first, Layer last, Tensor output) {
    int count = checked(input.size(0));
    Program program =
        programs.of(
            Use.INFERENCE_OF_NUMBERS,
            room(count),
            plan.layers().indexOf(first),
            plan.layers().indexOf(last));
    gpu.write(
        program.input().part(0, count * first.input().elements() * Float.BYTES), input.pointer());
    weights.freshen(program.foldings());
    program.run();
    copyOut(program, count, last.output().elements(), output);
  }

  @Override
  public List<StepTime> profile(ImageBatch batch, int steps) {
    Program program = loaded(batch);
    List<StepTime> times = new Profile(gpu, steps).times(program, update);
    weights.changed();
    return times;
  }

  /** Times whole steps as {@link #profile} times their parts. */
  Profile.Whole whole(ImageBatch batch, int steps) {
    Program program = loaded(batch);
    Profile.Whole whole = new Profile(gpu, steps).whole(program, update);
    weights.changed();
    return whole;
  }

  /** The program that a profile measures, which ran over a batch. */
  private Program loaded(ImageBatch batch) {
    Program program =
        programs.of(update == null ? Use.INFERENCE : Use.TRAINING, checked(batch.count()));
    control.labels(batch.labels(), batch.count(), plan.classes()).stepsDone(step);
    if (update != null) {
      update.clear();
      update.set(control, spec.optimizer().learningRate(), step);
    }
    control.send();
    images.load(batch, program);
    weights.freshen(program.foldings());
    program.run();
    return program;
  }

  @Override
  public long deviceBytes() {
    return blocks.bytes() + gpu.scratchBytes();
  }

  @Override
  public void close() {
    try {
      control.close();
      images.close();
      blocks.close();
    } finally {
      gpu.close();
    }
  }

  private void copyOut(Program program, int count, long numbersPerImage, Tensor to) {
    Place part = program.output().part(0, count * numbersPerImage * Float.BYTES);
    gpu.read(to.pointer(), part);
  }

  /**
   * Images that a program computes for so many: at inference images do not depend on each other, so
   * a few sizes serve all.
   */
  private int room(int count) {
    int powerOfTwo = Integer.highestOneBit(Math.max(1, 2 * count - 1));
    return Math.min(spec.batchSize(), powerOfTwo);
  }

  private int checked(int count) {
    if (count < 1 || count > spec.batchSize()) {
      throw new IllegalArgumentException(
          "A batch of " + count + " images does not fit a session for 1 to " + spec.batchSize());
    }
    return count;
  }

  private static void closeAfter(Throwable cause, Blocks blocks, Gpu gpu) {
    try {
      blocks.close();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
    try {
      gpu.close();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
