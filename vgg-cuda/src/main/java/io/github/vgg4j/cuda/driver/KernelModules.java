package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.KernelSource;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.javacpp.BytePointer;

/** Kernels on a device: one module for each source with its defines, loaded once. */
final class KernelModules {

  private final KernelBinaries binaries;
  private final int computeCapability;
  private final Answers answers;
  private final Releases releases;
  private final Map<KernelSource, CUmod_st> modules = new HashMap<>();

  KernelModules(
      KernelBinaries binaries, int computeCapability, Answers answers, Releases releases) {
    this.binaries = binaries;
    this.computeCapability = computeCapability;
    this.answers = answers;
    this.releases = releases;
  }

  /** The function of a call. */
  CUfunc_st function(KernelCall call) {
    CUmod_st module = modules.computeIfAbsent(call.source(), this::load);
    CUfunc_st function = new CUfunc_st();
    answers.check(
        cuModuleGetFunction(function, module, call.name()),
        "find the kernel " + call.name() + " in " + call.source().file());
    return function;
  }

  private CUmod_st load(KernelSource source) {
    byte[] cubin = binaries.cubin(source, computeCapability);
    CUmod_st module = new CUmod_st();
    try (BytePointer image = new BytePointer(cubin)) {
      answers.check(cuModuleLoadData(module, image), "load the kernels of " + source.file());
    }
    releases.add(() -> cuModuleUnload(module));
    return module;
  }
}
