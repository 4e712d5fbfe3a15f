package io.github.vgg4j.cuda.driver;

import java.util.Arrays;
import org.bytedeco.cuda.cudart.CUstream_st;

/**
 * Times work on a stream. Kernels of some microseconds are over before the host has asked for the
 * next one, so several runs are recorded into a graph, as they are in a step, and that is timed.
 */
final class Watch {

  private static final int RUNS_IN_GRAPH = 8;

  private final CUstream_st stream;
  private final Answers answers;

  Watch(CUstream_st stream, Answers answers) {
    this.stream = stream;
    this.answers = answers;
  }

  /**
   * Runs it once, so that all is loaded, and then measures.
   *
   * @param work puts one run on the stream
   * @param isGraph whether it is one launch already, long enough to be timed by itself
   * @param repeats measurements, at least 1
   * @return seconds of one run, the median
   * @throws CudaException if it cannot run, or not in a graph
   */
  double seconds(Runnable work, boolean isGraph, int repeats) {
    if (repeats < 1) {
      throw new IllegalArgumentException("runs must be at least 1, but is " + repeats);
    }
    work.run();
    Releases own = new Releases();
    try {
      if (isGraph) {
        return median(work, repeats, own);
      }
      Graph.Recording graph =
          Graph.record(
              () -> {
                for (int i = 0; i < RUNS_IN_GRAPH; i++) {
                  work.run();
                }
              },
              RUNS_IN_GRAPH,
              stream,
              answers,
              own);
      graph.launch();
      return median(graph::launch, repeats, own) / RUNS_IN_GRAPH;
    } finally {
      own.run();
    }
  }

  private double median(Runnable work, int repeats, Releases own) {
    Event begin = Event.forTime(answers, own);
    Event end = Event.forTime(answers, own);
    double[] seconds = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      begin.mark(stream);
      work.run();
      end.mark(stream);
      end.await();
      seconds[i] = end.secondsSince(begin);
    }
    Arrays.sort(seconds);
    return (seconds[(repeats - 1) / 2] + seconds[repeats / 2]) / 2;
  }
}
