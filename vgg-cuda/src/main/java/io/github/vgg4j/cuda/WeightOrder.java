package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.arch.Shape;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * In which order the numbers of a parameter lie in files and on the device. Files have channels
 * before rows and columns; the device has channels last, as its maps do: in filters, and in the
 * rows of a dense layer that reads a flattened map.
 *
 * @param rows filters, or rows of a dense weight
 * @param channels of what a filter or a row reads
 * @param height of the filter, or of the flattened map
 * @param width of the filter, or of the flattened map
 */
record WeightOrder(int rows, int channels, int height, int width) {

  /** The order of every parameter of a plan, by name. */
  static Map<String, WeightOrder> of(NetworkPlan plan) {
    Map<String, WeightOrder> orders = new HashMap<>();
    for (int i = 0; i < plan.layers().size(); i++) {
      Layer layer = plan.layers().get(i);
      for (Parameter parameter : layer.parameters()) {
        orders.put(parameter.name(), same(parameter));
      }
      if (layer instanceof Layer.Conv conv) {
        orders.put(
            conv.weight().name(),
            new WeightOrder(
                conv.output().channels(), conv.input().channels(), conv.kernel(), conv.kernel()));
      } else if (layer instanceof Layer.Dense dense) {
        Shape read = read(plan, i);
        orders.put(
            dense.weight().name(),
            new WeightOrder(
                dense.weight().shape().get(0), read.channels(), read.height(), read.width()));
      }
    }
    return orders;
  }

  /** The map that a layer's input was flattened from, or the input's own shape. */
  static Shape read(NetworkPlan plan, int index) {
    for (int i = index - 1; i >= 0; i--) {
      Layer before = plan.layers().get(i);
      if (before instanceof Layer.Flatten flatten) {
        return flatten.input();
      }
      if (before instanceof Layer.Dense) {
        break;
      }
    }
    return plan.layers().get(index).input();
  }

  /** From a file's order to the device's. */
  void toDevice(FloatBuffer file, FloatBuffer device) {
    int pixels = height * width;
    int columns = channels * pixels;
    for (int row = 0; row < rows; row++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int to = row * columns + pixel * channels;
        for (int channel = 0; channel < channels; channel++) {
          device.put(to + channel, file.get(row * columns + channel * pixels + pixel));
        }
      }
    }
  }

  /** From the device's order to a file's. */
  void toFile(FloatBuffer device, FloatBuffer file) {
    int pixels = height * width;
    int columns = channels * pixels;
    for (int row = 0; row < rows; row++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int from = row * columns + pixel * channels;
        for (int channel = 0; channel < channels; channel++) {
          file.put(row * columns + channel * pixels + pixel, device.get(from + channel));
        }
      }
    }
  }

  /** Whether both orders are the same. */
  boolean isSame() {
    return channels == 1 || height * width == 1;
  }

  private static WeightOrder same(Parameter parameter) {
    return new WeightOrder(1, Math.toIntExact(parameter.elements()), 1, 1);
  }
}
