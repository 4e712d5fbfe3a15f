package io.github.vgg4j.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Vectors of floats that live and die together. */
final class Nd4jArrays implements AutoCloseable {

  private final List<INDArray> owned = new ArrayList<>();

  /** A new vector of zeros. */
  INDArray zeros(long elements) {
    INDArray array = Nd4j.create(DataType.FLOAT, elements);
    owned.add(array);
    return array;
  }

  long bytes() {
    return owned.stream().mapToLong(array -> array.length() * Float.BYTES).sum();
  }

  @Override
  public void close() {
    owned.forEach(INDArray::close);
  }
}
