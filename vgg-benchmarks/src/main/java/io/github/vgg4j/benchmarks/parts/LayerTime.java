package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.engine.StepTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one layer took in one direction, all its kernels together.
 *
 * @param layer torchvision's name, or what a profile calls the rest: {@code loss}, {@code update}
 * @param flops multiplications and additions; 0 where memory decides the time
 * @param bytes read and written
 */
record LayerTime(Pass pass, String layer, double seconds, double flops, double bytes) {

  /** In a profile the loss stands between the ways there and back. */
  private static final String LOSS = "loss";

  /** The direction. */
  enum Pass {
    FORWARD,
    BACKWARD
  }

  /** The kernels of a profile, added up by direction and layer, in the order they run. */
  static List<LayerTime> of(List<StepTime> profile) {
    Map<String, LayerTime> sums = new LinkedHashMap<>();
    Pass pass = Pass.FORWARD;
    for (StepTime time : profile) {
      if (time.layer().equals(LOSS)) {
        pass = Pass.BACKWARD;
      }
      LayerTime one = new LayerTime(pass, time.layer(), time.seconds(), time.flops(), time.bytes());
      sums.merge(pass + time.layer(), one, LayerTime::plus);
    }
    return new ArrayList<>(sums.values());
  }

  private LayerTime plus(LayerTime other) {
    return new LayerTime(
        pass, layer, seconds + other.seconds, flops + other.flops, bytes + other.bytes);
  }
}
