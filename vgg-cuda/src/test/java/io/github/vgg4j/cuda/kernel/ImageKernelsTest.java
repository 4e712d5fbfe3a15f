package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.data.ChangedImage;
import io.github.vgg4j.data.Resize;
import io.github.vgg4j.tensor.Normalization;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ImageKernelsTest extends KernelCase {

  @ParameterizedTest
  @EnumSource
  void imagesAreResizedToTheVeryNumbersOfTheProcessor(NumberType type) {
    checkPrepare(type, 28, 28, new MapShape(3, 96, 96, 1), Way.PLAIN);
    checkPrepare(type, 9, 7, new MapShape(2, 9, 7, 3), Way.PLAIN);
    checkPrepare(type, 11, 5, new MapShape(2, 7, 13, 3), Way.PLAIN);
    checkPrepare(type, 1, 1, new MapShape(1, 3, 2, 2), Way.PLAIN);
  }

  @ParameterizedTest
  @EnumSource
  void imagesAreGatheredMirroredAndShiftedOnTheWay(NumberType type) {
    checkPrepare(type, 28, 28, new MapShape(5, 32, 32, 1), Way.GATHERED);
    checkPrepare(type, 8, 6, new MapShape(4, 8, 6, 3), Way.GATHERED);
    checkPrepare(type, 7, 9, new MapShape(3, 15, 4, 4), Way.GATHERED);
  }

  @ParameterizedTest
  @EnumSource
  void aNormalizationOfAnySizeGivesTheVeryNumbersOfTheProcessor(NumberType type) {
    MapShape out = new MapShape(2, 9, 40, 1);
    for (float deviation : new float[] {1e-36f, 1e-25f, 0.2f, 1e25f, 1e38f}) {
      for (float mean : new float[] {0, 1e-40f, -1e-20f, 0.5f}) {
        Normalization normalization = new Normalization(List.of(mean), List.of(deviation));
        checkPrepare(type, 7, 11, out, Way.PLAIN, normalization);
      }
    }
  }

  @Test
  void quickDivisionsRoundAsDivisionsDo() {
    for (double deviation : new double[] {0.3530, 0.229, 0.224, 0.225, random.nextDouble(0.5, 1)}) {
      HostArray by255 = HostArray.ints(-1);
      HostArray by = HostArray.ints(-1);
      host.launch(
          Launch.of("divides.cu", "divides_wrongly").real(deviation).at(by255, by).grid(1, 32, 0));
      assertEquals(0, by255.check().intAt(0), "by 255");
      assertEquals(0, by.check().intAt(0), "by " + deviation);
    }
  }

  private enum Way {
    PLAIN,
    GATHERED
  }

  private void checkPrepare(NumberType type, int height, int width, MapShape out, Way way) {
    checkPrepare(type, height, width, out, way, normalization(out.channels()));
  }

  private void checkPrepare(
      NumberType type, int height, int width, MapShape out, Way way, Normalization normalization) {
    int channels = out.channels();
    int bytes = channels * height * width;
    int stored = way == Way.GATHERED ? 2 * out.images() : out.images();
    byte[] pixels = new byte[stored * bytes];
    random.nextBytes(pixels);
    int[] order = new int[out.images()];
    int[] changes = new int[3 * out.images()];
    Resize resize = Resize.of(channels, height, width, out.height(), out.width(), normalization);
    double[] expected = new double[(int) out.elements()];
    for (int image = 0; image < out.images(); image++) {
      byte[] source = Arrays.copyOfRange(pixels, image * bytes, (image + 1) * bytes);
      if (way == Way.GATHERED) {
        order[image] = whole(0, stored - 1);
        int[] change = {whole(0, 1), whole(-3, 3), whole(-3, 3)};
        System.arraycopy(change, 0, changes, 3 * image, 3);
        byte[] chosen =
            Arrays.copyOfRange(pixels, order[image] * bytes, (order[image] + 1) * bytes);
        source =
            ChangedImage.of(change[0] == 1, change[1], change[2], chosen, channels, height, width);
      }
      FloatBuffer plain = FloatBuffer.allocate(resize.targetElements());
      resize.apply(ByteBuffer.wrap(source), 0, plain, 0);
      toNhwc(plain.array(), out, image, expected);
    }
    HostArray to = HostArray.of(type, out.elements());
    Place orders = way == Way.GATHERED ? HostArray.ints(order) : Argument.NOWHERE;
    Place changed = way == Way.GATHERED ? HostArray.ints(changes) : Argument.NOWHERE;
    host.launch(
        ImageKernels.prepare(
            type,
            HostArray.unsignedBytes(pixels),
            height,
            width,
            orders,
            changed,
            floats(ImageKernels.normalization(normalization, channels)),
            out,
            to));
    for (int i = 0; i < expected.length; i++) {
      expected[i] = HostArray.rounded(type, expected[i]);
    }
    assertClose(
        expected, to.check().numbers(type), 0, 0, () -> height + "x" + width + " to " + out);
  }

  private Normalization normalization(int channels) {
    List<Float> mean = new ArrayList<>();
    List<Float> deviation = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      mean.add((float) random.nextDouble());
      deviation.add((float) random.nextDouble(0.1, 1));
    }
    return new Normalization(mean, deviation);
  }

  private static HostArray floats(float[] numbers) {
    HostArray array = HostArray.of(NumberType.F32, numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      array.set(NumberType.F32, i, numbers[i]);
    }
    return array;
  }

  private static void toNhwc(float[] plain, MapShape shape, int image, double[] to) {
    int pixels = shape.height() * shape.width();
    for (int i = 0; i < plain.length; i++) {
      int channel = i / pixels;
      to[(image * pixels + i % pixels) * shape.channels() + channel] = plain[i];
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLayoutIsTurnedAndTurnedBack(NumberType type) {
    for (MapShape shape :
        new MapShape[] {
          new MapShape(2, 7, 7, 40), new MapShape(3, 1, 1, 10), new MapShape(1, 9, 9, 3)
        }) {
      double[] plain = numbers(type, shape.elements());
      double[] map = new double[plain.length];
      int image = plain.length / shape.images();
      for (int i = 0; i < shape.images(); i++) {
        float[] one = new float[image];
        for (int j = 0; j < image; j++) {
          one[j] = (float) plain[i * image + j];
        }
        toNhwc(one, shape, i, map);
      }
      HostArray turned = HostArray.of(type, shape.elements());
      HostArray back = HostArray.of(NumberType.F32, shape.elements());
      host.launch(ImageKernels.toNhwc(type, HostArray.floats(plain), shape, turned));
      assertClose(map, turned.check().numbers(type), 0, 0, shape::toString);
      host.launch(ImageKernels.toPlain(type, turned, shape, back));
      assertClose(plain, back.check().numbers(NumberType.F32), 0, 0, shape::toString);
    }
  }
}
