package io.github.vgg4j.arch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests a plan, so that two programs can tell whether they mean the same network. */
final class Fingerprint {
  private static final int DIGITS = 16;

  private Fingerprint() {}

  static String of(NetworkPlan plan) {
    byte[] text = canonicalText(plan).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }

  private static String canonicalText(NetworkPlan plan) {
    StringBuilder text = new StringBuilder("input " + sides(plan.input()) + "\n");
    for (Layer layer : plan.layers()) {
      text.append(kind(layer)).append(' ').append(layer.name());
      text.append(' ').append(sides(layer.input())).append(' ').append(sides(layer.output()));
      text.append('\n');
      for (Parameter parameter : layer.parameters()) {
        text.append("  ").append(parameter.name()).append(' ').append(parameter.shape());
        text.append(' ').append(parameter.role().name()).append('\n');
      }
    }
    return text.toString();
  }

  /** Hexadecimal, since the decimal text of a double has changed between Java versions. */
  private static String kind(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return "conv" + conv.kernel();
    } else if (layer instanceof Layer.BatchNorm norm) {
      return "norm "
          + Double.toHexString(norm.epsilon())
          + " "
          + Double.toHexString(norm.momentum());
    } else if (layer instanceof Layer.Dropout dropout) {
      return "dropout " + Double.toHexString(dropout.rate());
    } else if (layer instanceof Layer.LocalResponseNorm norm) {
      return "lrn "
          + norm.size()
          + " "
          + Double.toHexString(norm.alpha())
          + " "
          + Double.toHexString(norm.beta())
          + " "
          + Double.toHexString(norm.k());
    }
    return layer.getClass().getSimpleName();
  }

  private static String sides(Shape shape) {
    return shape.channels() + "x" + shape.height() + "x" + shape.width();
  }
}
