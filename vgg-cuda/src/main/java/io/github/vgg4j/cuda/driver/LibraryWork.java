package io.github.vgg4j.cuda.driver;

import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.cuda.plan.Product;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;

/** What cuDNN and cuBLASLt do on a device; package {@code plan} is behind it. */
public interface LibraryWork extends AutoCloseable {

  /** Opens the libraries for a device whose context is current. */
  interface Factory {

    /**
     * Opens them.
     *
     * @param device whose context is current on this thread
     * @param stream on which all work runs
     * @param services what the libraries need of the device
     */
    LibraryWork open(Device device, CUstream_st stream, Services services);
  }

  /** What libraries need of the device. */
  interface Services {

    /**
     * Takes memory.
     *
     * @return its address
     * @throws OutOfDeviceMemoryException if the device has not so much left
     */
    long allocate(long bytes);

    /** Gives it back. */
    void free(long address);

    /** A kernel of our own, ready to be put on the stream. */
    Runnable kernel(KernelCall call);

    /**
     * Measures work on the device.
     *
     * @param work puts one run on the stream
     * @param runs at least 1
     * @return seconds of the median run
     * @throws CudaException if it cannot run, or not as part of a graph
     */
    double seconds(Runnable work, int runs);
  }

  /** A convolution or a product, tied to its memory. */
  interface Bound {

    /** Puts it on the stream. */
    void run();

    /** The library's name for what runs. */
    String implementation();

    /** What is left to kernels of our own, in this order, after each run. */
    default List<KernelCall> rest() {
      return List.of();
    }
  }

  /** Chooses a plan for a convolution; memory is taken by now. */
  Bound bind(Convolution convolution, Map<Convolution.Role, Place> places, Effort effort);

  /** Chooses the fastest algorithm for a product; memory is taken by now. */
  Bound bind(Product product, Place a, Place b, Place bias, Place c);

  /** Bytes of scratch that it holds on the device now. */
  long scratchBytes();

  @Override
  void close();
}
