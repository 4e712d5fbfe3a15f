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
import java.util.Arrays;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The network of {@link FashionVgg11}: 22,121,802 parameters,
 * 107,798,528 multiply-accumulates for one image.
 *
 * <pre>
 * layer         kind                 output  parameters         MACs
 * input                         1 x 96 x 96
 * features.0    conv 3x3       16 x 96 x 96         160    1,327,104
 * features.1    relu           16 x 96 x 96
 * features.2    max pool 2x2   16 x 48 x 48
 * features.3    conv 3x3       32 x 48 x 48       4,640   10,616,832
 * features.4    relu           32 x 48 x 48
 * features.5    max pool 2x2   32 x 24 x 24
 * features.6    conv 3x3       64 x 24 x 24      18,496   10,616,832
 * features.7    relu           64 x 24 x 24
 * features.8    conv 3x3       64 x 24 x 24      36,928   21,233,664
 * features.9    relu           64 x 24 x 24
 * features.10   max pool 2x2   64 x 12 x 12
 * features.11   conv 3x3      128 x 12 x 12      73,856   10,616,832
 * features.12   relu          128 x 12 x 12
 * features.13   conv 3x3      128 x 12 x 12     147,584   21,233,664
 * features.14   relu          128 x 12 x 12
 * features.15   max pool 2x2    128 x 6 x 6
 * features.16   conv 3x3        128 x 6 x 6     147,584    5,308,416
 * features.17   relu            128 x 6 x 6
 * features.18   conv 3x3        128 x 6 x 6     147,584    5,308,416
 * features.19   relu            128 x 6 x 6
 * features.20   max pool 2x2    128 x 3 x 3
 * flatten       flatten                1152
 * classifier.0  dense                  4096   4,722,688    4,718,592
 * classifier.1  relu                   4096
 * classifier.2  dropout 0.5            4096
 * classifier.3  dense                  4096  16,781,312   16,777,216
 * classifier.4  relu                   4096
 * classifier.5  dropout 0.5            4096
 * classifier.6  dense                    10      40,970       40,960
 * total                                      22,121,802  107,798,528
 * </pre>
 */
@VggGenerated
@Generated("io.github.vgg4j.processor.VggProcessor")
public final class FashionVgg11Network extends Network implements FashionVgg11 {
  /**
   * Numbers that training changes.
   */
  public static final long PARAMETERS = 22_121_802L;

  /**
   * Multiply-accumulates for one image.
   */
  public static final long MACS = 107_798_528L;

  /**
   * Number of classes.
   */
  public static final int CLASSES = 10;

  /**
   * Bytes that training with Adam on the nd4j engine needs whatever the batch size.
   */
  public static final long TRAINING_BYTES_FIXED = 355_497_760L;

  /**
   * Bytes that training on the nd4j engine needs for each image of a batch.
   */
  public static final long TRAINING_BYTES_PER_IMAGE = 3_812_520L;

  /**
   * Layers, shapes and parameters.
   */
  public static final NetworkPlan PLAN = NetworkType.verified(
      Architecture.builder()
          .input(1, 96, 96)
          .block(1, 64)
          .block(1, 128)
          .block(2, 256)
          .block(2, 512)
          .block(2, 512)
          .widthDivisor(4)
          .hidden(4096, 4096)
          .dropout(0.5)
          .classes(10)
          .plan(),
      "ece1c6c10609ea20");

  /**
   * This kind of network.
   */
  public static final NetworkType<FashionVgg11Network> TYPE = NetworkType.of(
      "FashionVgg11",
      PLAN,
      List.of("T_SHIRT", "TROUSER", "PULLOVER", "DRESS", "COAT", "SANDAL", "SHIRT", "SNEAKER",
          "BAG", "ANKLE_BOOT"),
      FashionVgg11Network::new);

  private static final Garment[] LABELS = Garment.values();

  private FashionVgg11Network(Parameters parameters) {
    super(TYPE, parameters);
  }

  /**
   * A fresh network; the same seed gives the same weights everywhere.
   *
   * @param seed decides all weights
   * @return the network, to be closed
   */
  public static FashionVgg11Network create(long seed) {
    return TYPE.create(seed);
  }

