package io.github.vgg4j.onednn;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;

/** The library itself: its one CPU engine, its version, and the check of what its calls answer. */
final class Dnnl {

  private static final dnnl_engine CPU = new dnnl_engine();

  static {
    check(dnnl.dnnl_engine_create(CPU, dnnl.dnnl_cpu, 0), "create the CPU engine");
  }

  private Dnnl() {}

  /** The CPU; lives as long as the process. */
  static dnnl_engine cpu() {
    return CPU;
  }

  /** A stream that runs one primitive after the other. */
  static dnnl_stream stream(Natives natives) {
    dnnl_stream stream = new dnnl_stream();
    check(dnnl.dnnl_stream_create(stream, CPU, dnnl.dnnl_stream_in_order), "create a stream");
    return natives.own(stream, dnnl::dnnl_stream_destroy);
  }

  /** {@code 3.11.0}. */
  static String version() {
    dnnl_version_t version = dnnl.version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /**
   * Does nothing where a call succeeded.
   *
   * @param what was tried, as a sentence goes on with it: {@code create a stream}
   * @throws IllegalStateException if the status is a failure
   * @throws OutOfMemoryError if memory ran out
   */
  static void check(int status, String what) {
    if (status == dnnl.dnnl_success) {
      return;
    }
    if (status == dnnl.dnnl_out_of_memory) {
      throw new OutOfMemoryError("oneDNN had no memory left to " + what);
    }
    throw new IllegalStateException("oneDNN could not " + what + ": " + name(status));
  }

  private static String name(int status) {
    if (status == dnnl.dnnl_invalid_arguments) {
      return "invalid arguments";
    } else if (status == dnnl.dnnl_unimplemented) {
      return "not implemented for this processor";
    } else if (status == dnnl.dnnl_runtime_error) {
      return "runtime error";
    }
    return "status " + status;
  }
}
