package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_RESULTS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_HEUR_MODE_A;
import static org.bytedeco.cuda.global.cudnn.CUDNN_HEUR_MODE_FALLBACK;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_BACKEND_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_HEUR_MODE;

import java.util.ArrayList;
import java.util.List;

/** The engines that cuDNN ranks for one convolution: mode A first, then those of last resort. */
final class PlanSearch implements AutoCloseable {

  private final Descriptors descriptors = new Descriptors();
  private final Convolution convolution;
  private final Target target;
  private final List<EngineChoice> choices = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  private PlanSearch(Convolution convolution, Target target) {
    this.convolution = convolution;
    this.target = target;
  }

  /**
   * Asks the heuristics.
   *
   * @throws CudnnException if cuDNN refuses the graph itself
   */
  static PlanSearch of(Convolution convolution, Target target) {
    PlanSearch search = new PlanSearch(convolution, target);
    try {
      Descriptor graph = ConvolutionGraph.build(search.descriptors, convolution, target);
      search.ask(graph, CUDNN_HEUR_MODE_A, "A");
      search.ask(graph, CUDNN_HEUR_MODE_FALLBACK, "FALLBACK");
      return search;
    } catch (RuntimeException e) {
      search.close();
      throw e;
    }
  }

  private void ask(Descriptor graph, int mode, String name) {
    try {
      Descriptor heuristics =
          descriptors
              .create(
                  CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR,
                  "the heuristics " + name + " of " + convolution)
              .setDescriptors(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph)
              .setEnum(CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, mode);
      target.plan(heuristics);
      heuristics.finish();
      int count = heuristics.count(CUDNN_ATTR_ENGINEHEUR_RESULTS, CUDNN_TYPE_BACKEND_DESCRIPTOR);
      List<Descriptor> configurations = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        configurations.add(
            descriptors.create(
                CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, "an engine's settings for " + convolution));
      }
      int filled = heuristics.getInto(CUDNN_ATTR_ENGINEHEUR_RESULTS, configurations);
      configurations.subList(0, filled).forEach(c -> choices.add(EngineChoice.of(c)));
    } catch (CudnnException e) {
      // One mode without a result is no failure: the other may have one.
      refusals.add(e.getMessage());
    }
  }

  /** Best first; an engine may come more than once, with other settings. */
  List<EngineChoice> choices() {
    return choices;
  }

  /** What cuDNN said where a mode had nothing. */
  List<String> refusals() {
    return refusals;
  }

  /**
   * Makes the plan of a choice; a runtime-compiled engine compiles now.
   *
   * @throws CudnnException if the engine cannot do it after all
   */
  ConvolutionPlan plan(EngineChoice choice) {
    return ConvolutionPlan.build(convolution, choice, target);
  }

  @Override
  public void close() {
    descriptors.close();
  }
}
