package io.github.vgg4j.nd4j;

import com.google.auto.service.AutoService;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.Nd4jMemory;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.Threads;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Runs plans on whichever ND4J back end is on the class path: the CPU's or CUDA's. */
@AutoService(Engine.class)
public final class Nd4jEngine implements Engine {

  private @Nullable Availability availability;

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int highestPreference() {
    return Nd4jDevice.PREFERENCE_CUDA;
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
    return Set.of(Precision.F32);
  }

  @Override
  public long availableBytes() {
    return Nd4jDevice.availableBytes();
  }

  @Override
  public MemoryModel memory(NetworkPlan plan, SessionSpec spec) {
    Optimizer optimizer = spec.optimizer();
    if (optimizer == null) {
      return Nd4jMemory.inference(plan);
    }
    Nd4jMemory memory = Nd4jMemory.training(plan, optimizer.slots());
    return spec.gradients().accumulates() ? memory.withGradientSum() : memory;
  }

  @Override
  public Session open(NetworkPlan plan, SessionSpec spec) {
    if (!precisions().contains(spec.precision())) {
      throw new IllegalArgumentException(
          "The nd4j engine computes in f32 only, not in "
              + spec.precision().label()
              + ". Leave the precision out, or use another engine.");
    }
    if (availability() instanceof Availability.Unavailable no) {
      throw new IllegalStateException(
          "The nd4j engine cannot run here: " + no.reason() + ". " + no.remedy());
    }
    Threads.wanted().ifPresent(Nd4jDevice::useThreads);
    return new Nd4jSession(plan, spec);
  }

  private static Availability probe() {
    try {
      return Nd4jDevice.judge(Nd4j.getExecutioner().getEnvironmentInformation());
    } catch (NoClassDefFoundError e) {
      return new Availability.Unavailable(
          "not on the class path", "Add org.nd4j:nd4j-native to the project's dependencies.");
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return new Availability.Unavailable(
          "ND4J found no back end that runs here (" + cause.getMessage() + ")",
          "Add org.nd4j:nd4j-native with the classifier of this machine, such as"
              + " linux-x86_64-onednn.");
    }
  }
}
