package io.github.vgg4j.engine;

import io.github.vgg4j.arch.Int8Plan;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches images pass through a session, of any engine and best in float32, and finds the ranges of
 * the layers that compute in int8.
 */
public final class Calibrator {

  private final Session session;
  private final List<Stretch> stretches = new ArrayList<>();
  private long images;

  /** Layers up to one that computes in int8, and what its input was like. */
  private record Stretch(Layer first, Layer last, Layer reader, RangeHistogram histogram) {}

  /** Watches a session, which stays the caller's. */
  public Calibrator(Session session) {
    this.session = session;
    NetworkPlan plan = session.plan();
    int first = 0;
    for (Layer reader : Int8Plan.of(plan).layers()) {
      int index = plan.layers().indexOf(reader);
      // A dense layer reads the map before it, however that lies in memory.
      int next = plan.layers().get(index - 1) instanceof Layer.Flatten ? index - 1 : index;
      Layer last = plan.layers().get(next - 1);
      stretches.add(new Stretch(plan.layers().get(first), last, reader, new RangeHistogram()));
      first = next;
    }
  }

  /**
   * Runs images that are resized and normalised already.
   *
   * @param batch {@code [n, channels, height, width]} of the plan's input; n at most the session's
   *     batch size
   */
  public void watch(Tensor batch) {
    int count = batch.size(0);
    Tensor input = batch;
    for (Stretch stretch : stretches) {
      Tensor output = Tensor.zeros(shape(count, stretch.last().output()));
      session.infer(input, stretch.first(), stretch.last(), output);
      stretch.histogram().add(output.buffer());
      if (input != batch) {
        input.close();
      }
      input = output;
    }
    if (input != batch) {
      input.close();
    }
    images += count;
  }

  /**
   * What was found.
   *
   * @throws IllegalStateException if no image was watched
   */
  public Calibration calibration(RangeRule rule) {
    if (images == 0) {
      throw new IllegalStateException("Nothing was watched; a calibration needs images");
    }
    Map<String, Float> ranges = new LinkedHashMap<>();
    for (Stretch stretch : stretches) {
      ranges.put(stretch.reader().name(), stretch.histogram().range(rule));
    }
    return new Calibration(ranges);
  }

  private static int[] shape(int count, Shape one) {
    return new int[] {count, one.channels(), one.height(), one.width()};
  }
}
