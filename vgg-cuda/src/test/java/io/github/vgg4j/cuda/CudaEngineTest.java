package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine says of itself, on machines that are made up. */
final class CudaEngineTest {

  @TempDir static Path folder;
  private static FakeCuda fake;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    fake = FakeCuda.in(folder);
  }

  @Test
  void namesTheDeviceItsMemoryAndTheVersions() throws Exception {
    String out = fake.run(Map.of(), "io.github.vgg4j.cuda.CudaEngineAvailability").out();

    assertEquals(
        """
        Available[device=GPU Fake GPU A, 1.0 GiB, compute capability 9.0, driver for CUDA 13.0, \
        cuDNN 9.19.0, NVRTC 13.0, preference=30]
        [F32, TF32, BF16]
        free 1073741824
        """,
        out);
  }

  @Test
  void choosesTheDeviceThatThePropertyNames() throws Exception {
    String out =
        fake.run(
                Map.of("FAKE_CUDA_DEVICES", "2"),
                "-Dvgg.cuda.device=1",
                "io.github.vgg4j.cuda.CudaEngineAvailability")
            .out();

    assertTrue(out.startsWith("Available[device=GPU Fake GPU B, "), out);
  }

  @Test
  void listsTheDevicesWhereThePropertyNamesNone() throws Exception {
    String out =
        fake.run(
                Map.of("FAKE_CUDA_DEVICES", "2"),
                "-Dvgg.cuda.device=gpu1",
                "io.github.vgg4j.cuda.CudaEngineAvailability")
            .out();

    assertTrue(
        out.startsWith(
            "Unavailable[reason=-Dvgg.cuda.device=gpu1 names no GPU of this machine, which has"
                + " 0: Fake GPU A, 1.0 GiB, compute capability 9.0;"
                + " 1: Fake GPU B, 1.0 GiB, compute capability 9.0,"
                + " remedy=Name one of these with -Dvgg.cuda.device, or leave it out.]"),
        out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FAKE_CUDA_DEVICES | 0 | NVIDIA's driver is installed, but shows no GPU | nvidia-smi",
        "FAKE_CUDA_INIT | 34 | the driver's library is the stub that toolkits link against, not a"
            + " driver | Take its folder out of LD_LIBRARY_PATH",
        "FAKE_CUDA_INIT | 802 | the GPUs wait for NVIDIA's fabric manager | systemctl start",
        "FAKE_CUDA_INIT | 803 | of different versions | Restart the machine",
        "FAKE_CUDA_INIT | 999 | answers with error 999 | nvidia-smi",
        "FAKE_CUDA_CAPABILITY | 61 | CUDA 13 needs a GPU of compute capability 7.5 or newer, and"
            + " Fake GPU A has 6.1 | Use the nd4j engine with its CUDA back end",
        "FAKE_CUDA_DRIVER | 12080 | NVIDIA's driver is for CUDA 12.8, but CUDA 13 needs 580 or"
            + " newer | Install a driver of version 580 or newer.",
        "FAKE_CUDNN_CUDA | 12090 | cuDNN is made for CUDA 12, but 13 is needed | pip"
            + " install --no-deps --force-reinstall nvidia-cudnn-cu13"
      })
  void saysWhyADeviceCannotBeUsedAndWhatToDo(
      String variable, String value, String reason, String remedy) throws Exception {
    String out =
        fake.run(Map.of(variable, value), "io.github.vgg4j.cuda.CudaEngineAvailability").out();

    int middle = out.indexOf(", remedy=");
    assertTrue(out.startsWith("Unavailable[reason="), out);
    assertTrue(out.substring(0, middle).contains(reason), out);
    assertTrue(out.substring(middle).contains(remedy), out);
    assertTrue(out.contains("\n[F32]\n"), out);
  }

  @Test
  void saysThatBindingAtOnceCannotWork() throws Exception {
    String out =
        fake.run(Map.of("LD_BIND_NOW", "1"), "io.github.vgg4j.cuda.CudaEngineAvailability").out();

    assertTrue(
        out.startsWith(
            "Unavailable[reason=with LD_BIND_NOW the loader asks for functions that nobody calls"),
        out);
    assertTrue(out.contains(", remedy=Unset LD_BIND_NOW.]"), out);
  }

  @Test
  void aCompilerNewerThanTheDriverIsTaken() throws Exception {
    String out =
        fake.run(Map.of("FAKE_NVRTC_MINOR", "1"), "io.github.vgg4j.cuda.CudaEngineAvailability")
            .out();

    assertTrue(out.startsWith("Available[device=GPU Fake GPU A, "), out);
    assertTrue(out.contains("NVRTC 13.1"), out);
  }

  @Test
  void turingComputesInFloat32Alone() throws Exception {
    String out =
        fake.run(
                Map.of("FAKE_CUDA_CAPABILITY", "75"), "io.github.vgg4j.cuda.CudaEngineAvailability")
            .out();

    assertTrue(out.startsWith("Available[device=GPU Fake GPU A, "), out);
    assertTrue(out.contains("\n[F32]\n"), out);
  }

  @Test
  void withoutADriverNothingOfCudaIsLoaded() throws Exception {
    assumeTrue(
        new CudaEngine().availability() instanceof Availability.Unavailable,
        "This machine has a driver and a GPU");

    String out =
        FakeCuda.java(
                Map.of("VGG_CUDA_PATH", ""),
                "-verbose:class",
                "io.github.vgg4j.cuda.CudaEngineAvailability")
            .out();

    assertTrue(out.contains("io.github.vgg4j.cuda.CudaEngine "), "classes are listed");
    assertFalse(out.contains("org.bytedeco"), "presets are loaded");
    assertFalse(out.contains("PythonFolders"), "Python's folders are looked up");
  }

  @Test
  void hasNoPeakWhereItCannotRun() {
    CudaEngine engine = new CudaEngine();
    assumeTrue(
        engine.availability() instanceof Availability.Unavailable,
        "This machine has a driver and a GPU");

    assertEquals(OptionalDouble.empty(), engine.peakFlops(Precision.F32));
  }
}
