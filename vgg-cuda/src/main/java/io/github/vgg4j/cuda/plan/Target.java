package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_DEVICEPROP_DEVICE_ID;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_DEVICEPROP;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_DEVICEPROP;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_HANDLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATIONGRAPH_HANDLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_INT32;
import static org.bytedeco.cuda.global.cudnn.cudnnGetVersion;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.jspecify.annotations.Nullable;

/**
 * What plans are made for: a live device, whose plans can run; or a device known by its properties
 * alone, whose plans can be made, looked at and kept (cuDNN 9.8 and later).
 */
public final class Target implements AutoCloseable {

  private static final Pattern VERSION = Pattern.compile("\"deviceVer\"\\s*:\\s*(\\d{3,4})\\b");

  private final @Nullable Descriptor properties;
  private final @Nullable cudnnContext handle;
  private final String text;
  private final int computeCapability;

  private Target(
      @Nullable Descriptor properties,
      @Nullable cudnnContext handle,
      String text,
      int computeCapability) {
    this.properties = properties;
    this.handle = handle;
    this.text = text;
    this.computeCapability = computeCapability;
  }

  /**
   * A device that is there.
   *
   * @param handle of cuDNN, made for the device; the caller ends it after this target
   * @param text what tells this kind of device from all others
   * @param computeCapability 90 for 9.0
   */
  public static Target of(cudnnContext handle, String text, int computeCapability) {
    return new Target(null, handle, text, computeCapability);
  }

  /**
   * The properties of a device that is there, in cuDNN's own JSON (cuDNN 9.11 and later).
   *
   * @param device its number in CUDA's order
   * @throws CudnnException if cuDNN cannot tell them
   */
  public static String properties(int device) {
    try (Descriptor properties =
        Descriptor.create(CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR, "the properties of GPU " + device)) {
      properties.setEnum(CUDNN_ATTR_DEVICEPROP_DEVICE_ID, CUDNN_TYPE_INT32, device).finish();
      return text(properties);
    }
  }

  /**
   * A device known by its properties.
   *
   * @param json as {@link #properties} gives it
   * @throws CudnnException if cuDNN does not understand it
   * @throws IllegalArgumentException if it names no compute capability
   */
  public static Target of(String json) {
    Descriptor properties =
        Descriptor.create(CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR, "the properties of a GPU");
    try {
      properties
          .setText(CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION, json.getBytes(StandardCharsets.UTF_8))
          .finish();
      String text = text(properties);
      return new Target(properties, null, text, computeCapability(text));
    } catch (RuntimeException e) {
      properties.close();
      throw e;
    }
  }

  private static String text(Descriptor properties) {
    byte[] text = properties.getText(CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION);
    int length = text.length;
    while (length > 0 && text[length - 1] == 0) {
      length--;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private static int computeCapability(String json) {
    Matcher version = VERSION.matcher(json);
    if (!version.find()) {
      throw new IllegalArgumentException(
          "The properties of the device hold no deviceVer such as 900: " + json);
    }
    return Integer.parseInt(version.group(1)) / 10;
  }

  /** What tells this kind of device from others: a part of the key of a kept plan. */
  public String text() {
    return text;
  }

  /** 90 for compute capability 9.0. */
  public int computeCapability() {
    return computeCapability;
  }

  /** The version of cuDNN at hand, such as 91900 for 9.19.0. */
  public long cudnnVersion() {
    return cudnnGetVersion();
  }

  /** Tells heuristics what to plan for. */
  void plan(Descriptor heuristics) {
    if (properties != null) {
      heuristics.setDescriptors(CUDNN_ATTR_ENGINEHEUR_DEVICEPROP, properties);
    }
  }

  /** Tells an operation graph what it is for: a live device by its handle. */
  void describe(Descriptor graph) {
    if (handle != null) {
      graph.setHandle(CUDNN_ATTR_OPERATIONGRAPH_HANDLE, handle);
    }
  }

  /** Tells a plan where it is to run. */
  void place(Descriptor plan) {
    if (handle != null) {
      plan.setHandle(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, handle);
    } else if (properties != null) {
      plan.setDescriptors(CUDNN_ATTR_EXECUTION_PLAN_DEVICEPROP, properties);
    }
  }

  @Override
  public void close() {
    if (properties != null) {
      properties.close();
    }
  }
}
