package io.github.vgg4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class Nd4jTensorsTest {

  @Test
  void aTensorBecomesAnArrayAndComesBack() {
    try (Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)) {
      INDArray array = Nd4jTensors.toArray(tensor);
      assertEquals(6, array.getFloat(1, 2));
      try (Tensor back = Nd4jTensors.toTensor(array)) {
        assertArrayEquals(new int[] {2, 3}, back.shape());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, back.toArray());
      }
    }
  }

  @Test
  void transposedDoublesBecomeRowMajorFloats() {
    INDArray array = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}}).transpose();
    try (Tensor tensor = Nd4jTensors.toTensor(array)) {
      assertArrayEquals(new int[] {3, 2}, tensor.shape());
      assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, tensor.toArray());
    }
  }

  @Test
  void aSharedTensorIsTheArraysOwnMemoryEvenOfAView() {
    INDArray flat = Nd4j.createFromArray(0f, 1f, 2f, 3f, 4f, 5f);
    INDArray view = flat.get(NDArrayIndex.interval(2, 6)).reshape('c', 2, 2);
    try (Tensor tensor = Nd4jTensors.share(view)) {
      assertArrayEquals(new float[] {2, 3, 4, 5}, tensor.toArray());
      tensor.buffer().put(3, 50);
      assertEquals(50, flat.getFloat(5));
    }
    assertEquals(2, flat.getFloat(2));
  }

  @Test
  void anArrayThatCannotBeSharedIsRefusedWithTheFix() {
    INDArray array = Nd4j.create(DataType.FLOAT, 3, 2).transpose();
    Throwable error = assertThrows(IllegalArgumentException.class, () -> Nd4jTensors.share(array));
    assertTrue(error.getMessage().contains("dup('c')"), error.getMessage());
  }

  @Test
  void aGpuNewerThanNd4jsKernelsIsNamedWithTheEngineToUse() {
    Availability.Unavailable no =
        (Availability.Unavailable) Nd4jDevice.judge(cuda("NVIDIA H100 80GB HBM3", 9, 0));
    assertEquals(
        "ND4J's CUDA kernels run up to compute capability 8.9, and NVIDIA H100 80GB HBM3 has 9.0",
        no.reason());
    assertEquals("Use the cuda engine: add vgg-cuda to the project's dependencies.", no.remedy());
  }

  @Test
  void aGpuWithinReachIsPreferredToTheCpu() {
    Availability.Available gpu =
        (Availability.Available) Nd4jDevice.judge(cuda("NVIDIA GeForce RTX 4090", 8, 9));
    assertEquals("GPU NVIDIA GeForce RTX 4090, ND4J on CUDA 11.6", gpu.device());
    Availability.Available cpu = (Availability.Available) new Nd4jEngine().availability();
    assertTrue(gpu.preference() > cpu.preference());
  }

  private static Properties cuda(String name, int major, int minor) {
    Properties environment = new Properties();
    environment.put("backend", "CUDA");
    environment.put(
        "cuda.devicesInformation",
        List.of(
            Map.of("cuda.deviceName", name, "cuda.deviceMajor", major, "cuda.deviceMinor", minor)));
    return environment;
  }
}
