package io.github.vgg4j.engine;

import io.github.vgg4j.arch.Int8Plan;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What numbers a network's int8 layers meet: for the input of each, the number that 255 stands for.
 * A {@link Calibrator} finds it by real images.
 *
 * @param ranges by the layer's name, such as {@code classifier.0}; each from 1e-30 to 1e30
 */
public record Calibration(Map<String, Float> ranges) {

  /** Steps of an unsigned byte above 0. */
  public static final int LEVELS = 255;

  private static final float LEAST = 1e-30f;
  private static final float MOST = 1e30f;

  public Calibration {
    ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    ranges.forEach(
        (name, range) -> {
          if (!(range >= LEAST && range <= MOST)) {
            throw new IllegalArgumentException(
                "The range of " + name + " must be from 1e-30 to 1e30, but is " + range);
          }
        });
  }

  /**
   * The number that one step of a byte stands for in the input of a layer.
   *
   * @throws IllegalArgumentException if the layer has no range
   */
  public float unit(Layer layer) {
    Float range = ranges.get(layer.name());
    if (range == null) {
      throw new IllegalArgumentException("The calibration has no range for " + layer.name());
    }
    return range / LEVELS;
  }

  /**
   * Does nothing where this is a plan's.
   *
   * @throws IllegalArgumentException if ranges are missing or are another network's
   */
  public void check(NetworkPlan plan) {
    Set<String> wanted = new TreeSet<>();
    Int8Plan.of(plan).layers().forEach(layer -> wanted.add(layer.name()));
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(ranges.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "The calibration lacks a range for " + String.join(", ", missing));
    }
    Set<String> foreign = new TreeSet<>(ranges.keySet());
    foreign.removeAll(wanted);
    if (!foreign.isEmpty()) {
      throw new IllegalArgumentException(
          "The calibration has a range for "
              + String.join(", ", foreign)
              + ", which this network does not compute in int8");
    }
  }

  /**
   * The calibration of a spec, for engines that open a session for int8.
   *
   * @throws IllegalArgumentException if it is missing or another network's; the message says what
   *     to do
   */
  public static Calibration required(NetworkPlan plan, SessionSpec spec) {
    Calibration calibration = spec.calibration();
    if (calibration == null) {
      throw new IllegalArgumentException(
          "int8 needs to know what numbers the layers meet, and this network has no calibration."
              + " Call calibrate(images) of the network with some hundred training images, or run"
              + " 'vgg calibrate'.");
    }
    calibration.check(plan);
    return calibration;
  }
}
