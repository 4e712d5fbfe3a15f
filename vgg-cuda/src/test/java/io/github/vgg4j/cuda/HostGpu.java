package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.driver.OutOfDeviceMemoryException;
import io.github.vgg4j.cuda.kernel.HostKernels;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.cuda.plan.Product;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A device made of the processor: the very kernels, compiled by g++, and plain loops in place of
 * NVIDIA's libraries. New memory is full of NaN, so that nothing that was not written goes unseen.
 */
final class HostGpu implements Gpu {

  private static final int NAN_BYTE = 0xFF;

  private final long capacity;
  private final Map<Long, BytePointer> taken = new HashMap<>();
  private long bytes;
  private final Set<Effort> efforts = EnumSet.noneOf(Effort.class);
  private int launches;
  private int graphs;

  HostGpu() {
    this(Long.MAX_VALUE);
  }

  /** A device with so many bytes of memory. */
  HostGpu(long capacity) {
    this.capacity = capacity;
  }

  /** Bytes that are taken now. */
  long bytesTaken() {
    return bytes;
  }

  /** Things run so far, a graph counting as one. */
  int launches() {
    return launches;
  }

  /** How kernels were chosen since this was asked last. */
  Set<Effort> efforts() {
    Set<Effort> since = EnumSet.copyOf(efforts);
    efforts.clear();
    return since;
  }

  /** Graphs made so far. */
  int graphs() {
    return graphs;
  }

  @Override
  public String name() {
    return "a processor in place of a GPU";
  }

  @Override
  public int computeCapability() {
    return 90;
  }

  @Override
  public int multiprocessors() {
    return 2;
  }

  @Override
  public long freeBytes() {
    return capacity - bytes;
  }

  @Override
  public long allocate(long wanted) {
    if (wanted > freeBytes()) {
      throw new OutOfDeviceMemoryException(name(), wanted, freeBytes());
    }
    BytePointer memory = new BytePointer(wanted + 256);
    Pointer.memset(memory, NAN_BYTE, wanted + 256);
    long address = (memory.address() + 255) / 256 * 256;
    taken.put(address, memory.capacity(wanted));
    bytes += wanted;
    return address;
  }

  @Override
  public void free(long address) {
    BytePointer memory = taken.remove(address);
    if (memory == null) {
      throw new IllegalStateException("Nothing was taken at " + address);
    }
    bytes -= memory.capacity();
    memory.close();
  }

  @Override
  public void clear(Place place) {
    Pointer.memset(new Address(place), 0, place.bytes());
  }

  @Override
  public void write(Place to, Pointer from) {
    Pointer.memcpy(new Address(to), from, to.bytes());
  }

  @Override
  public void writeAhead(Place to, Pointer from) {
    write(to, from);
  }

  /** What is read is read when it is asked for, and shown only on {@code await}. */
  @Override
  public Reading reading(Place from) {
    ByteBuffer asked = ByteBuffer.allocate((int) from.bytes()).order(ByteOrder.nativeOrder());
    return new Reading() {
      @Override
      public void ask() {
        new BytePointer(new Address(from)).capacity(from.bytes()).get(asked.array());
      }

      @Override
      public ByteBuffer await() {
        return asked;
      }
    };
  }

  @Override
  public void read(Pointer to, Place from) {
    Pointer.memcpy(to, new Address(from), from.bytes());
  }

  @Override
  public Prepared prepare(KernelCall call) {
    return new Host(call.name(), () -> HostKernels.orSkip().launch(call));
  }

  @Override
  public Prepared prepare(
      Convolution convolution, Map<Convolution.Role, Place> places, Effort effort) {
    efforts.add(effort);
    return new Host("loops", new HostConvolution(convolution, places));
  }

  @Override
  public Prepared prepare(Product product, Place a, Place b, Place bias, Place c) {
    return new Host("loops", new HostProduct(product, a, b, bias, c));
  }

  @Override
  public Prepared graph(List<Prepared> steps) {
    graphs++;
    List<Prepared> kept = List.copyOf(steps);
    return new Host("graph", () -> kept.forEach(step -> ((Host) step).work.run()));
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public void finish() {}

  @Override
  public double seconds(Prepared prepared, int runs) {
    prepared.run();
    return 1e-3;
  }

  @Override
  public void close() {
    taken.values().forEach(BytePointer::close);
    taken.clear();
  }

  /** Work on the processor. */
  private final class Host implements Prepared {
    private final String implementation;
    private final Runnable work;

    Host(String implementation, Runnable work) {
      this.implementation = implementation;
      this.work = work;
    }

    @Override
    public void run() {
      launches++;
      work.run();
    }

    @Override
    public String implementation() {
      return implementation;
    }
  }

  /** A place as JavaCPP's functions take it. */
  private static final class Address extends Pointer {
    Address(Place place) {
      address = place.address();
    }
  }
}
