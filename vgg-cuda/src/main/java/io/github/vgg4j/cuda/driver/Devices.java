package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceTotalMem;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudart.cudaDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.SizeTPointer;

/** The GPUs that the driver shows, and which of them is to be used. Makes no context on any. */
public final class Devices {

  /** The property that chooses a GPU by its number; without it the first is used. */
  public static final String PROPERTY = "vgg.cuda.device";

  private static final int NAME_BYTES = 256;

  private Devices() {}

  /** What the driver answers when asked how many there are: 0, or CUDA's number of an error. */
  public static int ask() {
    int code = cuInit(0);
    return code != 0 ? code : cudaGetDeviceCount(new int[1]);
  }

  /** All of them, in CUDA's order. Only after {@link #ask} answered 0. */
  public static List<Device> list() {
    Answers answers = new Answers("The driver");
    int[] count = new int[1];
    answers.check(cudaGetDeviceCount(count), "count its GPUs");
    List<Device> devices = new ArrayList<>();
    for (int ordinal = 0; ordinal < count[0]; ordinal++) {
      devices.add(device(ordinal, answers));
    }
    return devices;
  }

  /**
   * The one that {@value #PROPERTY} names, or the first.
   *
   * @param devices all, at least one
   * @throws IllegalArgumentException if the property names none; the message lists all
   */
  public static Device chosen(List<Device> devices) {
    String number = System.getProperty(PROPERTY, "0").strip();
    for (Device device : devices) {
      if (number.equals(Integer.toString(device.ordinal()))) {
        return device;
      }
    }
    throw new IllegalArgumentException(
        "-D"
            + PROPERTY
            + "="
            + number
            + " names no GPU of this machine, which has "
            + devices.stream()
                .map(device -> device.ordinal() + ": " + device)
                .collect(Collectors.joining("; ")));
  }

  /** Bytes of a device's memory that are free now; makes its context if there is none. */
  public static long freeBytes(Device device) {
    Answers answers = new Answers(device.name());
    answers.check(cudaSetDevice(device.ordinal()), "be used on this thread");
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      answers.check(cudaMemGetInfo(free, total), "tell its free memory");
      return free.get();
    }
  }

  private static Device device(int ordinal, Answers answers) {
    int[] handle = new int[1];
    answers.check(cuDeviceGet(handle, ordinal), "find GPU " + ordinal);
    byte[] name = new byte[NAME_BYTES];
    answers.check(cuDeviceGetName(name, NAME_BYTES, handle[0]), "name GPU " + ordinal);
    int length = 0;
    while (length < NAME_BYTES && name[length] != 0) {
      length++;
    }
    try (SizeTPointer memory = new SizeTPointer(1)) {
      answers.check(cuDeviceTotalMem(memory, handle[0]), "measure GPU " + ordinal);
      return new Device(
          ordinal,
          new String(name, 0, length, StandardCharsets.UTF_8),
          attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, ordinal, answers) * 10
              + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, ordinal, answers),
          attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, ordinal, answers),
          memory.get());
    }
  }

  /** One attribute; the struct of all of them changes its layout between toolkits. */
  private static int attribute(int which, int ordinal, Answers answers) {
    int[] value = new int[1];
    answers.check(
        cudaDeviceGetAttribute(value, which, ordinal), "tell attribute " + which + " of a GPU");
    return value[0];
  }
}
