package io.github.vgg4j.network;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.file.SafeTensors;
import io.github.vgg4j.tensor.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of weights, opened and checked, whose numbers are still in it: for programs that only run
 * a network, and so need the numbers once, in a session.
 */
public final class StoredWeights implements AutoCloseable {

  private final NetworkPlan plan;
  private final SafeTensors.Reader reader;
  private final Normalization normalization;
  private final Optional<Calibration> calibration;

  private StoredWeights(
      NetworkPlan plan,
      SafeTensors.Reader reader,
      Normalization normalization,
      Optional<Calibration> calibration) {
    this.plan = plan;
    this.reader = reader;
    this.normalization = normalization;
    this.calibration = calibration;
  }

  /**
   * Opens a safetensors file of a network's weights.
   *
   * @throws IOException if it cannot be read, is corrupt, or is another network's; the message
   *     names file, parameter and what to do
   */
  public static StoredWeights open(NetworkPlan plan, Path file) throws IOException {
    SafeTensors.Reader reader = SafeTensors.open(file);
    try {
      WeightFile.check(file, plan, reader);
      Normalization normalization =
          WeightFile.normalization(file, reader.metadata(), Normalization.UNIT);
      return new StoredWeights(
          plan, reader, normalization, WeightFile.calibration(file, plan, reader.metadata()));
    } catch (IOException | RuntimeException | Error e) {
      reader.close();
      throw e;
    }
  }

  /** Whether the file says what numbers the layers meet, which int8 needs to know. */
  public boolean isCalibrated() {
    return calibration.isPresent();
  }

  /** What a session is opened for that infers with these weights. */
  public SessionSpec inference(int batchSize, Precision precision) {
    return SessionSpec.inference(batchSize, precision, normalization)
        .calibration(calibration.orElse(null));
  }

  /**
   * Brings everything to a session of the same plan.
   *
   * @throws IOException if the file cannot be read; the session then holds only a part
   */
  public void writeTo(Session session) throws IOException {
    for (Parameter parameter : plan.parameters()) {
      session.load(parameter, into -> reader.read(parameter.name(), into));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
