package io.github.vgg4j.arch;

/** The networks of the paper and of the textbook. */
final class Nets {
  static final int[] VGG11 = {1, 1, 2, 2, 2};
  static final int[] VGG13 = {2, 2, 2, 2, 2};
  static final int[] VGG16 = {2, 2, 3, 3, 3};
  static final int[] VGG19 = {2, 2, 4, 4, 4};

  private static final int[] OUT = {64, 128, 256, 512, 512};

  private Nets() {}

  static Architecture.Builder vgg(int... convs) {
    Architecture.Builder builder = Architecture.builder();
    for (int block = 0; block < convs.length; block++) {
      builder.block(convs[block], OUT[block]);
    }
    return builder;
  }

  /** The book's VGG-11 for grey images, widths divided by 4, on a square of {@code side}. */
  static Architecture.Builder textbook(int side) {
    return vgg(VGG11).widthDivisor(4).input(1, side, side).classes(10);
  }
}
