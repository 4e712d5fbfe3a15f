package demo;

import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import io.github.vgg4j.VggGenerated;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.BlockSpec;
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
 * The network of {@link Sampler}: 53,458 parameters,
 * 11,787,664 multiply-accumulates for one image.
 *
 * <pre>
 * layer         kind                         output  parameters        MACs
 * input                                 3 x 32 x 48
 * features.0    conv 3x3               16 x 32 x 48         448     663,552
 * features.1    relu                   16 x 32 x 48
 * features.2    local response norm    16 x 32 x 48
 * features.3    conv 3x3               16 x 32 x 48       2,320   3,538,944
 * features.4    relu                   16 x 32 x 48
 * features.5    max pool 2x2           16 x 16 x 24
 * features.6    conv 3x3               32 x 16 x 24       4,640   1,769,472
 * features.7    batch norm             32 x 16 x 24          64
 * features.8    relu                   32 x 16 x 24
 * features.9    conv 3x3               32 x 16 x 24       9,248   3,538,944
 * features.10   batch norm             32 x 16 x 24          64
 * features.11   relu                   32 x 16 x 24
 * features.12   conv 1x1               32 x 16 x 24       1,056     393,216
 * features.13   batch norm             32 x 16 x 24          64
 * features.14   relu                   32 x 16 x 24
 * features.15   max pool 2x2            32 x 8 x 12
 * features.16   conv 1x1                32 x 8 x 12       1,056      98,304
 * features.17   batch norm              32 x 8 x 12          64
 * features.18   relu                    32 x 8 x 12
 * features.19   conv 3x3                64 x 8 x 12      18,496   1,769,472
 * features.20   batch norm              64 x 8 x 12         128
 * features.21   relu                    64 x 8 x 12
 * features.22   average pool 2x2         64 x 4 x 6
 * avgpool       adaptive average pool    64 x 3 x 2
 * flatten       flatten                         384
 * classifier.0  dense                            40      15,400      15,360
 * classifier.1  relu                             40
 * classifier.2  dropout 0.5                      40
 * classifier.3  dense                            10         410         400
 * total                                                  53,458  11,787,664
 * </pre>
 */
@VggGenerated
@Generated("io.github.vgg4j.processor.VggProcessor")
public final class SamplerNetwork extends Network implements Sampler {
  /**
   * Numbers that training changes.
   */
  public static final long PARAMETERS = 53_458L;

  /**
   * Multiply-accumulates for one image.
   */
  public static final long MACS = 11_787_664L;

  /**
   * Number of classes.
   */
  public static final int CLASSES = 10;

  /**
   * Bytes that training with Adam on the nd4j engine needs whatever the batch size.
   */
  public static final long TRAINING_BYTES_FIXED = 1_183_968L;

  /**
   * Bytes that training on the nd4j engine needs for each image of a batch.
   */
  public static final long TRAINING_BYTES_PER_IMAGE = 2_055_784L;

  /**
   * Layers, shapes and parameters.
   */
  public static final NetworkPlan PLAN = NetworkType.verified(
      Architecture.builder()
          .input(3, 32, 48)
          .block(BlockSpec.of(2, 16).withLocalResponseNorm().batchNorm(Norm.NO))
          .block(BlockSpec.of(3, 32).kernel(3, 3, 1))
          .block(BlockSpec.of(1, 32).kernel(1).pool(Pool.NONE))
          .block(BlockSpec.of(1, 64).pool(Pool.AVERAGE).batchNorm(Norm.YES))
          .batchNorm()
          .hidden(40)
          .adaptivePool(3, 2)
          .dropout(0.5)
          .classes(10)
          .plan(),
      "95b449cf19e6fd0a");

  /**
   * This kind of network.
   */
  public static final NetworkType<SamplerNetwork> TYPE = NetworkType.of(
      "Sampler",
      PLAN,
      List.of(),
      SamplerNetwork::new);

  private SamplerNetwork(Parameters parameters) {
    super(TYPE, parameters);
  }

  /**
   * A fresh network; the same seed gives the same weights everywhere.
   *
   * @param seed decides all weights
   * @return the network, to be closed
   */
  public static SamplerNetwork create(long seed) {
    return TYPE.create(seed);
  }

  /**
   * A network with the weights of a safetensors file.
   *
   * @param file holds the weights
   * @return the network, to be closed
   * @throws java.io.UncheckedIOException if the file cannot be read, or holds another network
   */
  public static SamplerNetwork load(Path file) {
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
    return new Block1(run(images, 0, 5));
  }

  /**
   * The features of block 2.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block2 block2(Images images) {
    return new Block2(run(images, 0, 15));
  }

  /**
   * The features of block 3.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block3 block3(Images images) {
    return new Block3(run(images, 0, 18));
  }

  /**
   * The features of block 4.
   *
   * @param images one or more
   * @return the features, to be closed
   */
  public Block4 block4(Images images) {
    return new Block4(run(images, 0, 22));
  }

  /**
   * The logits of the last block's features.
   *
   * @param features of one or more images
   * @return the logits, to be closed
   */
  public Logits head(Block4 features) {
    return new Logits(run(features, 23, 28));
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
   * Images, normalised as the network wants them: n x 3 x 32 x 48.
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
    public static final int HEIGHT = 32;

    /**
     * Columns.
     */
    public static final int WIDTH = 48;

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
   * What block 1 gives, after its max pool: n x 16 x 16 x 24.
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
    public static final int HEIGHT = 16;

    /**
     * Columns.
     */
    public static final int WIDTH = 24;

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
   * What block 2 gives, after its max pool: n x 32 x 8 x 12.
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
    public static final int HEIGHT = 8;

    /**
     * Columns.
     */
    public static final int WIDTH = 12;

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
   * What block 3 gives: n x 32 x 8 x 12.
   */
  @VggGenerated
  public static final class Block3 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 32;

    /**
     * Rows.
     */
    public static final int HEIGHT = 8;

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
   * What block 4 gives, after its average pool: n x 64 x 4 x 6.
   */
  @VggGenerated
  public static final class Block4 extends TypedTensor {
    /**
     * Channels.
     */
    public static final int CHANNELS = 64;

    /**
     * Rows.
     */
    public static final int HEIGHT = 4;

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
