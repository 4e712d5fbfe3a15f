package io.github.vgg4j.network;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a network, by torchvision's names, and how bytes become its inputs; everything
 * that a weight file holds.
 */
public final class Parameters implements AutoCloseable {

  private final NetworkPlan plan;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private Normalization normalization = Normalization.UNIT;
  private @Nullable Calibration calibration;
  private long version;

  private Parameters(NetworkPlan plan) {
    this.plan = plan;
    for (Parameter parameter : plan.parameters()) {
      tensors.put(parameter.name(), Tensor.zeros(parameter.shape()));
    }
  }

  /** Fresh parameters; the same seed gives the same numbers everywhere. */
  public static Parameters initialize(NetworkPlan plan, long seed, Initialization initialization) {
    Parameters parameters = new Parameters(plan);
    RandomStreams random = new RandomStreams(seed);
    List<Parameter> all = plan.parameters();
    for (int i = 0; i < all.size(); i++) {
      initialization.fill(all.get(i), i, random, parameters.tensor(all.get(i).name()));
    }
    return parameters;
  }

  /**
   * Parameters from a safetensors file.
   *
   * @throws IOException if it cannot be read, is corrupt, or is another network's; the message
   *     names file, parameter and what to do
   */
  public static Parameters load(NetworkPlan plan, Path file) throws IOException {
    Parameters parameters = new Parameters(plan);
    try {
      WeightFile.load(file, parameters);
      return parameters;
    } catch (IOException | RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /**
   * Writes a safetensors file that PyTorch can read too; an older one is replaced only when the new
   * one is complete.
   *
   * @param network the network's name, for the file's metadata
   * @throws IOException if the file cannot be written; then an older one is as it was
   */
  public void save(Path file, String network) throws IOException {
    WeightFile.save(file, network, this);
  }

  /** What the parameters belong to. */
  public NetworkPlan plan() {
    return plan;
  }

  /**
   * The numbers of one parameter. Whoever changes them calls {@link #changed()} afterwards.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "There is no parameter " + name + "; there are " + String.join(", ", tensors.keySet()));
    }
    return tensor;
  }

  /** How bytes become inputs. */
  public Normalization normalization() {
    return normalization;
  }

  /** Sets how bytes become inputs; weights are good only with the one they were trained with. */
  public void normalization(Normalization newNormalization) {
    normalization = newNormalization;
    changed();
  }

  /** What numbers the layers meet, which int8 needs to know; empty until somebody found out. */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /**
   * Sets what numbers the layers meet; it holds until a parameter changes.
   *
   * @throws IllegalArgumentException if it is another network's
   */
  public void calibration(Calibration newCalibration) {
    newCalibration.check(plan);
    calibration = newCalibration;
  }

  /** What a session is opened for that infers with these parameters. */
  public SessionSpec inference(int batchSize, Precision precision) {
    return SessionSpec.inference(batchSize, precision, normalization).calibration(calibration);
  }

  /** Copies everything to a session. */
  public void writeTo(Session session) {
    for (Parameter parameter : plan.parameters()) {
      session.write(parameter, tensor(parameter.name()));
    }
  }

  /** Copies everything from a session. */
  public void readFrom(Session session) {
    for (Parameter parameter : plan.parameters()) {
      session.read(parameter, tensor(parameter.name()));
    }
    changed();
  }

  /**
   * Says that numbers changed: sessions load them again, and a calibration, which was for the old
   * ones, is forgotten.
   */
  public void changed() {
    version++;
    calibration = null;
  }

  /** Counts the changes. */
  long version() {
    return version;
  }

  /** Frees the memory. */
  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
