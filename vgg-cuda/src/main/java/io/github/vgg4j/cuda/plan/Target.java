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

  private final Descriptor properties;
  private final String json;
  private final int computeCapability;
  private final @Nullable cudnnContext handle;

  private Target(Descriptor properties, @Nullable cudnnContext handle) {
    this.properties = properties;
    this.json = text(properties);
    this.handle = handle;
    this.computeCapability = computeCapability(json);
  }

  /**
   * A device that is there.
   *
   * @param device its number in CUDA's order
   * @param handle of cuDNN, made for the device; the caller ends it after this target
   * @throws CudnnException if cuDNN cannot read its properties
   */
  public static Target of(int device, cudnnContext handle) {
    Descriptor properties =
        Descriptor.create(CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR, "the properties of GPU " + device);
    try {
      properties.setEnum(CUDNN_ATTR_DEVICEPROP_DEVICE_ID, CUDNN_TYPE_INT32, device).finish();
      return new Target(properties, handle);
    } catch (RuntimeException e) {
      properties.close();
      throw e;
    }
  }

  /**
   * A device known by its properties.
   *
   * @param json as {@link #json()} of a live target gives it
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
      return new Target(properties, null);
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

  /** The device's properties in cuDNN's own JSON. */
  public String json() {
    return json;
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
    if (handle == null) {
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
    } else {
      plan.setDescriptors(CUDNN_ATTR_EXECUTION_PLAN_DEVICEPROP, properties);
    }
  }

  @Override
  public void close() {
    properties.close();
  }
}
