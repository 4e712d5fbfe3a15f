package io.github.vgg4j.nd4j;

import static io.github.vgg4j.nd4j.Nd4jCall.inputs;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adaptive average pooling as one matrix product: each plane, read as a vector, times a matrix that
 * holds in each row the mean over one window. Windows are PyTorch's: rows {@code floor(i * h / oh)}
 * to {@code ceil((i + 1) * h / oh)}, which overlap where the sizes do not divide.
 */
final class Nd4jAdaptiveAvgPool implements Nd4jStep {

  private final INDArray windows;
  private final Nd4jCall forward;
  private final Nd4jCall backward;

  Nd4jAdaptiveAvgPool(Layer.AdaptiveAvgPool layer, Nd4jSteps.Arrays a) {
    windows = windows(layer.input(), layer.output());
    // Arguments of matmul: transpose the first, the second, the result.
    forward =
        Nd4jCall.of("matmul", inputs(planes(a.x()), windows), planes(a.y())).integers(0, 1, 0);
    backward =
        Nd4jCall.of("matmul", inputs(planes(a.dy()), windows), planes(a.dx())).integers(0, 0, 0);
  }

  private static INDArray planes(INDArray maps) {
    long images = maps.size(0);
    long channels = maps.size(1);
    return maps.reshape('c', images * channels, maps.length() / (images * channels));
  }

  private static INDArray windows(Shape in, Shape out) {
    INDArray windows =
        Nd4j.create(
            DataType.FLOAT, (long) out.height() * out.width(), (long) in.height() * in.width());
    for (int i = 0; i < out.height(); i++) {
      for (int j = 0; j < out.width(); j++) {
        int top = first(i, in.height(), out.height());
        int bottom = end(i, in.height(), out.height());
        int left = first(j, in.width(), out.width());
        int right = end(j, in.width(), out.width());
        double share = 1.0 / ((bottom - top) * (right - left));
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            windows.putScalar((long) i * out.width() + j, (long) y * in.width() + x, share);
          }
        }
      }
    }
    return windows;
  }

  private static int first(int i, int in, int out) {
    return (int) ((long) i * in / out);
  }

  private static int end(int i, int in, int out) {
    return (int) (((i + 1L) * in + out - 1) / out);
  }

  @Override
  public void forward(Mode mode) {
    forward.run();
  }

  @Override
  public void backward() {
    backward.run();
  }

  @Override
  public long bytes() {
    return windows.length() * Float.BYTES;
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
    windows.close();
  }
}
