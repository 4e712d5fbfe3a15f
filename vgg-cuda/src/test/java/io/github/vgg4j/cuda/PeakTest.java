package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.cuda.plan.Product;
import io.github.vgg4j.engine.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the largest product is measured over. */
final class PeakTest {

  @ParameterizedTest
  @CsvSource({
    "F32, F32, EXACT, 268435456",
    "TF32, F32, TF32, 268435456",
    "BF16, BF16, EXACT, 134217728"
  })
  void aProductOf8192IsMeasuredOverFilledMatrices(
      Precision precision, NumberType type, Convolution.Math math, long bytes) {
    Recorder gpu = new Recorder(2.0);

    // 2 x 8192^3 operations in 2 seconds.
    assertEquals(549_755_813_888.0, Peak.flops(gpu, precision));

    Product product = gpu.products.get(0);
    assertEquals(type, product.type());
    assertEquals(math, product.math());
    assertEquals(2 * bytes, gpu.written);
    assertTrue(gpu.taken.isEmpty(), "memory is given back");
    assertEquals(1, gpu.runs, "it runs once before it is measured");
  }

  /** A device that only notes what it is asked for. */
  private static final class Recorder implements Gpu {

    private final double seconds;
    private final Set<Long> taken = new HashSet<>();
    private final List<Product> products = new ArrayList<>();
    private long written;
    private int runs;

    Recorder(double seconds) {
      this.seconds = seconds;
    }

    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public int computeCapability() {
      return 90;
    }

    @Override
    public int multiprocessors() {
      return 1;
    }

    @Override
    public long freeBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public long allocate(long bytes) {
      taken.add(4096L);
      return 4096;
    }

    @Override
    public void free(long address) {
      taken.remove(address);
    }

    @Override
    public void clear(Place place) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(Place to, Pointer from) {
      written += to.bytes();
    }

    @Override
    public void writeAhead(Place to, Pointer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Reading reading(Place from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void read(Pointer to, Place from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Prepared prepare(KernelCall call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Prepared prepare(
        Convolution convolution, Map<Convolution.Role, Place> places, Effort effort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Prepared prepare(Product product, Place a, Place b, Place bias, Place c) {
      products.add(product);
      return new Prepared() {
        @Override
        public void run() {
          runs++;
        }

        @Override
        public String implementation() {
          return "nothing";
        }
      };
    }

    @Override
    public Prepared graph(List<Prepared> steps) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long scratchBytes() {
      return 0;
    }

    @Override
    public void finish() {}

    @Override
    public double seconds(Prepared prepared, int count) {
      return seconds;
    }

    @Override
    public void close() {}
  }
}
