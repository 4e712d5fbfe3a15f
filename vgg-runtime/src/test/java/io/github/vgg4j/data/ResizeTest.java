package io.github.vgg4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected numbers: PyTorch 1.13, {@code interpolate(mode="bilinear", align_corners=False)}. */
class ResizeTest {

  private static final float CLOSE = 2e-6f;

  @Test
  void enlargesAsPyTorchDoes() {
    assertArrayEquals(
        new float[] {
          0f,
          0.2230392f,
          0.4906863f,
          0.7137255f,
          0.04352942f,
          0.2707353f,
          0.5057353f,
          0.6701961f,
          0.2176471f,
          0.4615196f,
          0.5659314f,
          0.4960784f,
          0.3917647f,
          0.6523039f,
          0.6261274f,
          0.3219608f,
          0.4352941f,
          0.7f,
          0.6411765f,
          0.2784314f
        },
        resize(1, 2, 3, 5, 4, Normalization.UNIT),
        CLOSE);
  }

  @Test
  void reducesAsPyTorchDoes() {
    assertArrayEquals(
        new float[] {
          0.4501634f,
          0.3661765f,
          0.6586601f,
          0.449183f,
          0.2382353f,
          0.5578431f,
          0.6264706f,
          0.4441176f,
          0.4864379f,
          0.4985294f,
          0.7616013f,
          0.3972222f
        },
        resize(1, 7, 5, 3, 4, Normalization.UNIT),
        CLOSE);
  }

  @Test
  void normalisesEachChannelAfterInterpolating() {
    assertArrayEquals(
        new float[] {
          -1.801096f, -0.9855296f, -0.1699633f, 0.09975163f, -0.5103178f, -1.120387f, -0.6264005f,
          0.2073705f, 1.041141f, 1.316877f, 0.6931896f, 0.06950274f, 0.6792157f, 0.951547f,
          1.223878f, -0.732549f, -0.2379957f, 0.2565577f
        },
        resize(3, 3, 2, 2, 3, Normalization.IMAGENET),
        CLOSE);
  }

  @Test
  void spreadsASinglePixel() {
    float v = -0.8101984f;
    assertArrayEquals(
        new float[] {v, v, v, v, v, v}, resize(1, 1, 1, 2, 3, Normalization.FASHION_MNIST), CLOSE);
  }

  @Test
  void enlargesAGarmentToTheTextbookSizeAsPyTorchDoes() {
    float[] out = resize(1, 28, 28, 96, 96, Normalization.FASHION_MNIST);

    assertEquals(5560.320166615857, sum(out), 1e-2);
    assertEquals(-0.8101984f, out[0], CLOSE);
    assertEquals(0.8895185f, out[95], CLOSE);
    assertEquals(0.6227654f, out[1000], CLOSE);
    assertEquals(0.4949085f, out[4607], CLOSE);
    assertEquals(1.066365f, out[5555], CLOSE);
    assertEquals(-0.05476865f, out[9120], CLOSE);
    assertEquals(-0.03255013f, out[9215], CLOSE);
  }

  @Test
  void reducesOneSideAndEnlargesTheOtherAsPyTorchDoes() {
    float[] out = resize(1, 32, 30, 13, 77, Normalization.UNIT);

    assertEquals(504.83626548200846, sum(out), 1e-3);
    assertEquals(0.2464555f, out[0], CLOSE);
    assertEquals(0.50181f, out[76], CLOSE);
    assertEquals(0.5382352f, out[500], CLOSE);
    assertEquals(0.61063f, out[777], CLOSE);
    assertEquals(0.2315237f, out[1000], CLOSE);
  }

  @Test
  void onlyNormalisesWhereTheSizesAreEqual() {
    float[] out = resize(2, 1, 2, 1, 2, new Normalization(List.of(0f, 0.2f), List.of(1f, 0.5f)));

    // The pattern's bytes are 0, 91, 106, 197.
    assertArrayEquals(new float[] {0f, 0.35686275f, 0.43137252f, 1.145098f}, out, CLOSE);
  }

  @Test
  void takesAndLeavesBytesAtTheOffsetsOnly() {
    ByteBuffer source = ByteBuffer.allocate(7);
    source.put(3, new byte[] {(byte) 255, 0, 51, 102});
    FloatBuffer target = FloatBuffer.wrap(new float[] {9, 9, 9, 9, 9, 9});

    Resize.of(1, 2, 2, 1, 2, Normalization.UNIT).apply(source, 3, target, 2);

    assertArrayEquals(new float[] {9, 9, 0.6f, 0.2f, 9, 9}, target.array(), CLOSE);
    assertEquals(0, source.position());
    assertEquals(0, target.position());
  }

  @Test
  void resizesTheImagesOfABatchAndNoMore() {
    ImageBatch batch = new ImageBatch(3, 1, 1, 2);
    batch.pixels().put(0, new byte[] {0, (byte) 255, 51, 51, 1, 1});
    batch.count(2);
    float[] out = new float[6];

    Resize.of(1, 1, 2, 1, 2, Normalization.UNIT).apply(batch, FloatBuffer.wrap(out));

    assertArrayEquals(new float[] {0, 1, 0.2f, 0.2f, 0, 0}, out, CLOSE);
  }

  @Test
  void givesTheSameResultFromManyThreads() {
    Resize resize = Resize.of(1, 28, 28, 96, 96, Normalization.UNIT);
    ByteBuffer source = pattern(1, 28, 28);
    float[] expected = new float[96 * 96];
    resize.apply(source, 0, FloatBuffer.wrap(expected), 0);

    List<CompletableFuture<float[]>> runs =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          float[] out = new float[96 * 96];
                          resize.apply(source, 0, FloatBuffer.wrap(out), 0);
                          return out;
                        }))
            .toList();

    runs.forEach(run -> assertArrayEquals(expected, run.join()));
  }

  @Test
  void refusesSizesAndNormalizationsThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class, () -> Resize.of(1, 0, 2, 2, 2, Normalization.UNIT));
    assertEquals(
        "The normalization has means for 3 channels, but the images have 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> Resize.of(1, 2, 2, 2, 2, Normalization.IMAGENET))
            .getMessage());
    assertEquals(
        "The batch has images of 1x2x2, but this resize is for 1x2x3",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Resize.of(1, 2, 3, 2, 2, Normalization.UNIT)
                        .apply(new ImageBatch(1, 1, 2, 2), FloatBuffer.allocate(4)))
            .getMessage());
  }

  private static float[] resize(int c, int h, int w, int toH, int toW, Normalization n) {
    float[] out = new float[c * toH * toW];
    Resize.of(c, h, w, toH, toW, n).apply(pattern(c, h, w), 0, FloatBuffer.wrap(out), 0);
    return out;
  }

  private static ByteBuffer pattern(int channels, int height, int width) {
    ByteBuffer bytes = ByteBuffer.allocate(channels * height * width);
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          bytes.put((byte) (c * height * width * 53 + y * width * 37 + x * 91 + y * x * 17));
        }
      }
    }
    return bytes.flip();
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
