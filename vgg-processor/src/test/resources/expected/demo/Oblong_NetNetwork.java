package demo;

import io.github.vgg4j.VggGenerated;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Parameters;
import io.github.vgg4j.network.TypedTensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The network of {@link Oblong.Net}: 10,035 parameters,
 * 2,050,608 multiply-accumulates for one image.
 *
 * <pre>
 * layer         kind                output  parameters       MACs
 * input                        1 x 28 x 78
 * features.0    conv 3x3       8 x 28 x 78          80    157,248
 * features.1    batch norm     8 x 28 x 78          16
 * features.2    relu           8 x 28 x 78
 * features.3    max pool 2x2   8 x 14 x 39
 * features.4    conv 3x3      16 x 14 x 39       1,168    628,992
 * features.5    batch norm    16 x 14 x 39          32
 * features.6    relu          16 x 14 x 39
 * features.7    conv 3x3      16 x 14 x 39       2,320  1,257,984
 * features.8    batch norm    16 x 14 x 39          32
 * features.9    relu          16 x 14 x 39
 * features.10   max pool 2x2   16 x 7 x 19
 * flatten       flatten               2128
 * classifier.0  dense                    3       6,387      6,384
 * total                                         10,035  2,050,608
 * </pre>
 */
@VggGenerated
@Generated("io.github.vgg4j.processor.VggProcessor")
final class Oblong_NetNetwork extends Network implements Oblong.Net {
  /**
   * Numbers that training changes.
   */
  public static final long PARAMETERS = 10_035L;

  /**
   * Multiply-accumulates for one image.
   */
  public static final long MACS = 2_050_608L;

  /**
   * Number of classes.
   */
  public static final int CLASSES = 3;

  /**
   * Bytes that training with Adam on the nd4j engine needs whatever the batch size.
   */
  public static final long TRAINING_BYTES_FIXED = 267_632L;

  /**
   * Bytes that training on the nd4j engine needs for each image of a batch.
   */
  public static final long TRAINING_BYTES_PER_IMAGE = 751_404L;

  /**
   * Layers, shapes and parameters.
   */
  public static final NetworkPlan PLAN = NetworkType.verified(
      Architecture.builder()
          .input(1, 28, 78)
          .block(1, 8)
          .block(2, 16)
          .batchNorm()
          .hidden()
          .dropout(0.0)
          .classes(3)
          .plan(),
      "b1de26ff27091a9a");

  /**
   * This kind of network.
   */
  public static final NetworkType<Oblong_NetNetwork> TYPE = NetworkType.of(
      "Oblong.Net",
      PLAN,
      List.of(),
      Oblong_NetNetwork::new);

  private Oblong_NetNetwork(Parameters parameters) {
    super(TYPE, parameters);
  }

  /**
   * A fresh network; the same seed gives the same weights everywhere.
   *
   * @param seed decides all weights
   * @return the network, to be closed
   */
  public static Oblong_NetNetwork create(long seed) {
    return TYPE.create(seed);
  }

  /**
   * A network with the weights of a safetensors file.
   *
   * @param file holds the weights
   * @return the network, to be closed
   * @throws java.io.UncheckedIOException if the file cannot be read, or holds another network
   */
  public static Oblong_NetNetwork load(Path file) {
    return TYPE.load(file);
  }

  /**
   * Images as the network's input: resized, normalised.
   *
   * @param images of any size
   * @return the input, to be closed
   */
  public Images images(BufferedImage... images) {
    return new Images(prepare(images));
  }

  /**
   * Image files as the network's input: resized, normalised.
   *
   * @param files of any size
   * @return the input, to be closed
   */
  public Images images(Path... files) {
    return new Images(prepare(files));
  }

  /**
   * One logit for each class and image.
   *
   * @param images one or more
   * @return the logits, to be closed
   */
  public Logits logits(Images images) {
    return new Logits(run(images, 0, 12));
  }

  /**
   * The features of block 1.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block1 block1(Images images) {
    return new Block1(run(images, 0, 3));
  }

  /**
   * The features of block 2.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block2 block2(Images images) {
    return new Block2(run(images, 0, 10));
  }

  /**
   * The logits of the last block's features.
   *
   * @param features of one or more images
   * @return the logits, to be closed
   */
  public Logits head(Block2 features) {
    return new Logits(run(features, 11, 12));
  }

  /**
   * The likeliest class of one image.
   *
   * @param image of any size
   * @return the class
   */
  public int classify(BufferedImage image) {
    try (Images one = images(image)) {
      return classify(one)[0];
    }
  }

  /**
   * The likeliest class of one image file.
   *
   * @param file of any size
   * @return the class
   */
  public int classify(Path file) {
    try (Images one = images(file)) {
      return classify(one)[0];
    }
  }

  /**
   * The likeliest class of each image.
   *
   * @param images one or more
   * @return the classes, in the order of the images
   */
  public int[] classify(Images images) {
    try (Logits logits = logits(images)) {
      return argmax(logits);
    }
  }

  /**
   * Images, normalised as the network wants them: n x 1 x 28 x 78.
   */
  @VggGenerated
  public static final class Images extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 1;

    /**
     * Rows.
     */
    public static final int HEIGHT = 28;

    /**
     * Columns.
     */
    public static final int WIDTH = 78;

    private Images(io.github.vgg4j.tensor.Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Images of(io.github.vgg4j.tensor.Tensor tensor) {
      return new Images(tensor);
    }

    /**
     * Images from arrays, one for each image: channels, then rows, then columns.
     *
     * @param images the numbers, normalised
     * @return the images, to be closed
     * @throws IllegalArgumentException if an array has another length
     */
    public static Images of(float[]... images) {
      return new Images(stack(new Shape(CHANNELS, HEIGHT, WIDTH), images));
    }
  }

  /**
   * What block 1 gives, after its max pool: n x 8 x 14 x 39.
   */
  @VggGenerated
  public static final class Block1 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 8;

    /**
     * Rows.
     */
    public static final int HEIGHT = 14;

    /**
     * Columns.
     */
    public static final int WIDTH = 39;

    private Block1(io.github.vgg4j.tensor.Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Block1 of(io.github.vgg4j.tensor.Tensor tensor) {
      return new Block1(tensor);
    }
  }

  /**
   * What block 2 gives, after its max pool: n x 16 x 7 x 19.
   */
  @VggGenerated
  public static final class Block2 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 16;

    /**
     * Rows.
     */
    public static final int HEIGHT = 7;

    /**
     * Columns.
     */
    public static final int WIDTH = 19;

    private Block2(io.github.vgg4j.tensor.Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Block2 of(io.github.vgg4j.tensor.Tensor tensor) {
      return new Block2(tensor);
    }
  }

  /**
   * One number for each class; the largest wins: n x 3.
   */
  @VggGenerated
  public static final class Logits extends TypedTensor {
    /**
     * Number of classes.
     */
    public static final int CLASSES = 3;

    private Logits(io.github.vgg4j.tensor.Tensor tensor) {
      super(tensor, Shape.vector(CLASSES));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Logits of(io.github.vgg4j.tensor.Tensor tensor) {
      return new Logits(tensor);
    }
  }
}
