package io.github.vgg4j.cuda.driver;

import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.cuda.plan.Product;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/**
 * What a session asks of a device; {@code CudaGpu} is the real one, and tests run the same steps on
 * a processor. Driven by one thread at a time; everything runs in the order it is asked for.
 */
public interface Gpu extends AutoCloseable {

  /** What people call it, such as {@code NVIDIA H100 80GB HBM3}. */
  String name();

  /** 90 for compute capability 9.0. */
  int computeCapability();

  /** Processors, for the size of a grid. */
  int multiprocessors();

  /** Bytes of memory that are free now. */
  long freeBytes();

  /**
   * Takes memory, aligned to 256 bytes, its content undefined.
   *
   * @throws OutOfDeviceMemoryException if the device has not so much left
   */
  long allocate(long bytes);

  /** Gives memory back. */
  void free(long address);

  /** Sets memory to zero. */
  void clear(Place place);

  /** Copies from the host; the host's memory may be changed when this returns. */
  void write(Place to, Pointer from);

  /**
   * The same, but as soon as nothing uses the place any more, while other work still runs: for
   * places that are written again and again.
   */
  void writeAhead(Place to, Pointer from);

  /** Copies to the host, and waits until everything asked for before is done. */
  void read(Pointer to, Place from);

  /** A few bytes that are read again and again without making the device wait. */
  interface Reading {

    /** Asks for them as they are behind everything asked for so far; does not wait. */
    void ask();

    /** Waits for what was asked for last; the buffer is the same each time. */
    ByteBuffer await();
  }

  /** Makes one of a place. */
  Reading reading(Place from);

  /** Something that runs on the device, with every choice made. */
  interface Prepared {

    /** Asks the device to run it; does not wait. */
    void run();

    /** What runs: the name of a kernel or of the library's engine; for profiles. */
    String implementation();
  }

  /** Compiles a kernel of our own. */
  Prepared prepare(KernelCall call);

  /** Chooses a plan for a convolution: the fastest, or one that is quickly made. */
  Prepared prepare(Convolution convolution, Map<Convolution.Role, Place> places, Effort effort);

  /**
   * Chooses the fastest algorithm for a product.
   *
   * @param bias {@code Argument.NOWHERE} where the epilogue takes none
   */
  Prepared prepare(Product product, Place a, Place b, Place bias, Place c);

  /** Makes one launch of many: a CUDA graph of the given, which have all run before. */
  Prepared graph(List<Prepared> steps);

  /** Bytes that the libraries' scratch takes now. */
  long scratchBytes();

  /** Waits until everything asked for is done. */
  void finish();

  /**
   * Seconds that something takes on the device: the median of several graphs of a few runs each, so
   * that what the host needs to ask for a run does not count.
   *
   * @param runs graphs, at least 1
   */
  double seconds(Prepared prepared, int runs);

  @Override
  void close();
}
