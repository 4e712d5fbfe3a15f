package demo;

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
 * The network of {@link Tapped}: 3,763 parameters,
 * 60,096 multiply-accumulates for one image.
 *
 * <pre>
 * layer         kind              output  parameters    MACs
 * input                        1 x 8 x 8
 * features.0    conv 3x3       8 x 8 x 8          80   4,608
 * features.1    relu           8 x 8 x 8
 * features.2    max pool 2x2   8 x 4 x 4
 * features.3    conv 3x3      16 x 4 x 4       1,168  18,432
 * features.4    relu          16 x 4 x 4
 * features.5    conv 3x3      16 x 4 x 4       2,320  36,864
 * features.6    relu          16 x 4 x 4
 * features.7    max pool 2x2  16 x 2 x 2
 * flatten       flatten               64
 * classifier.0  dense                  3         195     192
 * total                                        3,763  60,096
 * </pre>
 */
@VggGenerated
@Generated("io.github.vgg4j.processor.VggProcessor")
public final class TappedNetwork extends Network implements Tapped {
  /**
   * Numbers that training changes.
   */
  public static final long PARAMETERS = 3_763L;

  /**
   * Multiply-accumulates for one image.
   */
  public static final long MACS = 60_096L;

  /**
   * Number of classes.
   */
  public static final int CLASSES = 3;

  /**
   * Bytes that training with Adam on the nd4j engine needs whatever the batch size.
   */
  public static final long TRAINING_BYTES_FIXED = 81_520L;

  /**
   * Bytes that training on the nd4j engine needs for each image of a batch.
   */
  public static final long TRAINING_BYTES_PER_IMAGE = 18_252L;

  /**
   * Layers, shapes and parameters.
   */
  public static final NetworkPlan PLAN = NetworkType.verified(
      Architecture.builder()
          .input(1, 8, 8)
          .config("8 M 16 16 M")
          .hidden()
          .dropout(0.5)
          .classes(3)
          .plan(),
      "7d3358fc18a5e258");

  /**
   * This kind of network.
   */
  public static final NetworkType<TappedNetwork> TYPE = NetworkType.of(
      "Tapped",
      PLAN,
      List.of(),
      TappedNetwork::new);

  private TappedNetwork(Parameters parameters) {
    super(TYPE, parameters);
  }

  /**
   * A fresh network; the same seed gives the same weights everywhere.
   *
   * @param seed decides all weights
   * @return the network, to be closed
   */
  public static TappedNetwork create(long seed) {
    return TYPE.create(seed);
  }

  /**
   * A network with the weights of a safetensors file.
   *
   * @param file holds the weights
   * @return the network, to be closed
   * @throws java.io.UncheckedIOException if the file cannot be read, or holds another network
   */
  public static TappedNetwork load(Path file) {
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
    return new Logits(run(images, 0, 9));
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
   * The features of block 2.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block2 block2(Images images) {
    return new Block2(run(images, 0, 7));
  }

  /**
   * The logits of the last block's features.
   *
   * @param features of one or more images
   * @return the logits, to be closed
   */
  public Logits head(Block2 features) {
    return new Logits(run(features, 8, 9));
  }

  /**
   * The features of block2.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  @Override
  public Block2 texture(Images images) {
    return new Block2(run(images, 0, 7));
  }

  /**
   * The features of block1.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  @Override
  public Tensor bare(Images images) {
    return run(images, 0, 2);
  }

  /**
   * The features of features.4.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  @Override
  public Tensor early(Images images) {
    return run(images, 0, 4);
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
   * Images, normalised as the network wants them: n x 1 x 8 x 8.
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
   * What block 1 gives, after its max pool: n x 8 x 4 x 4.
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
   * What block 2 gives, after its max pool: n x 16 x 2 x 2.
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
    public static final int HEIGHT = 2;

    /**
     * Columns.
     */
    public static final int WIDTH = 2;

    private Block2(Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Block2 of(Tensor tensor) {
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
