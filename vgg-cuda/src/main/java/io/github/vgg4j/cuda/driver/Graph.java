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

  private final Recording recording;
  private final int steps;
  private final List<Place> places;

  private Graph(Recording recording, List<? extends Launchable> launches) {
    this.recording = recording;
    this.steps = launches.size();
    this.places = launches.stream().flatMap(launch -> launch.places().stream()).distinct().toList();
  }

  /** Records launches, which must have run before. */
  static Graph capture(
      List<? extends Launchable> launches, CUstream_st stream, Answers answers, Releases releases) {
    Runnable work = () -> launches.forEach(Launchable::launch);
    return new Graph(record(work, launches.size(), stream, answers, releases), launches);
  }

  /** What was recorded, ready to run again and again. */
  static final class Recording {
    private final CUgraphExec_st executable = new CUgraphExec_st();
    private final CUstream_st stream;
    private final Answers answers;

    private Recording(CUstream_st stream, Answers answers) {
      this.stream = stream;
      this.answers = answers;
    }

    void launch() {
      answers.check(cudaGraphLaunch(executable, stream), "launch a graph");
    }
  }

  /**
   * Records what something puts on a stream; other threads may go on using the device. The capture
   * ends whatever happens.
   *
   * @param steps that it has, for messages
   */
  static Recording record(
      Runnable work, int steps, CUstream_st stream, Answers answers, Releases releases) {
    answers.check(
        cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "begin a graph");
    CUgraph_st graph = new CUgraph_st();
    RuntimeException failure = null;
    try {
      work.run();
    } catch (RuntimeException e) {
      failure = e;
    }
    int ended = cudaStreamEndCapture(stream, graph);
    try {
      if (failure != null) {
        answers.forget();
        throw failure;
      }
      answers.check(ended, "end a graph of " + steps + " steps");
      Recording recording = new Recording(stream, answers);
      answers.check(
          cudaGraphInstantiate(recording.executable, graph, 0),
          "prepare a graph of " + steps + " steps");
      releases.add(() -> cudaGraphExecDestroy(recording.executable));
      return recording;
    } finally {
      if (!graph.isNull()) {
        cudaGraphDestroy(graph);
      }
    }
  }

  @Override
  public void launch() {
    recording.launch();
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
