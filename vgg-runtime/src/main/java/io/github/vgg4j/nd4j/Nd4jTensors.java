package io.github.vgg4j.nd4j;

import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Carries numbers between {@link Tensor}s and ND4J's arrays, on either of ND4J's back ends. */
public final class Nd4jTensors {

  private Nd4jTensors() {}

  /** A new array with a copy of a tensor's numbers. */
  public static INDArray toArray(Tensor tensor) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, longs(tensor.shape()), 'c');
    write(tensor, array);
    return array;
  }

  /**
   * A tensor over an array's own memory, without a copy: a change to one shows in the other. Keep
   * the array reachable while the tensor is in use.
   *
   * @param array floats in row-major order without gaps, on the CPU back end
   * @throws IllegalArgumentException if the array has another type or order
   */
  public static Tensor share(INDArray array) {
    checkPlain(array);
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    FloatPointer memory = new FloatPointer(array.data().pointer());
    return Tensor.over(memory.position(array.offset()), ints(array.shape()));
  }

  /** A new tensor with a copy of an array's numbers; any order, any number type. */
  public static Tensor toTensor(INDArray array) {
    Tensor tensor = Tensor.zeros(ints(array.shape()));
    INDArray floats = array.castTo(DataType.FLOAT);
    read(floats.ordering() == 'c' && !floats.isView() ? floats : floats.dup('c'), tensor);
    return tensor;
  }

  /** Copies a tensor into an array of as many numbers. */
  static void write(Tensor from, INDArray to) {
    FloatBuffer target = host(to);
    target.put(from.buffer().limit(target.remaining()));
    changedOnHost(to);
  }

  /** Copies an array into the first numbers of a tensor. */
  static void read(INDArray from, Tensor into) {
    into.buffer().put(host(from));
  }

  /**
   * The array's numbers where the CPU sees them. After writing, call {@link #changedOnHost}.
   *
   * @param array floats in row-major order without gaps; may be a view
   */
  static FloatBuffer host(INDArray array) {
    checkPlain(array);
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    int offset = Math.toIntExact(array.offset());
    return array
        .data()
        .asNioFloat()
        .position(offset)
        .limit(offset + Math.toIntExact(array.length()))
        .slice();
  }

  /** Tells the back end that the CPU wrote; a back end with memory of its own fetches it. */
  static void changedOnHost(INDArray array) {
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  private static void checkPlain(INDArray array) {
    if (array.dataType() != DataType.FLOAT || !plain(array)) {
      throw new IllegalArgumentException(
          "The array must hold floats in row-major order without gaps, but is "
              + array.dataType()
              + " of shape "
              + Arrays.toString(array.shape())
              + " with strides "
              + Arrays.toString(array.stride())
              + ". Use array.castTo(DataType.FLOAT).dup('c')");
    }
  }

  private static boolean plain(INDArray array) {
    long expected = 1;
    for (int d = array.rank() - 1; d >= 0; d--) {
      if (array.size(d) != 1 && array.stride(d) != expected) {
        return false;
      }
      expected *= array.size(d);
    }
    return true;
  }

  private static long[] longs(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }

  private static int[] ints(long[] shape) {
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }
}
