package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Convolution.Math;
import io.github.vgg4j.cuda.plan.Convolution.Work;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the convolutions of a network differ in. */
record LayerShape(int in, int out, int height, int width, int kernel) {

  /** Below, the first layer is a kernel of our own. */
  private static final int LEAST_CHANNELS = 4;

  /** A number format with its way to multiply. */
  enum Format {
    BF16(NumberType.BF16, Math.TF32),
    TF32(NumberType.F32, Math.TF32),
    EXACT(NumberType.F32, Math.EXACT);

    final NumberType type;
    final Math math;

    Format(NumberType type, Math math) {
      this.type = type;
      this.math = math;
    }
  }

  /**
   * The distinct shapes, from 4 input channels on, of VGG-11, 13, 16 and 19 on 3 x 224 x 224, and
   * of VGG-11 with a quarter of the widths on 1 x 224 x 224.
   */
  static Set<LayerShape> all() {
    Set<LayerShape> shapes = new LinkedHashSet<>();
    for (Preset preset : List.of(Preset.VGG11, Preset.VGG13, Preset.VGG16, Preset.VGG19)) {
      shapes.addAll(of(Architecture.builder().preset(preset).input(3, 224, 224).plan()));
    }
    shapes.addAll(
        of(Architecture.builder().preset(Preset.VGG11).widthDivisor(4).input(1, 224, 224).plan()));
    return shapes;
  }

  private static Set<LayerShape> of(NetworkPlan plan) {
    Set<LayerShape> shapes = new LinkedHashSet<>();
    for (Layer layer : plan.layers()) {
      if (layer instanceof Layer.Conv conv && conv.input().channels() >= LEAST_CHANNELS) {
        shapes.add(
            new LayerShape(
                conv.input().channels(),
                conv.output().channels(),
                conv.output().height(),
                conv.output().width(),
                conv.kernel()));
      }
    }
    return shapes;
  }

  Convolution convolution(Work work, Format format, int images) {
    return new Convolution(work, format.type, format.math, images, in, out, height, width, kernel);
  }
}
