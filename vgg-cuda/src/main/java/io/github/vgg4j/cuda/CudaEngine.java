package io.github.vgg4j.cuda;

import com.google.auto.service.AutoService;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.library.CudaLibraries;
import io.github.vgg4j.cuda.library.Libraries;
import io.github.vgg4j.cuda.library.Machine;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs plans on an NVIDIA GPU with cuDNN. */
@AutoService(Engine.class)
public final class CudaEngine implements Engine {

  private static final int PREFERENCE = 30;

  private @Nullable Availability availability;

  @Override
  public String name() {
    return "cuda";
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
    return EnumSet.of(Precision.F32);
  }

  @Override
  public Session open(NetworkPlan plan, SessionSpec spec) {
    throw new IllegalStateException("The cuda engine has no session yet");
  }

  private static Availability probe() {
    Libraries libraries = CudaLibraries.find(Machine.here());
    if (libraries instanceof Libraries.Diagnosis no) {
      return new Availability.Unavailable(no.reason(), no.remedy());
    }
    return new Availability.Unavailable("found " + libraries, "");
  }
}
