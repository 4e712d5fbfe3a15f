package io.github.vgg4j.cli;

import io.github.vgg4j.cli.draw.PlanDrawing;
import io.github.vgg4j.file.AtomicFile;
import io.github.vgg4j.network.NetworkType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vgg draw}: a network as a picture. */
@Command(
    name = "draw",
    description =
        "Draws a network: feature maps as boxes of true proportions, shapes, parameters, memory.",
    footer = {
      "",
      "Examples:",
      "  vgg draw Vgg16 -o vgg16.svg",
      "  vgg draw Vgg16 --batch 128 > vgg16.svg"
    })
final class DrawCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Name of the annotated interface, see 'vgg list'.")
  private String name = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write the SVG. Default: standard output.")
  private @Nullable Path out;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "" + Defaults.BATCH,
      description = "Images in a step, for the memory. Default: ${DEFAULT-VALUE}.")
  private int batch;

  DrawCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Checks.atLeast("--batch", 1, batch);
    NetworkType<?> type = NetworkOption.named(name);
    String svg = PlanDrawing.svg(type.name(), type.plan(), batch);
    if (out == null) {
      terminal.out().print(svg);
      return ExitCode.DONE;
    }
    ByteBuffer bytes = ByteBuffer.wrap(svg.getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        terminal.resolve(out), channel -> AtomicFile.writeFully(channel, bytes), written -> {});
    terminal.line("Drew %s to %s", type.name(), terminal.show(out));
    return ExitCode.DONE;
  }
}
