package io.github.vgg4j.train;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.tensor.ImageBatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** Another engine whose results come one step late, as those of a device that works by itself. */
final class LateEngine implements Engine {

  private final Engine inner;

  LateEngine(Engine inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return "late";
  }

  @Override
  public int highestPreference() {
    return 0;
  }

  @Override
  public Availability availability() {
    return inner.availability();
  }

  @Override
  public Set<Precision> precisions() {
    return inner.precisions();
  }

  @Override
  public Session open(NetworkPlan plan, SessionSpec spec) {
    Session session = inner.open(plan, spec);
    Held held = new Held();
    return (Session)
        Proxy.newProxyInstance(
            LateEngine.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              try {
                switch (method.getName()) {
                  case "train" -> {
                    StepResult own = new StepResult();
                    session.train((ImageBatch) arguments[0], (Double) arguments[1], own);
                    held.next(own, (StepResult) arguments[2]);
                    return null;
                  }
                  case "evaluate" -> {
                    StepResult own = new StepResult();
                    session.evaluate((ImageBatch) arguments[0], own);
                    held.next(own, (StepResult) arguments[1]);
                    return null;
                  }
                  case "finish" -> {
                    held.release();
                    return null;
                  }
                  default -> {
                    return method.invoke(session, arguments);
                  }
                }
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** The last step's outcome. */
  private static final class Held {
    private StepResult own = new StepResult();
    private StepResult total = new StepResult();

    void next(StepResult newOwn, StepResult newTotal) {
      release();
      own = newOwn;
      total = newTotal;
    }

    void release() {
      if (own.batches() > 0) {
        total.add(
            own.loss() * own.images(),
            (int) Math.round(own.accuracy() * own.images()),
            own.images());
        own = new StepResult();
      }
    }
  }
}
