package io.github.vgg4j.engine;

import io.github.vgg4j.tensor.NativeMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the engines on the class path and chooses one, saying why the others were passed over. */
public final class Engines {

  /** The engines that exist, and what to add to the class path where one is missing. */
  private static final Map<String, String> KNOWN =
      new TreeMap<>(Map.of("nd4j", "nd4j-native", "onednn", "vgg-onednn", "cuda", "vgg-cuda"));

  static {
    NativeMemory.liftLimits();
  }

  /** Loads what an engine needs, ahead of the first who asks. */
  private static @Nullable Thread ahead;

  private Engines() {}

  /**
   * Begins to load what {@link #auto} will choose, on a thread of its own, for programs that have
   * other things to do first. Whoever asks for an engine afterwards waits for it. Until then
   * nothing else may touch memory outside the heap: JavaCPP's classes wait for each other for ever
   * when two threads are the first to use them.
   */
  public static synchronized void loadAhead() {
    if (ahead == null) {
      Thread thread = new Thread(Engines::tryAuto, "vgg-load-ahead");
      thread.setDaemon(true);
      thread.start();
      ahead = thread;
    }
  }

  /** Whoever asks for an engine again is told what failed. */
  private static void tryAuto() {
    try {
      auto(found());
    } catch (RuntimeException | LinkageError e) {
      log().log(System.Logger.Level.DEBUG, "No engine could be loaded ahead", e);
    }
  }

  /**
   * An engine by name and whether it can run here.
   *
   * @param name as commands take it
   * @param availability available, or why not
   */
  public record Status(String name, Availability availability) {

    /** One line: {@code nd4j: available, on ...} or {@code cuda: unavailable, ... remedy}. */
    @Override
    public String toString() {
      if (availability instanceof Availability.Available available) {
        return name + ": available, " + available.device();
      }
      Availability.Unavailable unavailable = (Availability.Unavailable) availability;
      return name + ": unavailable, " + unavailable.reason() + ". " + unavailable.remedy();
    }
  }

  /** Every engine that exists, the preferred one first, the unavailable ones last. */
  public static List<Status> list() {
    List<Status> statuses = new ArrayList<>();
    Map<String, Engine> found = load();
    found.forEach((name, engine) -> statuses.add(new Status(name, engine.availability())));
    KNOWN.forEach(
        (name, artifact) -> {
          if (!found.containsKey(name)) {
            statuses.add(new Status(name, notOnClassPath(artifact)));
          }
        });
    statuses.sort(Comparator.comparingInt((Status s) -> -preference(s.availability())));
    return statuses;
  }

  /**
   * An engine by name; {@code auto} is the available one with the highest preference.
   *
   * @throws IllegalStateException if it cannot run here; the message says why and what to do
   * @throws IllegalArgumentException if there is no such engine
   */
  public static Engine named(String name) {
    Map<String, Engine> found = load();
    if (name.equals("auto")) {
      return auto(found);
    }
    Engine engine = found.get(name);
    if (engine == null) {
      String artifact = KNOWN.get(name);
      if (artifact == null) {
        throw new IllegalArgumentException(
            "There is no engine '" + name + "'. Use auto, " + String.join(", ", KNOWN.keySet()));
      }
      throw new IllegalStateException(new Status(name, notOnClassPath(artifact)).toString());
    }
    Availability availability = engine.availability();
    if (availability instanceof Availability.Unavailable) {
      throw new IllegalStateException("Engine " + new Status(name, availability));
    }
    return engine;
  }

  /** The available engine with the highest preference; see {@link #named}. */
  public static Engine auto() {
    return named("auto");
  }

  /** Asks the engines, the most promising first, until none that is left could be better. */
  private static Engine auto(Map<String, Engine> found) {
    List<Engine> promising = new ArrayList<>(found.values());
    promising.sort((a, b) -> Integer.compare(b.highestPreference(), a.highestPreference()));
    Engine best = null;
    int most = -1;
    List<String> passedOver = new ArrayList<>();
    for (Engine engine : promising) {
      if (engine.highestPreference() <= most) {
        passedOver.add(engine.name() + ": not asked, a better one is available");
        continue;
      }
      Availability availability = engine.availability();
      int preference = preference(availability);
      if (preference > most) {
        best = engine;
        most = preference;
      } else {
        passedOver.add(new Status(engine.name(), availability).toString());
      }
    }
    if (best == null) {
      throw new IllegalStateException(
          "No engine can run here. "
              + list().stream().map(Status::toString).collect(Collectors.joining(" | ")));
    }
    String chosen = best.name();
    log()
        .log(
            System.Logger.Level.DEBUG,
            () -> "Engine " + chosen + "; passed over " + String.join("; ", passedOver));
    return best;
  }

  private static int preference(Availability availability) {
    return availability instanceof Availability.Available available ? available.preference() : -1;
  }

  private static Availability.Unavailable notOnClassPath(String artifact) {
    return new Availability.Unavailable(
        "not on the class path", "Add " + artifact + " to the project's dependencies.");
  }

  private static Map<String, Engine> load() {
    awaitAhead();
    return found();
  }

  private static synchronized void awaitAhead() {
    boolean interrupted = false;
    while (ahead != null) {
      try {
        ahead.join();
        ahead = null;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Engine> found() {
    Map<String, Engine> engines = new TreeMap<>();
    var iterator = ServiceLoader.load(Engine.class).iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          return engines;
        }
        Engine engine = iterator.next();
        engines.put(engine.name(), engine);
      } catch (ServiceConfigurationError | LinkageError e) {
        log().log(System.Logger.Level.DEBUG, "An engine's classes are not all there", e);
      }
    }
  }

  /** Made when there is something to say: finding out where logs go takes 20 ms of a start. */
  private static System.Logger log() {
    return System.getLogger(Engines.class.getName());
  }
}
