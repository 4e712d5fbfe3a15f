package io.github.vgg4j.cli;

import io.github.vgg4j.data.ImageFiles;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.StoredWeights;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vgg predict}: what a trained network sees in image files. */
@Command(
    name = "predict",
    description = {
      "Prints the most likely classes of each image with their probabilities.",
      "",
      "Any image will do: it is resized to the network's input. Networks trained on Fashion-MNIST"
          + " expect a light garment on black; for a photograph on a light ground use --invert."
    },
    footer = {
      "",
      "Examples:",
      "  vgg predict boot.png",
      "  vgg predict --network FashionVgg11 --weights vgg11.safetensors --invert shop/*.jpg"
    })
final class PredictCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Image files: PNG, JPEG, BMP or GIF.")
  private List<Path> images = new ArrayList<>();

  @Mixin private NetworkOption network = new NetworkOption();
  @Mixin private WeightsOption weights = new WeightsOption();
  @Mixin private EngineOptions engines = new EngineOptions();

  @Option(names = "--invert", description = "Swap light and dark first.")
  private boolean invert;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "3",
      description = "Classes to print for each image. Default: ${DEFAULT-VALUE}.")
  private int top;

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Checks.atLeast("--top", 1, top);
    NetworkType<?> type = network.type();
    Engine engine = engines.engine();
    try (StoredWeights stored = weights.open(type, engines.precision(), terminal);
        Session session = engine.open(type.plan(), stored.inference(1, engines.precision()));
        Tensor logits = Tensor.zeros(1, type.plan().classes())) {
      stored.writeTo(session);
      for (Path image : images) {
        session.infer(read(terminal.resolve(image), type.plan().input().channels()), logits);
        print(image, Network.probabilities(logits)[0], type);
      }
    }
    return ExitCode.DONE;
  }

  private ImageBatch read(Path file, int channels) throws IOException {
    BufferedImage image = ImageFiles.read(file);
    byte[] pixels = ImageFiles.pixels(image, channels);
    if (invert) {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) ~pixels[i];
      }
    }
    ImageBatch batch = new ImageBatch(1, channels, image.getHeight(), image.getWidth());
    batch.pixels().put(0, pixels);
    batch.count(1);
    return batch;
  }

  private void print(Path image, float[] probabilities, NetworkType<?> type) {
    terminal.line("%s", image);
    IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(top)
        .forEach(i -> terminal.line("  %.3f  %s", probabilities[i], type.label(i)));
  }
}
