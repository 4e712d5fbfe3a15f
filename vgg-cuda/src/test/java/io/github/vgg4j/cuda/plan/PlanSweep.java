package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.cuda.plan.Convolution.Math;
import io.github.vgg4j.cuda.plan.Convolution.Work;
import io.github.vgg4j.cuda.plan.LayerShape.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Asks cuDNN for the first plan under the rules, for every layer of every network, and prints a
 * line for each. A precompiled engine's plan is made; a runtime-compiled one's, which takes
 * seconds, only where {@code make} says so.
 */
final class PlanSweep {

  private static final int[] BATCHES = {1, 3, 64, 128};
  private static final int SLOW_BATCH = 64;

  /** Which runtime-compiled plans are made. */
  enum Make {
    /** None but those that {@link PlanProbe} makes. */
    TRUST,
    /** All of them, for half an hour and more. */
    ALL
  }

  private final Target target;
  private final Make make;
  private final long workspaceBytes;

  PlanSweep(Target target, Make make, long workspaceBytes) {
    this.target = target;
    this.make = make;
    this.workspaceBytes = workspaceBytes;
  }

  /**
   * Every layer, batch, format and work. The heuristics take a hundred times as long for the sum of
   * an input gradient as for all else, so that one comes with one batch only, unless all is made.
   */
  static List<Convolution> all(Make make) {
    List<Convolution> all = new ArrayList<>();
    for (LayerShape shape : LayerShape.all()) {
      for (int images : BATCHES) {
        for (Format format : Format.values()) {
          for (Work work : Work.values()) {
            // For float32 maps that is the filter gradient once more.
            boolean again = work == Work.FILTER_GRADIENT_F32 && format != Format.BF16;
            boolean slow = work == Work.INPUT_GRADIENT_RELU_BIAS && images != SLOW_BATCH;
            if (!again && (!slow || make == Make.ALL)) {
              all.add(shape.convolution(work, format, images));
            }
          }
        }
      }
    }
    return all;
  }

  /** A line for each of {@link #all(Make)}. */
  void print(Consumer<String> to) {
    Map<Convolution, List<Convolution>> ofGraph = new LinkedHashMap<>();
    for (Convolution convolution : all(make)) {
      ofGraph.computeIfAbsent(exact(convolution), c -> new ArrayList<>()).add(convolution);
    }
    ofGraph.forEach(
        (graph, convolutions) -> {
          try (PlanSearch search = PlanSearch.of(graph, target)) {
            convolutions.forEach(convolution -> to.accept(line(search, convolution)));
          }
        });
  }

  /** How numbers are multiplied is no part of a graph; the rules look at it afterwards. */
  private static Convolution exact(Convolution c) {
    return new Convolution(
        c.work(),
        c.type(),
        Math.EXACT,
        c.images(),
        c.in(),
        c.out(),
        c.height(),
        c.width(),
        c.kernel());
  }

  /** Tab-separated: the convolution, engine, notes, bytes of scratch. */
  private String line(PlanSearch search, Convolution convolution) {
    Set<String> objections = new TreeSet<>();
    for (EngineChoice choice : search.choices()) {
      Set<Note> against = EngineRules.objections(convolution, choice.notes());
      if (!against.isEmpty()) {
        objections.add("engine " + choice.engine() + ": " + new TreeSet<>(against));
        continue;
      }
      String scratch = scratch(search, choice, objections);
      if (!scratch.isEmpty()) {
        return String.join(
            "\t",
            convolution.text(),
            "engine " + choice.engine(),
            new TreeSet<>(choice.notes()).toString(),
            scratch);
      }
    }
    return convolution.text() + "\tnone\t" + objections;
  }

  /** Bytes of scratch; {@code ?} for a plan that is not made; empty for one that does not do. */
  private String scratch(PlanSearch search, EngineChoice choice, Set<String> objections) {
    if (make == Make.TRUST && choice.notes().contains(Note.RUNTIME_COMPILED)) {
      return "?";
    }
    try (ConvolutionPlan plan = search.plan(choice)) {
      if (plan.workspaceBytes() <= workspaceBytes) {
        return Long.toString(plan.workspaceBytes());
      }
      objections.add("engine " + choice.engine() + ": " + plan.workspaceBytes() + " bytes");
    } catch (CudnnException e) {
      objections.add("engine " + choice.engine() + ": " + e.getMessage());
    }
    return "";
  }
}
