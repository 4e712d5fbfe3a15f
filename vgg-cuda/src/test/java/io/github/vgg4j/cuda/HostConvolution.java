package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Convolution.Role;
import java.util.Map;

/** A convolution by its definition, NHWC and KRSC. */
record HostConvolution(Convolution c, Map<Role, Place> places) implements Runnable {

  @Override
  public void run() {
    switch (c.work()) {
      case FORWARD, FORWARD_BIAS, FORWARD_BIAS_RELU -> forward();
      case INPUT_GRADIENT, INPUT_GRADIENT_RELU -> inputGradient();
      case INPUT_GRADIENT_RELU_BIAS ->
          throw new IllegalStateException("No session records " + c.work());
      case FILTER_GRADIENT -> filterGradient(c.type());
      case FILTER_GRADIENT_F32 -> filterGradient(NumberType.F32);
    }
  }

  private void forward() {
    HostNumbers x = numbers(Role.X);
    HostNumbers w = numbers(Role.W);
    HostNumbers y = numbers(Role.Y);
    HostNumbers bias =
        c.work() == Convolution.Work.FORWARD
            ? null
            : new HostNumbers(places.get(Role.BIAS), NumberType.F32);
    double[] sums = new double[pixels() * c.out()];
    each(
        (pixel, source, tap) -> {
          for (int k = 0; k < c.out(); k++) {
            for (int i = 0; i < c.in(); i++) {
              sums[pixel * c.out() + k] +=
                  (double) x.get(source * c.in() + i) * w.get((k * taps() + tap) * c.in() + i);
            }
          }
        });
    for (int i = 0; i < sums.length; i++) {
      double sum = sums[i] + (bias == null ? 0 : bias.get(i % c.out()));
      y.put(i, c.work() == Convolution.Work.FORWARD_BIAS_RELU ? Math.max(sum, 0) : sum);
    }
  }

  private void inputGradient() {
    HostNumbers dy = numbers(Role.DY);
    HostNumbers w = numbers(Role.W);
    HostNumbers dx = numbers(Role.DX);
    HostNumbers x = c.work() == Convolution.Work.INPUT_GRADIENT ? null : numbers(Role.X);
    double[] sums = new double[pixels() * c.in()];
    each(
        (pixel, source, tap) -> {
          for (int k = 0; k < c.out(); k++) {
            for (int i = 0; i < c.in(); i++) {
              sums[source * c.in() + i] +=
                  (double) dy.get(pixel * c.out() + k) * w.get((k * taps() + tap) * c.in() + i);
            }
          }
        });
    for (int i = 0; i < sums.length; i++) {
      dx.put(i, x == null || x.get(i) > 0 ? sums[i] : 0);
    }
  }

  private void filterGradient(NumberType type) {
    HostNumbers dy = numbers(Role.DY);
    HostNumbers x = numbers(Role.X);
    HostNumbers dw = new HostNumbers(places.get(Role.DW), type);
    double[] sums = new double[c.out() * taps() * c.in()];
    each(
        (pixel, source, tap) -> {
          for (int k = 0; k < c.out(); k++) {
            for (int i = 0; i < c.in(); i++) {
              sums[(k * taps() + tap) * c.in() + i] +=
                  (double) dy.get(pixel * c.out() + k) * x.get(source * c.in() + i);
            }
          }
        });
    for (int i = 0; i < sums.length; i++) {
      dw.put(i, sums[i]);
    }
  }

  /** An output pixel, the input pixel that it reads, and through which tap of the filter. */
  private interface Meeting {
    void at(int pixel, int source, int tap);
  }

  private void each(Meeting meeting) {
    int padding = c.kernel() / 2;
    for (int pixel = 0; pixel < pixels(); pixel++) {
      int column = pixel % c.width();
      int row = pixel / c.width() % c.height();
      for (int tap = 0; tap < taps(); tap++) {
        int down = tap / c.kernel() - padding;
        int right = tap % c.kernel() - padding;
        if (inside(row + down, c.height()) && inside(column + right, c.width())) {
          meeting.at(pixel, pixel + down * c.width() + right, tap);
        }
      }
    }
  }

  private static boolean inside(int index, int size) {
    return index >= 0 && index < size;
  }

  private int pixels() {
    return c.images() * c.height() * c.width();
  }

  private int taps() {
    return c.kernel() * c.kernel();
  }

  private HostNumbers numbers(Role role) {
    return new HostNumbers(places.get(role), c.type());
  }
}
