package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.data.Augmentation;
import io.github.vgg4j.data.Batches;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.ImageFiles;
import io.github.vgg4j.data.Resize;
import io.github.vgg4j.network.Networks;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What happens to images before a network sees them, each stage alone, in one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
public class InputBenchmark {
  /** Farthest move of augmented images, in pixels. */
  static final int SHIFT = 2;

  private static final int NOISE = 16;

  /** A network on the class path. */
  @Param("FashionVgg11")
  public String network = "";

  /** Images in a batch. */
  @Param("64")
  public int batch;

  private final RandomStreams streams = new RandomStreams(StepBenchmark.SEED);
  private int epoch;
  private Stages stages = Stages.NOTHING;

  /** What the stages work on. */
  private record Stages(
      Path file,
      int channels,
      Dataset data,
      ImageBatch images,
      Resize resize,
      Tensor memory,
      FloatBuffer input) {

    @SuppressWarnings("NullAway") // Replaced before anything is measured.
    static final Stages NOTHING = new Stages(null, 0, null, null, null, null, null);
  }

  @Setup
  public void prepare() throws IOException {
    NetworkPlan plan = Networks.named(network).plan();
    Source source = Source.of(plan);
    Random random = new Random(StepBenchmark.SEED);
    Path file = Files.createTempFile("vgg-benchmarks", "." + source.format());
    ImageIO.write(picture(source, random), source.format(), file.toFile());
    Dataset data = data(source, source.passImages(batch), random);
    ImageBatch images = new ImageBatch(batch, source.channels(), source.height(), source.width());
    for (int i = 0; i < batch; i++) {
      data.copyImage(i, images.pixels(), i * images.imageBytes());
    }
    images.count(batch);
    var input = plan.input();
    Tensor memory = Tensor.zeros(batch, input.channels(), input.height(), input.width());
    stages =
        new Stages(
            file,
            source.channels(),
            data,
            images,
            Resize.to(input, images, Normalization.UNIT),
            memory,
            memory.buffer());
  }

  @TearDown
  public void remove() throws IOException {
    stages.memory().close();
    Files.delete(stages.file());
  }

  /** From an image file to bytes, channel by channel. */
  @Benchmark
  public byte[] decode() throws IOException {
    return ImageFiles.pixels(ImageFiles.read(stages.file()), stages.channels());
  }

  /** From the bytes of a batch to the network's floats. */
  @Benchmark
  public FloatBuffer resize() {
    stages.resize().apply(stages.images(), stages.input());
    return stages.input();
  }

  @Benchmark
  public int fileOrder() {
    return pass(Batches.of(stages.data(), batch));
  }

  @Benchmark
  public int shuffled() {
    return pass(Batches.of(stages.data(), batch).shuffled(streams, epoch++));
  }

  @Benchmark
  public int augmented() {
    return pass(
        Batches.of(stages.data(), batch)
            .shuffled(streams, epoch)
            .augmented(Augmentation.flipAndShift(SHIFT), streams, epoch++));
  }

  /** A pass whose consumer does nothing, so that the thread that fills the batches never waits. */
  private static int pass(Batches.Builder builder) {
    try (Batches batches = builder.start()) {
      int images = 0;
      for (ImageBatch one = batches.next(); one != null; one = batches.next()) {
        images += one.count();
      }
      return images;
    }
  }

  private static Dataset data(Source source, int images, Random random) {
    byte[] pixels = new byte[images * source.imageBytes()];
    random.nextBytes(pixels);
    return Dataset.of(
        "random images",
        source.channels(),
        source.height(),
        source.width(),
        List.of("any"),
        pixels,
        new int[images]);
  }

  /** Slopes of light with some noise, which compress about as photographs do. */
  private static BufferedImage picture(Source source, Random random) {
    boolean grey = source == Source.GREY;
    BufferedImage picture =
        new BufferedImage(
            source.width(),
            source.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < source.height(); y++) {
      for (int x = 0; x < source.width(); x++) {
        for (int band = 0; band < source.channels(); band++) {
          int slope = 100 + (int) (80 * Math.sin(0.05 * (band + 1) * x) * Math.cos(0.03 * y));
          picture.getRaster().setSample(x, y, band, slope + random.nextInt(NOISE));
        }
      }
    }
    return picture;
  }
}
