package io.github.vgg4j.engine;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.file.SafeTensors;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What PyTorch computed for one small network; made by {@code src/test/fixtures/make_fixtures.py},
 * which says what the file holds.
 */
final class PytorchFixture implements AutoCloseable {

  private final NetworkPlan plan;
  private final Path file;
  private final SafeTensors.Reader reader;

  PytorchFixture(String name, NetworkPlan plan) throws IOException {
    this.plan = plan;
    this.file = Files.createTempFile(name, ".safetensors");
    String resource = "/io/github/vgg4j/pytorch/" + name + ".safetensors";
    try (InputStream in = PytorchFixture.class.getResourceAsStream(resource)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    reader = SafeTensors.open(file);
  }

  float[] get(String name) throws IOException {
    try (Tensor tensor = Tensor.zeros(reader.shape(name))) {
      reader.read(name, tensor);
      return tensor.toArray();
    }
  }

  ImageBatch batch() throws IOException {
    float[] pixels = get("image.bytes");
    float[] labels = get("labels");
    ImageBatch batch =
        new ImageBatch(
            labels.length, plan.input().channels(), plan.input().height(), plan.input().width());
    batch.count(labels.length);
    for (int i = 0; i < pixels.length; i++) {
      batch.pixels().put(i, (byte) (int) pixels[i]);
    }
    for (int i = 0; i < labels.length; i++) {
      batch.labels()[i] = (int) labels[i];
    }
    return batch;
  }

  /** A session for training that holds PyTorch's start values. */
  Session session(Engine engine, Precision precision, Optimizer optimizer) throws IOException {
    int images = get("labels").length;
    Session session =
        engine.open(
            plan,
            SessionSpec.training(images, precision, Normalization.FASHION_MNIST, optimizer, 1));
    for (Parameter parameter : plan.parameters()) {
      try (Tensor tensor = Tensor.zeros(parameter.shape())) {
        reader.read("weight/" + parameter.name(), tensor);
        session.write(parameter, tensor);
      }
    }
    return session;
  }

  /** Every parameter equals PyTorch's, relative to the largest number of each. */
  void compare(Session session, String prefix, Closeness closeness) throws IOException {
    for (Parameter parameter : plan.parameters()) {
      try (Tensor tensor = Tensor.zeros(parameter.shape())) {
        session.read(parameter, tensor);
        String name = prefix + parameter.name();
        closeness.check(doubles(name), tensor.toArray(), name, 1e-6);
      }
    }
  }

  double[] doubles(String name) throws IOException {
    float[] floats = get(name);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    Files.delete(file);
  }
}
