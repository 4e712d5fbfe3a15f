package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.CudaMemory;
import io.github.vgg4j.arch.CudaMemory.Waiting;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.SessionSpec;

/** What a session will hold on the device, before it is opened. */
final class SessionMemory {

  private SessionMemory() {}

  static MemoryModel of(NetworkPlan plan, SessionSpec spec) {
    int numberBytes = Format.of(spec.precision()).type().bytes();
    Optimizer optimizer = spec.optimizer();
    return optimizer == null
        ? CudaMemory.inference(plan, numberBytes)
        : CudaMemory.training(
            plan,
            optimizer.slots(),
            numberBytes,
            spec.gradients().accumulates() ? Waiting.SUMMED : Waiting.NONE);
  }
}
