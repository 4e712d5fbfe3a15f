package io.github.vgg4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void holdsACopyOfItsNumbersInRowMajorOrder() {
    float[] values = {1, 2, 3, 4, 5, 6};
    try (Tensor tensor = Tensor.of(values, 2, 3)) {
      values[0] = 9;

      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, tensor.toArray());
      assertArrayEquals(new int[] {2, 3}, tensor.shape());
      assertEquals(3, tensor.size(1));
      assertEquals("Tensor[2, 3]", tensor.toString());
    }
  }

  @Test
  void writesThroughTheBufferStay() {
    try (Tensor tensor = Tensor.zeros(List.of(2, 2))) {
      tensor.buffer().put(3, 7f);

      assertArrayEquals(new float[] {0, 0, 0, 7}, tensor.toArray());
      assertEquals(0, tensor.buffer().position());
      assertEquals(4, tensor.buffer().capacity());
    }
  }

  @Test
  void mayBeEmptyOrAScalar() {
    try (Tensor empty = Tensor.zeros(3, 0);
        Tensor scalar = Tensor.of(new float[] {5})) {
      assertEquals(0, empty.elements());
      assertEquals(0, empty.buffer().capacity());
      assertEquals(0, empty.toArray().length);
      assertEquals(1, scalar.elements());
      assertArrayEquals(new float[] {5}, scalar.toArray());
    }
  }

  @Test
  void refusesNegativeSidesOverflowAndAWrongCount() {
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, -1));
    assertThrows(ArithmeticException.class, () -> Tensor.zeros(65536, 65536));
    assertEquals(
        "3 numbers do not fill a tensor of shape [2, 2]",
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[] {1, 2, 3}, 2, 2))
            .getMessage());
  }

  @Test
  void viewsForeignMemoryAndLeavesItAlive() {
    try (FloatPointer memory = new FloatPointer(1f, 2f, 3f)) {
      try (Tensor view = Tensor.over(memory, 3)) {
        view.buffer().put(0, 8f);
      }

      assertEquals(8f, memory.get(0));
    }
  }

  @Test
  void viewsForeignMemoryFromItsPosition() {
    try (FloatPointer memory = new FloatPointer(1f, 2f, 3f, 4f)) {
      try (Tensor view = Tensor.over(memory.position(1), 2);
          Tensor copy = Tensor.zeros(2)) {
        memory.position(0);
        copy.copyFrom(view);

        assertArrayEquals(new float[] {2, 3}, view.toArray());
        assertArrayEquals(new float[] {2, 3}, copy.toArray());
        assertEquals(2, view.buffer().capacity());
      }
    }
  }

  @Test
  void copiesFromATensorOfTheSameShapeOnly() {
    try (Tensor one = Tensor.of(new float[] {1, 2}, 2);
        Tensor two = Tensor.zeros(2);
        Tensor other = Tensor.zeros(1, 2)) {
      two.copyFrom(one);

      assertArrayEquals(new float[] {1, 2}, two.toArray());
      assertThrows(IllegalArgumentException.class, () -> other.copyFrom(one));
    }
  }

  @Test
  void isUnusableAfterItIsClosed() {
    Tensor tensor = Tensor.zeros(1);
    tensor.close();
    tensor.close();

    assertThrows(IllegalStateException.class, tensor::buffer);
  }
}
