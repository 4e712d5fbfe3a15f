package io.github.vgg4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One work in one mode: all contenders in turns, round after round, so that whatever disturbs the
 * machine for a while disturbs them all.
 */
final class Match implements AutoCloseable {
  private static final double WARM_UP_SECONDS = 2;
  private static final int MOST_WARM_UP_STEPS = 10;
  private static final double TURN_SECONDS = 5;
  private static final int LATENCY_FACTOR = 5;
  private static final double MEMORY_MARGIN = 1.5;

  /**
   * How long is measured.
   *
   * @param rounds times that every contender has its turn
   * @param steps most steps in a turn; slow contenders do fewer
   */
  record Length(int rounds, int steps) {}

  /** Whether processes live through all rounds. */
  private enum Residency {
    /** All wait beside each other, idle. */
    STAY,
    /** Memory does not hold them all: each is started, warmed up and ended in every round. */
    RESTART
  }

  private final Work work;
  private final Mode mode;
  private final Path inputs;
  private final Launch launch;
  private final Length length;
  private final Consumer<String> progress;
  private final List<Outcome> outcomes;
  private final Map<Contender, Seat> seats = new EnumMap<>(Contender.class);
  private final Map<Contender, Integer> stepsOfTurn = new EnumMap<>(Contender.class);
  private Residency residency = Residency.STAY;

  Match(
      Work work,
      Mode mode,
      List<Contender> contenders,
      Path inputs,
      Launch launch,
      Length length,
      Consumer<String> progress) {
    this.work = work;
    this.mode = mode;
    this.inputs = inputs;
    this.launch = launch;
    this.length = length;
    this.progress = progress;
    this.outcomes = contenders.stream().map(Outcome::new).toList();
  }

  /** Runs all rounds; who fails has an outcome that says why. */
  List<Outcome> play() {
    seatAll();
    List<Outcome> order = new ArrayList<>(outcomes);
    for (int round = 1; round <= length.rounds(); round++) {
      for (Outcome outcome : order) {
        if (!outcome.failed()) {
          progress.accept(
              "%s %s, round %d of %d: %s"
                  .formatted(
                      work, mode.title(), round, length.rounds(), outcome.contender().label()));
          turn(outcome);
        }
      }
      // Whoever opens a round finds the processor rested: let that be another one each time.
      Collections.rotate(order, 1);
    }
    return outcomes;
  }

  private void seatAll() {
    long largest = 0;
    for (Outcome outcome : outcomes) {
      if (residency == Residency.STAY && ProcessMemory.availableBytes() < MEMORY_MARGIN * largest) {
        progress.accept(
            "Memory does not hold all contenders: each starts anew in every round from here.");
        close();
        residency = Residency.RESTART;
      }
      if (residency == Residency.STAY) {
        progress.accept(
            "%s %s: starting %s".formatted(work, mode.title(), outcome.contender().label()));
        Seat seat = seat(outcome);
        largest = seat == null ? largest : Math.max(largest, seat.peakBytes());
      }
    }
  }

  private void turn(Outcome outcome) {
    Seat seat = seats.get(outcome.contender());
    if (seat == null) {
      seat = seat(outcome);
    }
    if (seat == null) {
      return;
    }
    try {
      double[] seconds = seat.run(stepsOfTurn.getOrDefault(outcome.contender(), 1));
      outcome.ran(seconds, seat.peakBytes());
    } catch (ContenderException e) {
      outcome.fail(e.getMessage());
    }
    if (residency == Residency.RESTART || outcome.failed()) {
      seats.remove(outcome.contender());
      seat.close();
    }
  }

  private @Nullable Seat seat(Outcome outcome) {
    Contender contender = outcome.contender();
    try {
      Seat seat = new Seat(new Job(contender, work, mode, inputs), launch);
      seats.put(contender, seat);
      outcome.started(seat.firstSeconds(), seat.version());
      warmUp(contender, seat);
      return seat;
    } catch (ContenderException e) {
      outcome.fail(e.getMessage());
      Seat started = seats.remove(contender);
      if (started != null) {
        started.close();
      }
      return null;
    }
  }

  private void warmUp(Contender contender, Seat seat) throws ContenderException {
    double seconds = seat.run(1)[0];
    seconds = seat.run(between(1, WARM_UP_SECONDS / seconds, MOST_WARM_UP_STEPS))[0];
    int most =
        work.measure() == Work.Measure.LATENCY ? LATENCY_FACTOR * length.steps() : length.steps();
    stepsOfTurn.putIfAbsent(contender, between(1, TURN_SECONDS / seconds, most));
  }

  private static int between(int least, double wanted, int most) {
    return (int) Math.max(least, Math.min(most, Math.floor(wanted)));
  }

  /** Ends all processes. */
  @Override
  public void close() {
    seats.values().forEach(Seat::close);
    seats.clear();
  }
}
