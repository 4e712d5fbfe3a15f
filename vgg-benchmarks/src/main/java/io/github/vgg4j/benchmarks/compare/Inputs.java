package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.network.Initialization;
import io.github.vgg4j.network.Parameters;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * The files that make all contenders do the same: weights as safetensors, images as bytes, labels
 * as one byte each, and the layers as lines, for those that do not read our plans.
 */
final class Inputs {
  private static final long SEED = 42;
  private static final String WEIGHTS = "weights.safetensors";
  private static final String IMAGES = "images.bin";
  private static final String LABELS = "labels.bin";
  private static final String LAYERS = "layers.txt";

  private Inputs() {}

  /** Writes the files of a work into a folder. */
  static void write(Work work, Path folder) throws IOException {
    Files.createDirectories(folder);
    NetworkPlan plan = work.plan();
    Random random = new Random(SEED);
    try (Parameters parameters = Parameters.initialize(plan, SEED, Initialization.HE)) {
      plan.parameters().forEach(parameter -> stir(parameter, parameters, random));
      parameters.save(folder.resolve(WEIGHTS), work.name());
    }
    byte[] images = new byte[Math.toIntExact(plan.input().elements() * work.batch())];
    random.nextBytes(images);
    Files.write(folder.resolve(IMAGES), images);
    byte[] labels = new byte[work.batch()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(Math.min(plan.classes(), Byte.MAX_VALUE));
    }
    Files.write(folder.resolve(LABELS), labels);
    List<String> layers = plan.layers().stream().map(LayerLine::of).toList();
    Files.write(folder.resolve(LAYERS), layers);
  }

  /** What starts at 0 or 1 would hide that somebody mixed it up. */
  private static void stir(Parameter parameter, Parameters parameters, Random random) {
    FloatBuffer values = parameters.tensor(parameter.name()).buffer();
    float least =
        switch (parameter.role()) {
          case BIAS, NORM_SHIFT, RUNNING_MEAN -> -0.1f;
          case NORM_SCALE, RUNNING_VARIANCE -> 0.9f;
          case CONV_WEIGHT, DENSE_WEIGHT, LOGITS_WEIGHT -> Float.NaN;
        };
    if (!Float.isNaN(least)) {
      for (int i = 0; i < values.limit(); i++) {
        values.put(i, least + 0.2f * random.nextFloat());
      }
    }
  }

  /** The weights; the caller closes them. */
  static Parameters parameters(Job job) throws IOException {
    return Parameters.load(job.work().plan(), job.inputs().resolve(WEIGHTS));
  }

  /** Images and labels as our engines take them. */
  static ImageBatch batch(Job job) throws IOException {
    var input = job.work().plan().input();
    int batch = job.work().batch();
    ImageBatch images = new ImageBatch(batch, input.channels(), input.height(), input.width());
    images.pixels().put(0, Files.readAllBytes(job.inputs().resolve(IMAGES)));
    int[] labels = labels(job);
    System.arraycopy(labels, 0, images.labels(), 0, batch);
    images.count(batch);
    return images;
  }

  /** Images as floats in [0, 1], batch x channels x height x width; the caller closes them. */
  static Tensor images(Job job) throws IOException {
    var input = job.work().plan().input();
    Tensor images =
        Tensor.zeros(job.work().batch(), input.channels(), input.height(), input.width());
    FloatBuffer values = images.buffer();
    float[] table = Normalization.UNIT.table(0);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(job.inputs().resolve(IMAGES)));
    while (bytes.hasRemaining()) {
      values.put(table[Byte.toUnsignedInt(bytes.get())]);
    }
    return images;
  }

  static int[] labels(Job job) throws IOException {
    byte[] bytes = Files.readAllBytes(job.inputs().resolve(LABELS));
    int[] labels = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      labels[i] = bytes[i];
    }
    return labels;
  }
}
