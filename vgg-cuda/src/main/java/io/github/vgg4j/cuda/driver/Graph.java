package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCaptureModeThreadLocal;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;

import io.github.vgg4j.cuda.kernel.Place;
import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;

/** Many launches made into one: what they put on the stream is recorded, not run. */
final class Graph implements Launchable {

  private final CUgraphExec_st executable;
  private final CUstream_st stream;
  private final Answers answers;
  private final int steps;
  private final List<Place> places;

  private Graph(
      CUgraphExec_st executable,
      CUstream_st stream,
      Answers answers,
      List<? extends Launchable> launches) {
    this.executable = executable;
    this.stream = stream;
    this.answers = answers;
    this.steps = launches.size();
    this.places = launches.stream().flatMap(launch -> launch.places().stream()).distinct().toList();
  }

  /** Records; other threads may go on using the device. The capture ends whatever happens. */
  static Graph capture(
      List<? extends Launchable> launches, CUstream_st stream, Answers answers, Releases releases) {
    answers.check(
        cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "begin a graph");
    CUgraph_st graph = new CUgraph_st();
    RuntimeException failure = null;
    try {
      launches.forEach(Launchable::launch);
    } catch (RuntimeException e) {
      failure = e;
    }
    int ended = cudaStreamEndCapture(stream, graph);
    try {
      if (failure != null) {
        throw failure;
      }
      answers.check(ended, "end a graph of " + launches.size() + " steps");
      CUgraphExec_st executable = new CUgraphExec_st();
      answers.check(
          cudaGraphInstantiate(executable, graph, 0),
          "prepare a graph of " + launches.size() + " steps");
      releases.add(() -> cudaGraphExecDestroy(executable));
      return new Graph(executable, stream, answers, launches);
    } finally {
      if (!graph.isNull()) {
        cudaGraphDestroy(graph);
      }
    }
  }

  @Override
  public void launch() {
    answers.check(cudaGraphLaunch(executable, stream), "launch a graph");
  }

  @Override
  public String implementation() {
    return "graph of " + steps + " steps";
  }

  @Override
  public List<Place> places() {
    return places;
  }
}
