package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.onednn.Kernels.Use;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.dnnl.global.dnnl;

/** Max, average and adaptive average pools. */
final class PoolSteps {

  private final StepContext context;

  PoolSteps(StepContext context) {
    this.context = context;
  }

  /** A max pool; a ReLU that stood before it may come behind it, where it sees a quarter. */
  Value max(Value in, Shape output, Activation activation, Consumer<Backward> tape) {
    Value out = pool(dnnl.dnnl_pooling_max, in, output, tape);
    return activation == Activation.RELU ? Elementwise.relu(context, out, tape) : out;
  }

  Value average(Value in, Shape output, Consumer<Backward> tape) {
    return pool(dnnl.dnnl_pooling_avg_exclude_padding, in, output, tape);
  }

  private Value pool(int algorithm, Value in, Shape output, Consumer<Backward> tape) {
    Layout any = context.any(in.layout().type(), Layout.dims(context.images(), output));
    Use use = context.use();
    Kernel kernel =
        context.kernels().pool(algorithm, use, in.layout(), any, context.kernels().postOps());
    Value out = context.value(kernel.destination()).in(in.unit());
    Optional<Value> workspace =
        context.trains() ? kernel.workspace().map(context::value) : Optional.empty();
    if (workspace.isPresent()) {
      context
          .recorder()
          .call(
              kernel,
              new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_WORKSPACE},
              in,
              out,
              workspace.get());
    } else {
      context.recorder().call(kernel, new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST}, in, out);
    }
    Layout inLayout = in.layout();
    tape.accept((gradient, need) -> back(algorithm, kernel, inLayout, workspace, gradient));
    return out;
  }

  private Value back(
      int algorithm, Kernel forward, Layout in, Optional<Value> workspace, Value gradient) {
    Kernel kernel = context.kernels().poolBack(algorithm, in, gradient.layout(), forward);
    Value made = context.value(in);
    if (workspace.isPresent()) {
      context
          .recorder()
          .call(
              kernel,
              new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_WORKSPACE, dnnl.DNNL_ARG_DIFF_SRC},
              gradient,
              workspace.get(),
              made);
    } else {
      context
          .recorder()
          .call(kernel, new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC}, gradient, made);
    }
    return made;
  }

  /**
   * Averages each channel by a product with a matrix: column j holds the share of each input pixel
   * in output pixel j. Its transpose takes the gradient back.
   */
  Value adaptive(Layer.AdaptiveAvgPool pool, Value given, Consumer<Backward> tape) {
    Shape from = pool.input();
    Shape to = pool.output();
    NumberType type = context.type();
    int images = context.images();
    long maps = (long) images * from.channels();
    long inPixels = (long) from.height() * from.width();
    long outPixels = (long) to.height() * to.width();
    Value in = context.in(context.plain(type, Layout.dims(images, from)), given);
    Value shares = context.constant(type, matrix -> fill(pool, matrix), inPixels, outPixels);
    Value out = context.value(context.plain(type, Layout.dims(images, to)));
    Layout inRows = context.plain(type, maps, inPixels);
    Layout outRows = context.plain(type, maps, outPixels);
    multiply(in.as(inRows), shares, out.as(outRows));
    Layout givenLayout = given.layout();
    tape.accept(
        (gradient, need) -> {
          Layout transposed =
              Layout.strided(
                  context.natives(),
                  type,
                  new long[] {outPixels, inPixels},
                  new long[] {1, outPixels});
          Value made = context.value(context.plain(type, Layout.dims(images, from)));
          multiply(gradient.as(outRows), shares.as(transposed), made.as(inRows));
          return context.in(givenLayout, made);
        });
    return out;
  }

  private void multiply(Value a, Value b, Value out) {
    context
        .recorder()
        .call(
            context
                .kernels()
                .product(a.layout(), b.layout(), out.layout(), context.kernels().postOps()),
            new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
            a,
            b,
            out);
  }

  /** Windows as the plan's layer says: from floor(i * in / out) to ceil((i + 1) * in / out). */
  private static void fill(Layer.AdaptiveAvgPool pool, FloatBuffer matrix) {
    Shape in = pool.input();
    Shape out = pool.output();
    int outPixels = out.height() * out.width();
    for (int i = 0; i < in.height() * in.width() * outPixels; i++) {
      matrix.put(i, 0);
    }
    for (int y = 0; y < out.height(); y++) {
      int top = y * in.height() / out.height();
      int bottom = ((y + 1) * in.height() + out.height() - 1) / out.height();
      for (int x = 0; x < out.width(); x++) {
        int left = x * in.width() / out.width();
        int right = ((x + 1) * in.width() + out.width() - 1) / out.width();
        float share = 1f / ((bottom - top) * (right - left));
        for (int row = top; row < bottom; row++) {
          for (int column = left; column < right; column++) {
            matrix.put((row * in.width() + column) * outPixels + y * out.width() + x, share);
          }
        }
      }
    }
  }
}