  /**
   * A network with the weights of a safetensors file.
   *
   * @param file holds the weights
   * @return the network, to be closed
   * @throws java.io.UncheckedIOException if the file cannot be read, or holds another network
   */
  public static FashionVgg11Network load(Path file) {
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
    return new Logits(run(images, 0, 28));
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
    return new Block2(run(images, 0, 5));
  }

  /**
   * The features of block 3.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block3 block3(Images images) {
    return new Block3(run(images, 0, 10));
  }

  /**
   * The features of block 4.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block4 block4(Images images) {
    return new Block4(run(images, 0, 15));
  }

  /**
   * The features of block 5.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block5 block5(Images images) {
    return new Block5(run(images, 0, 20));
  }

  /**
   * The logits of the last block's features.
   *
   * @param features of one or more images
   * @return the logits, to be closed
   */
  public Logits head(Block5 features) {
    return new Logits(run(features, 21, 28));
  }

  /**
   * The likeliest class of one image.
   *
   * @param image of any size
   * @return the class
   */
  public Garment classify(BufferedImage image) {
    try (Images one = images(image)) {
      return classify(one).get(0);
    }
  }

  /**
   * The likeliest class of one image file.
   *
   * @param file of any size
   * @return the class
   */
  public Garment classify(Path file) {
    try (Images one = images(file)) {
      return classify(one).get(0);
    }
  }

  /**
   * The likeliest class of each image.
   *
   * @param images one or more
   * @return the classes, in the order of the images
   */
  public List<Garment> classify(Images images) {
    try (Logits logits = logits(images)) {
      return Arrays.stream(argmax(logits)).mapToObj(index -> LABELS[index]).toList();
    }
  }

  /**
   * Images, normalised as the network wants them: n x 1 x 96 x 96.
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
    public static final int HEIGHT = 96;

    /**
     * Columns.
     */
    public static final int WIDTH = 96;

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
   * What block 1 gives, after its max pool: n x 16 x 48 x 48.
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
    public static final int HEIGHT = 48;

    /**
     * Columns.
     */
    public static final int WIDTH = 48;

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
   * What block 2 gives, after its max pool: n x 32 x 24 x 24.
   */
  @VggGenerated
  public static final class Block2 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 32;

    /**
     * Rows.
     */
    public static final int HEIGHT = 24;

    /**
     * Columns.
     */
    public static final int WIDTH = 24;

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
   * What block 3 gives, after its max pool: n x 64 x 12 x 12.
   */
  @VggGenerated
  public static final class Block3 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 64;

    /**
     * Rows.
     */
    public static final int HEIGHT = 12;

    /**
     * Columns.
     */
    public static final int WIDTH = 12;

    private Block3(Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Block3 of(Tensor tensor) {
      return new Block3(tensor);
    }
  }

  /**
   * What block 4 gives, after its max pool: n x 128 x 6 x 6.
   */
  @VggGenerated
  public static final class Block4 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 128;

    /**
     * Rows.
     */
    public static final int HEIGHT = 6;

    /**
     * Columns.
     */
    public static final int WIDTH = 6;

    private Block4(Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Block4 of(Tensor tensor) {
      return new Block4(tensor);
    }
  }

  /**
   * What block 5 gives, after its max pool: n x 128 x 3 x 3.
   */
  @VggGenerated
  public static final class Block5 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 128;

    /**
     * Rows.
     */
    public static final int HEIGHT = 3;

    /**
     * Columns.
     */
    public static final int WIDTH = 3;

    private Block5(Tensor tensor) {
      super(tensor, new Shape(CHANNELS, HEIGHT, WIDTH));
    }

    /**
     * Takes over a tensor of this shape.
     *
     * @param tensor of one or more images
     * @return the same numbers, to be closed
     * @throws IllegalArgumentException if its shape is another
     */
    public static Block5 of(Tensor tensor) {
      return new Block5(tensor);
    }
  }

  /**
   * One number for each class; the largest wins: n x 10.
   */
  @VggGenerated
  public static final class Logits extends TypedTensor {
    /**
     * Number of classes.
     */
    public static final int CLASSES = 10;

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
