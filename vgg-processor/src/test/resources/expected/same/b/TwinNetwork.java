package same.b;

import io.github.vgg4j.VggGenerated;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Parameters;
import io.github.vgg4j.network.TypedTensor;
import io.github.vgg4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The network of {@link Twin}: 21,931,432 parameters,
 * 21,949,440 multiply-accumulates for one image.
 *
 * <pre>
 * layer         kind              output  parameters        MACs
 * input                        3 x 8 x 8
 * features.0    conv 3x3      16 x 8 x 8         448      27,648
 * features.1    relu          16 x 8 x 8
 * features.2    max pool 2x2  16 x 4 x 4
 * flatten       flatten              256
 * classifier.0  dense               4096   1,052,672   1,048,576
 * classifier.1  relu                4096
 * classifier.2  dropout 0.5         4096
 * classifier.3  dense               4096  16,781,312  16,777,216
 * classifier.4  relu                4096
 * classifier.5  dropout 0.5         4096
 * classifier.6  dense               1000   4,097,000   4,096,000
 * total                                   21,931,432  21,949,440
 * </pre>
 */
@VggGenerated
@Generated("io.github.vgg4j.processor.VggProcessor")
public final class TwinNetwork extends Network implements Twin {
  /**
   * Numbers that training changes.
   */
  public static final long PARAMETERS = 21_931_432L;

  /**
   * Multiply-accumulates for one image.
   */
  public static final long MACS = 21_949_440L;

  /**
   * Number of classes.
   */
  public static final int CLASSES = 1000;

  /**
   * Bytes that training with Adam on the nd4j engine needs whatever the batch size.
   */
  public static final long TRAINING_BYTES_FIXED = 350_915_328L;

  /**
   * Bytes that training on the nd4j engine needs for each image of a batch.
   */
  public static final long TRAINING_BYTES_PER_IMAGE = 114_848L;

  /**
   * Layers, shapes and parameters.
   */
  public static final NetworkPlan PLAN = NetworkType.verified(
      Architecture.builder()
          .input(3, 8, 8)
          .config("16 M")
          .hidden(4096, 4096)
          .dropout(0.5)
          .classes(1000)
          .plan(),
      "701fa825cad26c8d");

  /**
   * This kind of network.
   */
  public static final NetworkType<TwinNetwork> TYPE = NetworkType.of(
      "Twin",
      PLAN,
      List.of(),
      TwinNetwork::new);

  private TwinNetwork(Parameters parameters) {
    super(TYPE, parameters);
  }

  /**
   * A fresh network; the same seed gives the same weights everywhere.
   *
   * @param seed decides all weights
   * @return the network, to be closed
   */
  public static TwinNetwork create(long seed) {
    return TYPE.create(seed);
  }

  /**
   * A network with the weights of a safetensors file.
   *
   * @param file holds the weights
   * @return the network, to be closed
   * @throws java.io.UncheckedIOException if the file cannot be read, or holds another network
   */
  public static TwinNetwork load(Path file) {
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
    return new Logits(run(images, 0, 10));
  }

  /**
   * The features of block 1.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block1 block1(Images images) {
    return new Block1(run(images, 0, 2));
  }

  /**
   * The logits of the last block's features.
   *
   * @param features of one or more images
   * @return the logits, to be closed
   */
  public Logits head(Block1 features) {
    return new Logits(run(features, 3, 10));
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
   * Images, normalised as the network wants them: n x 3 x 8 x 8.
   */
  @VggGenerated
  public static final class Images extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 3;

    /**
     * Rows.
     */
    public static final int HEIGHT = 8;

    /**
     * Columns.
     */
    public static final int WIDTH = 8;

    private Images(Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Images of(Tensor tensor) {
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
   * What block 1 gives, after its max pool: n x 16 x 4 x 4.
   */
  @VggGenerated
  public static final class Block1 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 16;

    /**
     * Rows.
     */
    public static final int HEIGHT = 4;

    /**
     * Columns.
     */
    public static final int WIDTH = 4;

    private Block1(Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Block1 of(Tensor tensor) {
      return new Block1(tensor);
    }
  }

  /**
   * One number for each class; the largest wins: n x 1000.
   */
  @VggGenerated
  public static final class Logits extends TypedTensor {
    /**
     * Number of classes.
     */
    public static final int CLASSES = 1000;

    private Logits(Tensor tensor) {
      super(tensor, Shape.vector(CLASSES));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Logits of(Tensor tensor) {
      return new Logits(tensor);
    }
  }
}
