package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.engine.SessionSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The programs of a session, made when first asked for: one for each use, number of images and
 * range of layers. They never run at the same time, so they share an arena.
 */
final class Programs {

  /** Programs kept: full and last partial batch, for training and evaluation, and a few more. */
  private static final int MOST_PROGRAMS = 12;

  private record Key(Use use, int images, int first, int last) {}

  private final Gpu gpu;
  private final Blocks blocks;
  private final NetworkPlan plan;
  private final Weights weights;
  private final Control control;
  private final Format format;
  private final SessionSpec spec;
  private final List<Gpu.Prepared> update;
  private final Map<Key, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Block> arenas = new ArrayList<>();

  /**
   * None yet.
   *
   * @param spec whose batches are worth the search for the fastest kernels
   * @param update what follows a training step; empty at inference
   */
  Programs(
      Gpu gpu,
      Blocks blocks,
      NetworkPlan plan,
      Weights weights,
      Control control,
      Format format,
      SessionSpec spec,
      List<Gpu.Prepared> update) {
    this.gpu = gpu;
    this.blocks = blocks;
    this.plan = plan;
    this.weights = weights;
    this.control = control;
    this.format = format;
    this.spec = spec;
    this.update = List.copyOf(update);
  }

  /** The program for the whole plan. */
  Program of(Use use, int images) {
    return of(use, images, 0, plan.layers().size() - 1);
  }

  /** The program for layers {@code first} to {@code last}. */
  Program of(Use use, int images, int first, int last) {
    Key key = new Key(use, images, first, last);
    Program known = programs.get(key);
    if (known != null) {
      return known;
    }
    if (programs.size() == MOST_PROGRAMS) {
      programs.remove(programs.keySet().iterator().next());
    }
    Program made = make(key);
    programs.put(key, made);
    return made;
  }

  private Program make(Key key) {
    StepContext context =
        new StepContext(weights, key.use(), key.images(), format, spec.seed(), control.step());
    StepBuilder.Recorded ends = record(context, key);
    List<Memory> memories = context.recorder().memories();
    Block arena = arena(ArenaLayout.place(memories));
    memories.stream().filter(Memory::isUsed).forEach(memory -> memory.bind(arena));
    return new Program(
        gpu, context, ends, effort(key), key.use() == Use.TRAINING ? update : List.of());
  }

  /** The last batch of a pass comes once an epoch: to search would take longer than it gains. */
  private Effort effort(Key key) {
    boolean partial = key.images() < spec.batchSize();
    return partial && (key.use() == Use.TRAINING || key.use() == Use.EVALUATION)
        ? Effort.QUICK
        : Effort.BEST;
  }

  private StepBuilder.Recorded record(StepContext context, Key key) {
    return switch (key.use()) {
      case TRAINING -> StepBuilder.training(context, plan, control.labels(), control.result());
      case EVALUATION -> StepBuilder.evaluation(context, plan, control.labels(), control.result());
      case INFERENCE ->
          StepBuilder.inference(context, plan, key.first(), key.last(), StepBuilder.Input.MAPS);
      case INFERENCE_OF_NUMBERS ->
          StepBuilder.inference(context, plan, key.first(), key.last(), StepBuilder.Input.NUMBERS);
    };
  }

  /** The first arena that is large enough; programs that were bound to a smaller one keep it. */
  private Block arena(long bytes) {
    for (Block arena : arenas) {
      if (arena.bytes() >= bytes) {
        return arena;
      }
    }
    Block arena = blocks.take(bytes);
    arenas.add(arena);
    return arena;
  }
}
