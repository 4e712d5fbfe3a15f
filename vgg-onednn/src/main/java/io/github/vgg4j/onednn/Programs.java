package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.onednn.Kernels.Use;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The programs of a session, made when first asked for: one for each use, number of images and
 * range of layers. They never run at the same time, so they share one arena.
 */
final class Programs implements AutoCloseable {

  /** Programs kept: full and last partial batch, for training and inference, and a few more. */
  private static final int MOST_PROGRAMS = 8;

  private record Key(Use use, int images, int first, int last) {

    /** By hand, as the next: Java links what it makes for records when it first runs, too late. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.use == use
          && key.images == images
          && key.first == first
          && key.last == last;
    }

    @Override
    public int hashCode() {
      return 31 * (31 * (31 * use.ordinal() + images) + first) + last;
    }
  }

  private final NetworkPlan plan;
  private final WeightStore weights;
  private final dnnl_stream stream;
  private final NumberType type;
  private final boolean folds;
  private final RandomStreams random;
  private final LongSupplier stepsDone;
  private final @Nullable Int8 int8;
  private final Map<Key, Bound> programs = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Arena> arenas = new ArrayList<>();

  Programs(
      NetworkPlan plan,
      WeightStore weights,
      dnnl_stream stream,
      NumberType type,
      boolean folds,
      RandomStreams random,
      LongSupplier stepsDone,
      @Nullable Int8 int8) {
    this.plan = plan;
    this.weights = weights;
    this.stream = stream;
    this.type = type;
    this.folds = folds;
    this.random = random;
    this.stepsDone = stepsDone;
    this.int8 = int8;
  }

  /** A program with its buffers. */
  final class Bound {
    private final Program program;
    private final int forwardSteps;
    private final long constantBytes;
    private final Value inputValue;
    private final Value outputValue;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final @Nullable FloatBuffer outputGradient;

    Bound(Program program, StepBuilder.Recorded recorded) {
      this.program = program;
      this.forwardSteps = recorded.forwardSteps();
      this.constantBytes = recorded.recorder().constantBytes();
      this.inputValue = recorded.input();
      this.outputValue = recorded.output();
      this.input = inputValue.floats();
      this.output = outputValue.floats();
      Value gradient = recorded.outputGradient();
      this.outputGradient = gradient == null ? null : gradient.floats();
    }

    /** Where the input goes before {@link #forward}. */
    FloatBuffer input() {
      return input;
    }

    /** The last layer's output, after {@link #forward}. */
    FloatBuffer output() {
      return output;
    }

    /** Where the gradient of the output goes before {@link #backward}. */
    FloatBuffer outputGradient() {
      if (outputGradient == null) {
        throw new IllegalStateException("This program has no way back");
      }
      return outputGradient;
    }

    void copyInput(Tensor from) {
      Pointer.memcpy(inputValue.address(), from.pointer(), inputValue.layout().bytes());
    }

    void copyOutput(Tensor to) {
      Pointer.memcpy(to.pointer(), outputValue.address(), outputValue.layout().bytes());
    }

    void forward() {
      weights.freshen(program);
      program.run(0, forwardSteps);
    }

    void backward() {
      program.run(forwardSteps, program.size());
    }

    Program program() {
      return program;
    }

    int forwardSteps() {
      return forwardSteps;
    }

    long constantBytes() {
      return constantBytes;
    }
  }

  /** The program for layers {@code first} to {@code last}. */
  Bound of(Use use, int images, int first, int last) {
    Key key = new Key(use, images, first, last);
    Bound known = programs.get(key);
    if (known != null) {
      return known;
    }
    if (programs.size() == MOST_PROGRAMS) {
      Key eldest = programs.keySet().iterator().next();
      programs.remove(eldest).program().close();
    }
    Bound made = make(key);
    programs.put(key, made);
    return made;
  }

  long bytes() {
    long constants = programs.values().stream().mapToLong(Bound::constantBytes).sum();
    return constants + arenas.stream().mapToLong(Arena::bytes).sum();
  }

  @Override
  public void close() {
    programs.values().forEach(bound -> bound.program().close());
    programs.clear();
    arenas.forEach(Arena::close);
    arenas.clear();
  }

  private Bound make(Key key) {
    Natives natives = new Natives();
    try {
      Recorder recorder = new Recorder();
      StepContext context =
          new StepContext(
              natives,
              new Kernels(natives),
              recorder,
              weights,
              key.use(),
              key.images(),
              type,
              folds,
              random,
              stepsDone,
              int8);
      StepBuilder.Recorded recorded = StepBuilder.record(context, plan, key.first(), key.last());
      if (!weights.isPlaced()) {
        weights.place();
      }
      Arena arena = arena(ArenaLayout.place(recorder.storages()));
      recorder.storages().forEach(storage -> storage.bind(arena.start()));
      return new Bound(new Program(natives, stream, recorder.entries()), recorded);
    } catch (RuntimeException | Error e) {
      natives.close();
      throw e;
    }
  }

  private Arena arena(long bytes) {
    for (Arena arena : arenas) {
      if (arena.bytes() >= bytes) {
        return arena;
      }
    }
    Arena arena = new Arena(bytes);
    arenas.add(arena);
    return arena;
  }
}
