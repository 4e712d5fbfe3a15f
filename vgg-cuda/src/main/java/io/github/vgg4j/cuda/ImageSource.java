package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.ImageKernels;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import java.util.Map;
import java.util.WeakHashMap;

/** Bytes of images on the device, all of one size, of which programs get their input. */
final class ImageSource {

  private final Gpu gpu;
  private final Layout layout;
  private final Target target;
  private final Map<Program, Gpu.Prepared> preparations = new WeakHashMap<>();

  /**
   * How the bytes lie, and which of them are meant.
   *
   * @param pixels images x channels x height x width
   * @param order which image becomes which of a batch; nowhere: each in its turn
   * @param changes what happens to each image of a batch; nowhere: nothing
   */
  record Layout(Place pixels, int height, int width, Place order, Place changes) {}

  /**
   * What a network takes.
   *
   * @param normalization float32, as the kernel takes it
   */
  record Target(MapShape image, NumberType type, Place normalization) {}

  ImageSource(Gpu gpu, Layout layout, Target target) {
    this.gpu = gpu;
    this.layout = layout;
    this.target = target;
  }

  /** Whether it is for images of this size. */
  boolean holds(int height, int width) {
    return layout.height() == height && layout.width() == width;
  }

  /** Has a program's input computed. */
  void prepare(Program program) {
    Gpu.Prepared known = preparations.get(program);
    if (known == null) {
      known =
          gpu.prepare(
              ImageKernels.prepare(
                  target.type(),
                  layout.pixels(),
                  layout.height(),
                  layout.width(),
                  layout.order(),
                  layout.changes(),
                  target.normalization(),
                  target.image().times(program.images()),
                  program.input()));
      preparations.put(program, known);
    }
    known.run();
  }
}
