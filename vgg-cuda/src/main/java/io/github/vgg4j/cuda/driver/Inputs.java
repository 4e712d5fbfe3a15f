package io.github.vgg4j.cuda.driver;

import io.github.vgg4j.cuda.kernel.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.jspecify.annotations.Nullable;

/**
 * The places that the host writes, each with the last work that may still read it. So a copy waits
 * for that work alone, and a batch goes up while the step before runs on another one.
 */
final class Inputs {

  private final Supplier<Event> events;
  private final CUstream_st compute;
  private final List<Input> inputs = new ArrayList<>();
  private int version;

  /**
   * None so far.
   *
   * @param events makes one
   * @param compute the stream on which all work runs
   */
  Inputs(Supplier<Event> events, CUstream_st compute) {
    this.events = events;
    this.compute = compute;
  }

  /** A place, and the mark behind the last work that touches it. */
  private static final class Input {
    private final long start;
    private final long bytes;
    private final Event lastUse;
    private boolean used;

    Input(long start, long bytes, Event lastUse) {
      this.start = start;
      this.bytes = bytes;
      this.lastUse = lastUse;
    }

    boolean overlaps(long otherStart, long otherBytes) {
      return start < otherStart + otherBytes && otherStart < start + bytes;
    }
  }

  /** The inputs that some work touches, looked up once for each set of inputs. */
  static final class Touched {
    private Input[] inputs = {};
    private int version = -1;
  }

  /** Holds a copy to a place back until the work that may still use the place is done. */
  void holdBack(CUstream_st copies, long start, long bytes) {
    Input input = known(start, bytes);
    if (input == null) {
      input = new Input(start, bytes, events.get());
      inputs.add(input);
      version++;
      // Nobody noted what used it so far, so it waits for everything.
      input.lastUse.mark(compute);
      input.used = true;
    }
    for (Input other : inputs) {
      if (other.used && other.overlaps(start, bytes)) {
        other.lastUse.holdBack(copies);
      }
    }
    input.used = false;
  }

  /** Notes that work was put on the compute stream. */
  void used(Launchable work, Touched touched) {
    if (touched.version != version) {
      touched.inputs = lookUp(work.places());
      touched.version = version;
    }
    for (Input input : touched.inputs) {
      use(input);
    }
  }

  /** Notes that something touched a place. */
  void used(long start, long bytes) {
    for (Input input : inputs) {
      if (input.overlaps(start, bytes)) {
        use(input);
      }
    }
  }

  /** Forgets all: memory was given back, and an address may mean something else. */
  void forget() {
    inputs.clear();
    version++;
  }

  private void use(Input input) {
    input.lastUse.mark(compute);
    input.used = true;
  }

  private @Nullable Input known(long start, long bytes) {
    for (Input input : inputs) {
      if (input.start == start && input.bytes == bytes) {
        return input;
      }
    }
    return null;
  }

  private Input[] lookUp(List<Place> places) {
    return inputs.stream()
        .filter(
            input ->
                places.stream()
                    .anyMatch(
                        place ->
                            place.bytes() > 0 && input.overlaps(place.address(), place.bytes())))
        .toArray(Input[]::new);
  }
}
