package io.github.vgg4j.cli;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.FashionMnist;
import io.github.vgg4j.network.NetworkType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data} and {@code --limit}: the images to learn from and to be tested on. */
final class DataOptions {

  private static final String FULL = "full";
  private static final String BUNDLED = "bundled";
  private static final int MEGABYTE = 1_000_000;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "PATH",
      description = {
        "A folder with Fashion-MNIST's four files, or other images in that format;",
        "'" + FULL + "': all of Fashion-MNIST, from this machine or downloaded;",
        "'" + BUNDLED + "': the part that comes with the samples.",
        "Default: " + BUNDLED + " if it is on the class path, else " + FULL + "."
      })
  private @Nullable String data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = {
        "Take so many images only, equally many of each class:",
        "to train on, or to evaluate on."
      })
  private @Nullable Integer limit;

  /**
   * Training and test images that fit the network.
   *
   * @throws UsageException if they do not
   * @throws IOException if they are missing or broken
   */
  FashionMnist.Split load(NetworkType<?> type, Terminal terminal) throws IOException {
    FashionMnist.Split split = find(type, terminal);
    check(type, split.train());
    check(type, split.test());
    return split;
  }

  /** As many of the images as the user asked for. */
  Dataset limited(Dataset images) {
    if (limit == null) {
      return images;
    }
    Checks.atLeast("--limit", 1, limit);
    return images.limit(limit);
  }

  private FashionMnist.Split find(NetworkType<?> type, Terminal terminal) throws IOException {
    if (data == null || data.equals(BUNDLED)) {
      Optional<FashionMnist.Split> bundled = FashionMnist.bundled();
      if (bundled.isPresent()) {
        return bundled.get();
      }
      if (data != null) {
        throw new UsageException(
            "No images are bundled on this class path. Add vgg-samples to it, or use --data full.");
      }
    } else if (!data.equals(FULL)) {
      return FashionMnist.in(terminal.resolve(Path.of(data)));
    }
    // Said before anything is downloaded.
    check(type, "Fashion-MNIST", 1, FashionMnist.LABELS.size());
    return FashionMnist.load(Optional.empty(), announce(terminal));
  }

  /** One line for each file on its way. */
  private static FashionMnist.Progress announce(Terminal terminal) {
    return new FashionMnist.Progress() {
      private String last = "";

      @Override
      public void at(String file, long bytes, long total) {
        if (!file.equals(last)) {
          last = file;
          String size = total < 0 ? "" : " (" + (total + MEGABYTE - 1) / MEGABYTE + " MB)";
          terminal.err().println("Downloading " + file + size + " ...");
        }
      }
    };
  }

  private static void check(NetworkType<?> type, Dataset images) {
    check(type, images.name(), images.channels(), images.classes());
  }

  private static void check(NetworkType<?> type, String images, int channels, int classes) {
    NetworkPlan plan = type.plan();
    int expected = plan.input().channels();
    if (expected != channels) {
      throw new UsageException(
          "%s takes images of %d channel%s, but those of %s have %d. Choose another --network or --data."
              .formatted(type.name(), expected, expected == 1 ? "" : "s", images, channels));
    }
    if (plan.classes() != classes) {
      throw new UsageException(
          "%s tells %d classes apart, but %s has %d. Choose another --network or --data."
              .formatted(type.name(), plan.classes(), images, classes));
    }
  }
}
