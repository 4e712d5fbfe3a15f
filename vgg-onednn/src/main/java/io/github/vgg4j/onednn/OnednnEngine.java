package io.github.vgg4j.onednn;

import com.google.auto.service.AutoService;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.OnednnMemory;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.HostMemory;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs plans on the CPU with oneDNN. */
@AutoService(Engine.class)
public final class OnednnEngine implements Engine {

  private static final int PREFERENCE = 20;

  private @Nullable Availability availability;

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public int highestPreference() {
    return PREFERENCE;
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      availability = probe();
    }
    return availability;
  }

  @Override
  public Set<Precision> precisions() {
    if (availability() instanceof Availability.Available && Cpu.hasFastBfloat16()) {
      return EnumSet.of(Precision.F32, Precision.BF16);
    }
    return EnumSet.of(Precision.F32);
  }

  @Override
  public long availableBytes() {
    return HostMemory.availableBytes();
  }

  @Override
  public OptionalDouble peakFlops(Precision precision) {
    return OptionalDouble.of(Peak.flops(NumberType.of(precision)));
  }

  @Override
  public MemoryModel memory(NetworkPlan plan, SessionSpec spec) {
    Optimizer optimizer = spec.optimizer();
    int numberBytes = NumberType.of(spec.precision()).bytes();
    if (optimizer == null) {
      return OnednnMemory.inference(plan, numberBytes);
    }
    OnednnMemory memory = OnednnMemory.training(plan, optimizer.slots(), numberBytes);
    memory = Update.folds(spec) ? memory : memory.withStoredGradients();
    memory = spec.gradients().clips() ? memory.withGradientNorm() : memory;
    return spec.gradients().accumulates() ? memory.withGradientSum() : memory;
  }

  @Override
  public Session open(NetworkPlan plan, SessionSpec spec) {
    if (availability() instanceof Availability.Unavailable no) {
      throw new IllegalStateException(
          "The onednn engine cannot run here: " + no.reason() + ". " + no.remedy());
    }
    NumberType.of(spec.precision());
    if (!precisions().contains(spec.precision())) {
      throw new IllegalArgumentException(
          "The onednn engine computes in "
              + spec.precision().label()
              + " only on processors with bfloat16 instructions, and this one has "
              + Cpu.instructions()
              + ". Use f32.");
    }
    return OnednnSession.open(plan, spec);
  }

  private static Availability probe() {
    try {
      return new Availability.Available(
          "CPU with " + Cpu.instructions() + ", oneDNN " + Dnnl.version(), PREFERENCE);
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return new Availability.Unavailable(
          "oneDNN does not load here (" + cause.getMessage() + ")",
          "Add org.bytedeco:dnnl with the classifier of this machine, such as linux-x86_64.");
    }
  }
}
