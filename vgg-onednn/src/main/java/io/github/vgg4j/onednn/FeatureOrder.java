package io.github.vgg4j.onednn;

import org.bytedeco.dnnl.global.dnnl;

/**
 * The order in which a feature map's numbers lie in memory, where the map is read as one vector. A
 * dense layer behind it keeps each row of its weights in the same order, so nothing is reordered in
 * a step.
 */
enum FeatureOrder {
  /** Channels, rows, columns: as files have it. */
  PLAIN(dnnl.dnnl_abcd),
  /** Rows, columns, channels. */
  CHANNELS_LAST(dnnl.dnnl_acdb),
  /** Blocks of 16 channels; in a block rows, columns, channels. */
  BLOCKS_OF_16(dnnl.dnnl_aBcd16b),
  /** Blocks of 8 channels. */
  BLOCKS_OF_8(dnnl.dnnl_aBcd8b);

  private final int tag;

  FeatureOrder(int tag) {
    this.tag = tag;
  }

  /** The order in which a layout has the numbers of an image; plain if it is none of these. */
  static FeatureOrder of(Natives natives, Layout layout) {
    for (FeatureOrder order : values()) {
      Layout ordered = order.layout(natives, layout.type(), layout.dims());
      if (ordered.sameAs(layout) && isDense(layout)) {
        return order;
      }
    }
    return PLAIN;
  }

  /** Feature maps, or rows of weights, in this order. */
  Layout layout(Natives natives, NumberType type, long... dims) {
    return Layout.tagged(natives, type, tag, dims);
  }

  private static boolean isDense(Layout layout) {
    return layout.bytes() == layout.elements() * layout.type().bytes();
  }
}
