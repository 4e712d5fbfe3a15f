package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDefault;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventDisableTiming;
import static org.bytedeco.cuda.global.cudart.cudaEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaStreamWaitEvent;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;

/** A mark in a stream that others wait for. */
final class Event {

  private static final double MILLIS_PER_SECOND = 1e3;

  private final CUevent_st handle = new CUevent_st();
  private final Answers answers;

  private Event(int flags, Answers answers, Releases releases) {
    this.answers = answers;
    answers.check(cudaEventCreateWithFlags(handle, flags), "make an event");
    releases.add(() -> cudaEventDestroy(handle));
  }

  /** For order alone. */
  static Event forOrder(Answers answers, Releases releases) {
    return new Event(cudaEventDisableTiming, answers, releases);
  }

  /** With the time at which it is passed. */
  static Event forTime(Answers answers, Releases releases) {
    return new Event(cudaEventDefault, answers, releases);
  }

  /** Marks the end of what a stream was asked for so far. */
  void mark(CUstream_st stream) {
    answers.check(cudaEventRecord(handle, stream), "mark the end of its work");
  }

  /** Makes a stream wait for the mark, not the host. */
  void holdBack(CUstream_st stream) {
    answers.check(cudaStreamWaitEvent(stream, handle, 0), "wait for its other stream");
  }

  /** Makes the host wait for the mark; returns at once where there is none. */
  void await() {
    answers.check(cudaEventSynchronize(handle), "finish its work");
  }

  /** Seconds from an earlier mark to this one; both must be passed. */
  double secondsSince(Event earlier) {
    float[] milliseconds = new float[1];
    answers.check(
        cudaEventElapsedTime(milliseconds, earlier.handle, handle), "measure how long it worked");
    return milliseconds[0] / MILLIS_PER_SECOND;
  }
}
