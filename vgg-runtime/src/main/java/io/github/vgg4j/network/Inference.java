package io.github.vgg4j.network;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session for inference open for a network: opens it when first asked, again for a larger
 * batch, and loads the weights again when they changed.
 */
final class Inference implements AutoCloseable {

  private final Parameters parameters;
  private @Nullable Engine engine;
  private Precision precision = Precision.F32;
  private @Nullable Session session;
  private long loadedVersion = -1;

  Inference(Parameters parameters) {
    this.parameters = parameters;
  }

  /** Uses another engine from now on. */
  synchronized void engine(Engine newEngine) {
    close();
    engine = newEngine;
  }

  /** Computes in another format from now on. */
  synchronized void precision(Precision newPrecision) {
    close();
    precision = newPrecision;
  }

  /** Runs layers {@code first} to {@code last}; one caller at a time. */
  synchronized void run(Tensor input, Layer first, Layer last, Tensor output) {
    open(input.size(0)).infer(input, first, last, output);
  }

  private Session open(int images) {
    Session open = session;
    boolean fits =
        open != null
            && open.spec().equals(parameters.inference(open.spec().batchSize(), precision))
            && open.spec().batchSize() >= images;
    if (open == null || !fits) {
      close();
      Engine chosen = engine == null ? Engines.auto() : engine;
      engine = chosen;
      open = chosen.open(parameters.plan(), parameters.inference(images, precision));
      session = open;
    }
    if (loadedVersion != parameters.version()) {
      parameters.writeTo(open);
      loadedVersion = parameters.version();
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
      session = null;
      loadedVersion = -1;
    }
  }
}
