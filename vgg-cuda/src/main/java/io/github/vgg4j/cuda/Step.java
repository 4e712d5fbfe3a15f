package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Product;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One thing that the device does, as it is written down: no address and no choice made yet. */
sealed interface Step {

  /** The layer it belongs to, for profiles. */
  String label();

  /** Every array that it reads or writes. */
  List<Place> places();

  /**
   * A kernel of our own.
   *
   * @param flops multiplications and additions; 0 where memory decides the time
   */
  record Launch(String label, KernelCall call, long flops) implements Step {
    @Override
    public List<Place> places() {
      return call.arguments().stream().flatMap(Launch::place).toList();
    }

    private static Stream<Place> place(Argument argument) {
      return argument instanceof Argument.Address address
          ? Stream.of(address.place())
          : Stream.empty();
    }
  }

  /** A convolution of cuDNN's. */
  record Convolve(String label, Convolution convolution, Map<Convolution.Role, Place> operands)
      implements Step {
    @Override
    public List<Place> places() {
      return List.copyOf(operands.values());
    }
  }

  /** A product of cuBLASLt's. */
  record Multiply(String label, Product product, Place a, Place b, Place bias, Place c)
      implements Step {
    @Override
    public List<Place> places() {
      return List.of(a, b, bias, c);
    }
  }
}
