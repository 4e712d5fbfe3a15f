package io.github.vgg4j.samples;

import io.github.vgg4j.cli.Vgg;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.Networks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * What the launcher runs once after a build, while the JVM writes down which classes it loads: a
 * prediction and a few steps of training. Later runs find these classes in the JVM's archive.
 */
public final class WarmUp {

  private WarmUp() {}

  /** Runs the commands in a temporary folder, printing nothing. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("vgg");
    try {
      Path weights = folder.resolve("weights.safetensors");
      Path image = folder.resolve("image.png");
      // Every network's class belongs into the archive, not only those that run here.
      Networks.onClassPath();
      try (Network network = Networks.named("FashionVggSmall").create(1)) {
        network.save(weights);
      }
      ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
      PrintStream quiet =
          new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
      for (String[] command :
          List.of(
              new String[] {"predict", "--weights", weights.toString(), image.toString()},
              new String[] {"bench", "--steps", "1", "--warmup", "0", "--batch", "8"})) {
        Vgg.run(quiet, quiet, folder, command);
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
